import { isBuiltin } from 'node:module';

/** What a bundle is made of. */
export interface BundleInput {
  /** Path of the module whose exports the bundle has. */
  entry: string;
  /** Text of a module. */
  read(path: string): string;
  /** Path of the module that a specifier means; undefined for what is none of these. */
  resolve(specifier: string, from: string): string | undefined;
  /** Whether a module of Node's own may be loaded. */
  allows(builtin: string): boolean;
}

export interface Bundle {
  text: string;
  /** Paths of the modules in it, the entry first. Imports of types alone are none. */
  files: readonly string[];
}

interface Translated {
  text: string;
  requires: ReadonlyMap<string, string>;
}

/**
 * Makes one CommonJS script of a module and all that it imports, by TypeScript's own translation, which ts-morph brings along: file by
 * file, without types.
 * @throws Error for an import that is neither a module of the input nor one of Node's own that it allows
 */
export async function bundle({ entry, read, resolve, allows }: BundleInput): Promise<Bundle> {
  const { ts } = await import('ts-morph');
  const found = new Map<string, Translated>();
  const queue = [entry];
  for (const path of queue) {
    if (found.has(path)) continue;
    const { outputText } = ts.transpileModule(read(path), {
      fileName: path,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true, allowJs: true, experimentalDecorators: true, jsx: ts.JsxEmit.React },
    });
    const requires = new Map<string, string>();
    for (const { fileName: specifier } of ts.preProcessFile(outputText, true, true).importedFiles) {
      if (isBuiltin(specifier) && allows(specifier.replace(/^node:/, ''))) continue;
      const target = resolve(specifier, path);
      if (target === undefined) throw new Error(`${path} imports ${specifier}, which is no file of the project`);
      requires.set(specifier, target);
      queue.push(target);
    }
    found.set(path, { text: outputText, requires });
  }
  const ids = new Map([...found.keys()].map((path, index) => [path, index]));
  const modules = [...found.values()].map(({ text, requires }) => {
    const targets = Object.fromEntries([...requires].map(([specifier, path]) => [specifier, ids.get(path)]));
    return `[${JSON.stringify(targets)}, function (exports, module, require) {\n${text}\n}]`;
  });
  const text = `'use strict';
const modules = [
${modules.join(',\n')}
];
const loaded = [];
function load(id) {
  if (loaded[id]) return loaded[id].exports;
  const module = (loaded[id] = { exports: {} });
  const [targets, run] = modules[id];
  run.call(module.exports, module.exports, module, (specifier) => (Object.hasOwn(targets, specifier) ? load(targets[specifier]) : require(specifier)));
  return module.exports;
}
module.exports = load(0);
`;
  return { text, files: [...found.keys()] };
}
