import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { describe, expect, it } from 'vitest';
import type { FileFacts } from '../../src/facts/types.ts';
import { readSource } from '../../src/source/read.ts';
import type { Source } from '../../src/source/types.ts';
import { tree } from './trees.ts';

/** Every module specifier of a file: imports, re-exports, `import()`, `require()`. */
function specifiers(facts: FileFacts): string[] {
  const found = new Set(facts.imports.map(({ specifier }) => specifier));
  for (const fact of facts.exports) if ('specifier' in fact) found.add(fact.specifier);
  for (const { kind, callee, args } of facts.calls) {
    const [first] = args;
    const loads = kind === 'import' || (callee.kind === 'name' && callee.name === 'require');
    if (loads && first?.kind === 'literal' && typeof first.value === 'string') found.add(first.value);
  }
  return [...found].sort();
}

/** What each specifier of each file means. */
function resolutions({ files, resolve }: Source): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [file, { facts }] of files) for (const specifier of specifiers(facts)) all[`${file} < ${specifier}`] = resolve(specifier, file) ?? 'external';
  return all;
}

const WORKSPACE = 'fixtures/workspace';
const PACKAGES = ['core', 'db', 'format', 'legacy', 'utils'];

function bareWorkspace(): string {
  const root = tree({});
  cpSync(WORKSPACE, root, { recursive: true });
  return root;
}

/** As a package manager leaves it: links to the packages, and published ones in full. */
function install(root: string): void {
  mkdirSync(join(root, 'apps/api/node_modules/@acme'), { recursive: true });
  for (const name of PACKAGES) symlinkSync(`../../../../packages/${name}`, join(root, 'apps/api/node_modules/@acme', name));
  const published = { 'node_modules/express': 'express', 'packages/db/node_modules/@prisma/client': '@prisma/client', 'node_modules/@tsconfig/node20': '@tsconfig/node20' };
  for (const [folder, name] of Object.entries(published)) {
    write(root, `${folder}/package.json`, `{ "name": "${name}", "main": "index.js" }`);
    write(root, `${folder}/index.js`, 'module.exports = {};');
  }
  write(root, 'node_modules/@tsconfig/node20/tsconfig.json', '{ "compilerOptions": { "baseUrl": ".", "paths": { "@acme/*": ["./nowhere/*"] } } }');
}

