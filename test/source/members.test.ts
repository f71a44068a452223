import { describe, expect, it } from 'vitest';
import { discover } from '../../src/source/discover.ts';
import { disk } from '../../src/source/disk.ts';
import { membersOf, onlyPackages } from '../../src/source/members.ts';
import { tree } from './trees.ts';

const FILES = {
  'package.json': '{ "workspaces": ["packages/*", "apps/**", "!packages/old"] }',
  'tsconfig.json': '{}',
  'scripts/run.ts': '',
  'root.ts': '',
  'packages/db/package.json': '{ "name": "db" }',
  'packages/db/src/a.ts': '',
  'packages/db/prisma/schema.prisma': '',
  'packages/users/package.json': '{ "name": "users", "peerDependencies": { "db": "*" } }',
  'packages/users/a.ts': '',
  'packages/mail/package.json': '{ "name": "mail", "devDependencies": { "users": "*" } }',
  'packages/mail/a.ts': '',
  'packages/old/package.json': '{ "name": "old" }',
  'packages/old/a.ts': '',
  'apps/web/package.json': '{ "name": "web", "dependencies": { "users": "workspace:*", "mail-of-others": "1" } }',
  'apps/web/a.ts': '',
  'apps/web/plugins/x/package.json': '{ "name": "x" }',
  'apps/web/plugins/x/a.ts': '',
  'apps/web/node_modules/y/package.json': '{ "name": "y" }',
};

describe('membersOf', () => {
  const of = (files: Record<string, string>) => membersOf(tree(files), disk)!;

  it('are the packages that the manifest lists, with the names that theirs give them', () => {
    expect([...of(FILES).names]).toEqual([
      ['apps/web', 'web'],
      ['apps/web/plugins/x', 'x'],
      ['packages/db', 'db'],
      ['packages/mail', 'mail'],
      ['packages/users', 'users'],
    ]);
  });

  it('depend on each other as their manifests say, through others, and in a circle too', () => {
    const members = of(FILES);
    expect([...members.dependenciesOf('apps/web')].sort()).toEqual(['packages/db', 'packages/users']);
    expect([...members.dependenciesOf('packages/db')]).toEqual([]);
    const circle = of({ ...FILES, 'packages/db/package.json': '{ "name": "db", "dependencies": { "mail": "*" } }' });
    expect([...circle.dependenciesOf('packages/db')].sort()).toEqual(['packages/mail', 'packages/users']);
  });

  it('own what no package inside them owns', () => {
    const members = of(FILES);
    expect(['apps/web/a.ts', 'apps/web/plugins/a.ts', 'apps/web/plugins/x/a.ts', 'packages/old/a.ts', 'root.ts'].map(members.around)).toEqual(['apps/web', 'apps/web', 'apps/web/plugins/x', '', '']);
  });

  it('are found by project.json in Nx, and by folder in pnpm; none are declared by a single package', () => {
    expect([...of({ 'nx.json': '{}', 'libs/a/project.json': '{}', 'libs/b/package.json': '{ "name": "b" }' }).names.keys()]).toEqual(['libs/a']);
    expect([...of({ 'pnpm-workspace.yaml': 'packages: ["./libs/{a,b}"]', 'libs/a/package.json': '{}', 'libs/c/package.json': '{}' }).names]).toEqual([['libs/a', '']]);
    expect(membersOf(tree({ 'package.json': '{}' }), disk)).toBeUndefined();
  });
});

describe('onlyPackages', () => {
  it('lists what is in the packages, and the settings beside the way to them', () => {
    const root = tree(FILES);
    const members = membersOf(root, disk)!;
    const found = discover(root, onlyPackages(disk, root, members, new Set(['apps/web', 'packages/db'])));
    expect(found.sources).toEqual(['apps/web/a.ts', 'packages/db/src/a.ts']);
    expect(found.manifests).toEqual(['apps/web/package.json', 'package.json', 'packages/db/package.json']);
    expect(found.tsconfigs).toEqual(['tsconfig.json']);
    expect(found.schemas).toEqual(['packages/db/prisma/schema.prisma']);
  });
});
