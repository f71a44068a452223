import { describe, expect, it } from 'vitest';
import { codeOwners, readCodeOwners } from '../../src/source/code-owners.ts';
import { disk } from '../../src/source/disk.ts';
import { project } from '../commands/project.ts';

describe('CODEOWNERS', () => {
  const owners = readCodeOwners(['# who', '*  @acme/all', '/src/db/ @acme/database ada@example.org # two', '*.sql @acme/database', '/src/db/free.ts', 'docs/my\\ file.md @writer'].join('\n'));

  it.each([
    ['a.ts', ['@acme/all']],
    ['src/db/index.ts', ['@acme/database', 'ada@example.org']],
    ['x/y.sql', ['@acme/database']],
    ['src/db/free.ts', []],
    ['docs/my file.md', ['@writer']],
  ])('%s belongs to %j: the last pattern counts', (file, expected) => {
    expect(owners(file)).toEqual(expected);
  });

  it('has sections, with owners of their own', () => {
    const sections = readCodeOwners('* @acme/all\n[Database][2] @acme/database\n*.sql\n/db/ @dba\n^[Docs]\n*.md @writer\n');
    expect(sections('x.sql')).toEqual(['@acme/all', '@acme/database']);
    expect(sections('db/x.ts')).toEqual(['@acme/all', '@dba']);
    expect(sections('x.md')).toEqual(['@acme/all', '@writer']);
  });

  it('is that of the repository around the root, where a forge looks first', () => {
    const root = project({ '.git/HEAD': '', 'CODEOWNERS': '* @late', '.github/CODEOWNERS': '/api/src/ @api', 'api/package.json': '{}' });
    expect(codeOwners(`${root}/api`, disk)('src/a.ts')).toEqual(['@api']);
    expect(codeOwners(root, disk)('src/a.ts')).toEqual([]);
    expect(codeOwners(`${root}/api`, disk)('../slow.log')).toEqual([]);
    expect(codeOwners(root, disk)('/tmp/slow.log')).toEqual([]);
    expect(codeOwners(project({ 'a.ts': '' }), disk)('a.ts')).toEqual([]);
  });
});