/** As the compiler leaves it: JavaScript and declarations in the folders that the manifests name. */
function build(root: string): void {
  const outputs = { 'apps/api/src': 'apps/api/dist', 'packages/core/src': 'packages/core/dist/src', 'packages/db/src': 'packages/db/dist', 'packages/format/src': 'packages/format/lib' };
  for (const [from, to] of Object.entries(outputs)) {
    for (const file of readdirSync(join(root, from), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
      write(root, join(to, file.replace(/\.ts$/, '.js')), readFileSync(join(root, from, file), 'utf8').replace(/: [A-Z]\w+/g, ''));
      write(root, join(to, file.replace(/\.ts$/, '.d.ts')), 'export {};');
    }
  }
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('a workspace', () => {
  const EXPECTED = {
    'apps/api/src/bin/import.ts < ../import.js': 'apps/api/src/import.ts',
    'apps/api/src/main.ts < ./audit': 'apps/api/src/audit.ts',
    'apps/api/src/main.ts < ./import': 'apps/api/src/import.ts',
    'apps/api/src/main.ts < ./orders/index.js': 'apps/api/src/orders/index.ts',
    'apps/api/src/main.ts < @/auth': 'apps/api/src/auth.ts',
    'apps/api/src/main.ts < @acme/core': 'packages/core/src/index.ts',
    'apps/api/src/main.ts < @acme/core/jobs/queue': 'packages/core/src/jobs/queue.ts',
    'apps/api/src/main.ts < @acme/core/mail': 'packages/core/src/mail/index.ts',
    'apps/api/src/main.ts < @acme/core/src/db': 'packages/core/src/db.ts',
    'apps/api/src/main.ts < @acme/db': 'packages/db/src/index.ts',
    'apps/api/src/main.ts < @acme/format': 'packages/format/src/money.ts',
    'apps/api/src/main.ts < @acme/legacy': 'packages/legacy/lib/index.js',
    'apps/api/src/main.ts < @acme/utils': 'packages/utils/index.ts',
    'apps/api/src/main.ts < @acme/utils/retry': 'packages/utils/src/retry.ts',
    'apps/api/src/main.ts < @settings': 'apps/api/src/settings/index.ts',
    'apps/api/src/main.ts < express': 'external',
    'apps/api/src/orders/index.ts < @acme/db': 'packages/db/src/index.ts',
    'apps/mobile/plugins/network.js < node:fs': 'external',
    'packages/core/src/index.ts < #text/trim': 'packages/core/src/text/trim.ts',
    'packages/db/src/client.ts < @prisma/client': 'external',
    'packages/db/src/index.ts < ./client.js': 'packages/db/src/client.ts',
    'packages/db/src/index.ts < ./users.js': 'packages/db/src/users.ts',
    'packages/db/src/users.ts < ./client.js': 'packages/db/src/client.ts',
    'packages/legacy/lib/index.js < ./version': 'packages/legacy/lib/version.js',
  };
  const BIN = ['apps/api/src/bin/import.ts'];

  it.each<[string, ((root: string) => void)[]]>([
    ['as it was checked out', []],
    ['installed', [install]],
    ['built', [build]],
    ['installed and built', [install, build]],
  ])('resolves %s', (_, steps) => {
    const root = bareWorkspace();
    for (const step of steps) step(root);
    const source = readSource({ paths: [root] });
    expect(resolutions(source)).toEqual(EXPECTED);
    expect(source.packages.flatMap(({ bin }) => bin)).toEqual(BIN);
    expect(source.skipped).toEqual([]);
    expect([...source.models]).toEqual(['User', 'Order']);
  });
});

/** Resolves one specifier in a tree of empty files; a manifest or config may be an object. */
function resolveIn(files: Record<string, unknown>, specifier: string, fromFile: string): string | undefined {
  const written = Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? content : JSON.stringify(content)]);
  const root = tree({ [fromFile]: '', ...Object.fromEntries(written) });
  return readSource({ root, paths: [root] }).resolve(specifier, fromFile);
}

const empty = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));

describe('a path', () => {
  it.each([
    ['./a', ['a.ts', 'a/index.ts'], 'a.ts'],
    ['./a', ['a.tsx', 'a/index.ts'], 'a.tsx'],
    ['./a/', ['a/index.js'], 'a/index.js'],
    ['./a.js', ['a.ts'], 'a.ts'],
    ['./a.js', ['a.jsx'], 'a.jsx'],
    ['./a.jsx', ['a.tsx'], 'a.tsx'],
    ['./a.mjs', ['a.mts'], 'a.mts'],
    ['./a.cjs', ['a.cts'], 'a.cts'],
    ['./a.ts', ['a.ts'], 'a.ts'],
    ['./a.service', ['a.service.ts'], 'a.service.ts'],
    ['./a.js', ['a.js.ts'], 'a.js.ts'],
    ['.', ['index.ts'], 'index.ts'],
    ['./worker?worker', ['worker.ts'], 'worker.ts'],
    ['./a', ['a.json', 'a.css'], undefined],
    ['./a', ['a.json', 'a.d.ts'], 'a.d.ts'],
    ['./a.js', ['a.d.ts', 'b.ts'], 'a.d.ts'],
    ['./a', ['a.d.ts', 'a.vue'], 'a.vue'],
    ['./a', ['a.d.ts', 'a/index.ts'], 'a/index.ts'],
    ['./a', ['a/index.d.ts'], 'a/index.d.ts'],
    ['../a', ['a.ts'], undefined],
  ])('%s among %j is %s', (specifier, paths, expected) => {
    expect(resolveIn(empty(...paths), specifier, 'from.ts')).toBe(expected);
  });

  it('to a folder with a manifest means its entry', () => {
    expect(resolveIn({ 'lib/package.json': { main: 'main.js' }, ...empty('lib/main.ts', 'lib/index.ts') }, './lib', 'from.ts')).toBe('lib/main.ts');
  });

  it('through a link means the file behind it', () => {
    const root = tree(empty('shared/a.ts', 'app/b.ts'));
    symlinkSync('../shared', join(root, 'app/shared'));
    expect(readSource({ root, paths: [root] }).resolve('./shared/a', 'app/b.ts')).toBe('shared/a.ts');
  });

  it('to output means its source', () => {
    expect(resolveIn({ 'package.json': {}, ...empty('src/a.ts') }, '../dist/a.js', 'scripts/from.ts')).toBe('src/a.ts');
  });
});

