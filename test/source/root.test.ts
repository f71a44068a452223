import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disk } from '../../src/source/disk.ts';
import { findRoot } from '../../src/source/root.ts';
import { tree } from './trees.ts';

const MANIFEST = '{ "name": "x" }';
const NPM = '{ "workspaces": ["packages/*", "!packages/old"] }';

const CASES: [string, Record<string, string>, scanned: string, root: string][] = [
  ['the folder of the package.json', { 'package.json': MANIFEST, 'src/a.ts': '' }, 'src', ''],
  ['the folder of the nearest package.json', { 'package.json': MANIFEST, 'fixtures/shop/package.json': MANIFEST, 'fixtures/shop/src/a.ts': '' }, 'fixtures/shop/src/a.ts', 'fixtures/shop'],
  ['the npm workspace of a member', { 'package.json': NPM, 'packages/a/package.json': MANIFEST, 'packages/a/src/a.ts': '' }, 'packages/a/src', ''],
  ['the workspace of a folder that is in no package', { 'package.json': NPM, 'tools/a.ts': '' }, 'tools', ''],
  ['not the workspace around a package that it does not list', { 'package.json': NPM, 'fixtures/shop/package.json': MANIFEST }, 'fixtures/shop', 'fixtures/shop'],
  ['not the workspace that takes the package out', { 'package.json': NPM, 'packages/old/package.json': MANIFEST }, 'packages/old', 'packages/old'],
  ['not the workspace of a package that lies deeper than its glob', { 'package.json': NPM, 'packages/a/example/package.json': MANIFEST }, 'packages/a/example', 'packages/a/example'],
  ['the yarn workspace in its long form', { 'package.json': '{ "workspaces": { "packages": ["libs/**"] } }', 'libs/x/y/package.json': MANIFEST }, 'libs/x/y', ''],
  ['the pnpm workspace', { 'pnpm-workspace.yaml': 'packages:\n  - "{apps,packages}/*"\n', 'apps/a/package.json': MANIFEST }, 'apps/a', ''],
  ['the lerna workspace', { 'lerna.json': '{ "packages": ["modules/*"] }', 'package.json': MANIFEST, 'modules/a/package.json': MANIFEST }, 'modules/a', ''],
  ['the rush workspace', { 'rush.json': '{ /* all */ "projects": [{ "projectFolder": "apps/a", }] }', 'apps/a/package.json': MANIFEST }, 'apps/a', ''],
  ['the Nx workspace of a project', { 'nx.json': '{}', 'libs/a/package.json': MANIFEST, 'libs/a/project.json': '{}' }, 'libs/a', ''],
  ['not the Nx workspace of anything else', { 'nx.json': '{}', 'examples/a/package.json': MANIFEST }, 'examples/a', 'examples/a'],
  ['the repository where there is no manifest', { 'repo/.git/HEAD': '', 'repo/src/a.js': '' }, 'repo/src', 'repo'],
  ['not a manifest outside the repository', { 'package.json': MANIFEST, 'repo/.git/HEAD': '', 'repo/src/a.js': '' }, 'repo/src', 'repo'],
  ['the nearest package.json when the workspace manifest is broken', { 'pnpm-workspace.yaml': 'packages: [', 'apps/a/package.json': MANIFEST }, 'apps/a', 'apps/a'],
];

it.each(CASES)('is %s', (_, files, scanned, root) => {
  const base = tree(files);
  expect(findRoot(join(base, scanned), disk)).toBe(join(base, root));
});

it('is the scanned folder itself when nothing marks one', () => {
  // The repository ends the search, so that the result does not hang on what lies above the temporary folder.
  const base = tree({ '.git/HEAD': '', 'a/b/c.ts': '' });
  expect(findRoot(join(base, 'a/b'), { ...disk, kind: (path) => (path.includes('.git') || path.endsWith('package.json') ? undefined : disk.kind(path)) })).toBe(join(base, 'a/b'));
});
