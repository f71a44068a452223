import { createHash } from 'node:crypto';
import { chmodSync, cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { defineConfig } from 'rolldown';
import type { Plugin, RolldownOptions } from 'rolldown';

/** npm makes a bin executable when it links it; a fresh clone and a tarball need the mode on the file itself. */
const executable: Plugin = {
  name: 'executable',
  writeBundle({ dir }) {
    chmodSync(path.join(dir ?? '.', 'cli.js'), 0o755);
  },
};

/** The declarations keep the layout of the sources, below dist/types. */
const declarations: Plugin = {
  name: 'declarations',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'index.d.ts', source: "export * from './types/src/index.js';\n" });
  },
};

/** What loads jiti where it is installed as a dependency: the ESLint plugin carries its own, beside the bundle. */
const LOADS_JITI = "createRequire(import.meta.url)('jiti')";
const carriedJiti: Plugin = {
  name: 'carried-jiti',
  transform(code, id) {
    return code.includes(LOADS_JITI) && !id.includes('node_modules') ? code.replace(LOADS_JITI, LOADS_JITI.replace('jiti', './jiti.cjs')) : undefined;
  },
  generateBundle(_, bundle) {
    const texts = Object.values(bundle).map((output) => (output.type === 'chunk' ? output.code : ''));
    if (texts.some((text) => /\(["']jiti["']\)/.test(text))) this.error('jiti is loaded in a way that the build of the ESLint plugin does not know');
  },
};

/** What loads a package when it is used, and that package is part of the bundle: finding and opening its files would take longer than it does. */
const LOADS_LATE = /createRequire\(import\.meta\.url\)\('(fast-glob|yaml)'\)/g;
const loadedLate: Plugin = {
  name: 'loaded-late',
  transform(code, id) {
    return code.search(LOADS_LATE) >= 0 && !id.includes('node_modules') ? code.replace(LOADS_LATE, "require('$1')") : undefined;
  },
};

/** The pages of the rules, where `meta.docs.url` points, and the licence. */
const pages: Plugin = {
  name: 'pages',
  writeBundle() {
    rmSync('eslint-plugin/rules', { recursive: true, force: true });
    for (const page of readdirSync('rules').filter((file) => file.endsWith('.md'))) cpSync(path.join('rules', page), path.join('eslint-plugin/rules', page));
    cpSync('LICENSE', 'eslint-plugin/LICENSE');
  },
};

/** What the licences of bundled packages ask for. */
const licences: Plugin = {
  name: 'licences',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
    const folders = new Set(modules.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0]).filter((folder) => folder !== undefined));
    const texts = [...folders].sort().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      return `${name} ${version}\n\n${file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
    });
    const [entry] = Object.values(bundle).filter((output) => output.type === 'chunk' && output.isEntry);
    this.emitFile({ type: 'asset', fileName: `${path.parse(entry?.fileName ?? '').name}.licences.txt`, source: texts.join('\n---\n\n') });
  },
};

/** What stored facts and answers depend on: everything that they are made by. */
function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of glob.sync(['src/**/*.ts', 'rules/**/*.ts']).sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const define = { PERF_LINT_BUILD: JSON.stringify(hashOfSources()) };

const commandLine: RolldownOptions = {
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  transform: { define },
  // What is small and used at every start comes along: finding and opening a hundred files takes longer than a scan of what changed.
  // Programs for one platform, and what is loaded only when it is used, stay outside.
  external: ['oxc-parser', 'autocannon', 'jiti', 'ts-morph', 'cli-progress', /^@electric-sql\/pglite(?:\/|$)/, 'libpg-query', /^node-sql-parser(?:\/|$)/, 'pg', /^mysql2(?:\/|$)/, 'sql.js'],
  resolve: { mainFields: ['module', 'main'] },
  plugins: [executable, declarations, loadedLate, licences],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Names stay as they are, so that a stack says something.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    banner: (chunk) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
  },
};

/** What a benchmark's processes run: one file, so that a process which may read nothing else can start. */
const benchmarkWorker: RolldownOptions = {
  input: { 'benchmark-worker': 'src/benchmark/worker.ts' },
  platform: 'node',
  output: { dir: 'dist', format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' },
};

/** It holds the engine with all that this needs, but for the parser, which is a program for one platform. */
const eslintPlugin: RolldownOptions = {
  input: { index: 'eslint-plugin/src/index.ts' },
  platform: 'node',
  transform: { define },
  external: ['oxc-parser'],
  // The other form of some packages requires its parts in a way that no bundler can follow.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [carriedJiti, loadedLate, pages, licences],
  output: { dir: 'eslint-plugin/dist', format: 'esm', cleanDir: true, codeSplitting: false },
};

/** Loaded when a config with code is read, and never else. */
const jiti: RolldownOptions = {
  input: { jiti: 'node_modules/jiti/lib/jiti.cjs' },
  platform: 'node',
  plugins: [licences],
  output: { dir: 'eslint-plugin/dist', format: 'cjs', entryFileNames: '[name].cjs' },
};

export default defineConfig([commandLine, benchmarkWorker, eslintPlugin, jiti]);
