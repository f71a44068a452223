import { folderOf, from, isWithin, join } from './paths.ts';
import type { Probe } from './probe.ts';
import type { TsConfigs } from './tsconfig.ts';

/** Finds the source of a file that a manifest names; its build output may be there or not. */
export type ToSource = (target: string, packageFolder: string) => string | undefined;

/** Folders into which builds write, also one below another: dist/esm, lib/cjs. */
const OUTPUT_FOLDERS = new Set(['dist', 'build', 'lib', 'out', 'output', 'es', 'esm', 'cjs', 'module', 'commonjs', 'types']);

/** Maps what a build writes to what it reads: by the package's tsconfig, else by the names that builds give their folders. */
export function createToSource(probe: Probe, tsconfigs: TsConfigs): ToSource {
  return (target, packageFolder) => {
    const written = join(packageFolder, target);
    const path = written.replace(/\.d\.[cm]?ts$/, '');
    for (const candidate of [path, ...byTsConfig(path, packageFolder, tsconfigs), ...byName(path, packageFolder)]) {
      const found = probe(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function byTsConfig(path: string, packageFolder: string, tsconfigs: TsConfigs): string[] {
  return tsconfigs.inFolder(packageFolder).flatMap(({ file, outDirs, rootDir }) =>
    outDirs
      .filter((outDir) => outDir !== '' && isWithin(path, outDir))
      // Without a rootDir the compiler takes the folder that all inputs share: the config's own, or its src.
      .flatMap((outDir) => (rootDir === undefined ? [folderOf(file), join(folderOf(file), 'src')] : [rootDir]).map((root) => join(root, from(outDir, path)))),
  );
}

function byName(path: string, packageFolder: string): string[] {
  const segments = from(packageFolder, path).split('/');
  const candidates: string[] = [];
  for (let dropped = 1; dropped < segments.length && OUTPUT_FOLDERS.has(segments[dropped - 1]!); dropped++) {
    const rest = segments.slice(dropped).join('/');
    candidates.push(join(packageFolder, 'src', rest), join(packageFolder, rest));
  }
  return candidates;
}