describe('a package of the project', () => {
  const npm = { workspaces: ['packages/*'] };
  const from = 'packages/app/a.ts';

  it.each<[string, object, string[], string, string | undefined]>([
    ['main that is there', { main: './main.js' }, ['main.js', 'src/index.ts'], 'db', 'main.js'],
    ['main in dist', { main: 'dist/index.js' }, ['src/index.ts'], 'db', 'src/index.ts'],
    ['main in dist, sources beside it', { main: 'dist/db.js' }, ['db.ts'], 'db', 'db.ts'],
    ['main in a folder for a format', { main: './dist/cjs/index.cjs' }, ['src/index.ts'], 'db', 'src/index.ts'],
    ['main in build', { main: 'build/server.js' }, ['src/server.ts'], 'db', 'src/server.ts'],
    ['types alone', { types: './dist/index.d.ts' }, ['src/index.tsx'], 'db', 'src/index.tsx'],
    ['source before main', { source: './source/a.ts', main: 'main.js' }, ['source/a.ts', 'main.js'], 'db', 'source/a.ts'],
    ['a bundle that no source is named after', { main: 'dist/bundle-x.cjs' }, ['src/index.ts'], 'db', 'src/index.ts'],
    ['no entry', {}, ['index.js'], 'db', 'index.js'],
    ['exports before main', { exports: './src/exported.ts', main: './main.js' }, ['src/exported.ts', 'main.js'], 'db', 'src/exported.ts'],
    ['a subpath without exports', {}, ['users.ts'], 'db/users', 'users.ts'],
    ['a subpath into dist', {}, ['src/users/index.ts'], 'db/dist/users', 'src/users/index.ts'],
    ['a subpath that exports does not list', { exports: { '.': './src/index.ts' } }, ['src/index.ts', 'src/users.ts'], 'db/src/users', 'src/users.ts'],
    ['a trailing slash', { main: 'dist/index.js' }, ['src/index.ts'], 'db/', 'src/index.ts'],
    ['nothing to be found', { main: 'dist/index.js' }, ['assets/a.ts'], 'db', undefined],
  ])('is found by its manifest: %s', (_, manifest, paths, specifier, expected) => {
    const files = { 'package.json': npm, 'packages/db/package.json': { name: 'db', ...manifest }, ...empty(...paths.map((path) => `packages/db/${path}`)) };
    expect(resolveIn(files, specifier, from)).toBe(expected && `packages/db/${expected}`);
  });

  it('maps outDir to rootDir, also through extends', () => {
    const files = {
      'package.json': npm,
      'packages/db/package.json': { name: 'db', main: 'generated-js/index.js' },
      'packages/db/tsconfig.json': { extends: './tsconfig.base.json' },
      'packages/db/tsconfig.base.json': { compilerOptions: { outDir: 'generated-js', rootDir: 'code' } },
      ...empty('packages/db/code/index.ts'),
    };
    expect(resolveIn(files, 'db', from)).toBe('packages/db/code/index.ts');
  });

  it('knows itself by name, and its own names by imports', () => {
    const files = { 'package.json': { name: 'me', imports: { '#db': { default: './dist/db.js' }, '#other': 'published' } }, ...empty('src/db.ts') };
    expect(resolveIn(files, 'me/src/db', 'a.ts')).toBe('src/db.ts');
    expect(resolveIn(files, '#db', 'a.ts')).toBe('src/db.ts');
    expect(resolveIn(files, '#other', 'a.ts')).toBeUndefined();
  });

  it('is not one that is only named like a published one that is depended on', () => {
    const example = { 'examples/x/package.json': { name: 'lodash' }, ...empty('examples/x/index.js') };
    expect(resolveIn({ 'package.json': { dependencies: { lodash: '^4.0.0' } }, ...example }, 'lodash', 'a.ts')).toBeUndefined();
    expect(resolveIn({ 'package.json': {}, ...example }, 'lodash', 'a.ts')).toBe('examples/x/index.js');
  });

  it('is one that a dependency names by path, under the name it gives', () => {
    const files = { 'server/package.json': { dependencies: { shared: 'file:../common' } }, 'common/package.json': { name: 'common-code' }, ...empty('common/index.ts') };
    expect(resolveIn(files, 'shared', 'server/a.ts')).toBe('common/index.ts');
  });

  it('is a member of a workspace that lies in a folder of the project', () => {
    const files = { 'web/package.json': npm, 'web/packages/ui/package.json': { name: 'ui' }, 'web/packages/app/package.json': { dependencies: { ui: '*' } }, ...empty('web/packages/ui/index.ts') };
    expect(resolveIn(files, 'ui', 'web/packages/app/a.ts')).toBe('web/packages/ui/index.ts');
  });
});

