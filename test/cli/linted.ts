import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Puts packages of ours, and the built plugin, into a project's node_modules, as npm would: by name, from a path below this repository. */
export function install(folder: string, packages: Readonly<Record<string, string>>): void {
  for (const [name, from] of Object.entries(packages)) {
    const link = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, from), link);
  }
}

/** Puts the plugin there as its tarball holds it: nothing but its own files, so that it finds its dependency and no other. */
export function installPacked(folder: string): void {
  const target = path.join(folder, 'node_modules/eslint-plugin-perf-lint');
  const { files } = JSON.parse(readFileSync(path.join(root, 'eslint-plugin/package.json'), 'utf8')) as { files: string[] };
  for (const file of ['package.json', ...files]) cpSync(path.join(root, 'eslint-plugin', file), path.join(target, file), { recursive: true });
  install(folder, { 'oxc-parser': 'node_modules/oxc-parser' });
}
