import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../../bundle.ts';

/** The worker as the build leaves it, in one file beside the command line. */
const BUILT = 'benchmark-worker.cjs';

/** The script that a worker process runs. From the sources, it is made of them, in the folder. */
export async function workerScript(folder: string): Promise<string> {
  const source = path.join(import.meta.dirname, '../../worker.ts');
  if (!existsSync(source)) return builtScript();
  const script = path.join(folder, BUILT);
  if (existsSync(script)) return script;
  writeFileSync(script, await (made ??= bundled(source)));
  return script;
}

/** Sources are not changed while they run. */
let made: Promise<string> | undefined;

async function bundled(source: string): Promise<string> {
  const { text } = await bundle({
    entry: source,
    read: (file) => readFileSync(file, 'utf8'),
    resolve: (specifier, from) => (specifier.startsWith('.') ? path.join(path.dirname(from), specifier) : undefined),
    allows: () => true,
  });
  return text;
}

function builtScript(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, BUILT))) {
    const up = path.dirname(folder);
    if (up === folder) throw new Error(`${BUILT} is not where the build leaves it: install perf-lint again`);
    folder = up;
  }
  return path.join(folder, BUILT);
}