describe('a path from a root', () => {
  it('is found by baseUrl', () => {
    expect(resolveIn({ 'tsconfig.json': { compilerOptions: { baseUrl: 'src' } }, ...empty('src/db/users.ts') }, 'db/users', 'src/a.ts')).toBe('src/db/users.ts');
  });

  it('is found without any setting, from the package or the root', () => {
    const files = { 'app/package.json': { dependencies: { lodash: '4' } }, ...empty('app/src/a.ts', 'server/b.js', 'app/lodash/fp.ts') };
    expect(resolveIn(files, 'src/a', 'app/x/from.ts')).toBe('app/src/a.ts');
    expect(resolveIn(files, 'server/b', 'app/x/from.ts')).toBe('server/b.js');
    expect(resolveIn(files, '@/a', 'app/x/from.ts')).toBe('app/src/a.ts');
    expect(resolveIn(files, '~/x/from', 'app/x/from.ts')).toBe('app/x/from.ts');
    expect(resolveIn(files, '/x/from', 'app/x/from.ts')).toBe('app/x/from.ts');
    expect(resolveIn(files, 'lodash/fp', 'app/x/from.ts')).toBeUndefined();
  });

  it('is not what a package name or a module of Node means', () => {
    const files = empty('express.ts', 'fs/promises.ts', 'node_modules/express/index.js');
    expect(resolveIn(files, 'express', 'a.ts')).toBeUndefined();
    expect(resolveIn(files, 'fs/promises', 'a.ts')).toBeUndefined();
    expect(resolveIn(files, 'node:fs', 'a.ts')).toBeUndefined();
  });
});

it('agrees with oxc-resolver wherever that finds a file of this project', () => {
  const source = readSource({ root: '.', paths: ['src'] });
  const oxc = new ResolverFactory({ tsconfig: 'auto', extensions: ['.ts', '.js'] });
  let compared = 0;
  for (const [file, { facts }] of source.files) {
    for (const specifier of specifiers(facts)) {
      const { path } = oxc.resolveFileSync(join(source.root, file), specifier);
      const expected = path && relative(source.root, path).split('\\').join('/');
      if (expected === undefined || !source.files.has(expected)) continue;
      expect(`${specifier} from ${file} is ${source.resolve(specifier, file)}`).toBe(`${specifier} from ${file} is ${expected}`);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(100);
});
