import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import { groupFindings } from '../../src/findings/group.ts';
import { engine } from '../../src/project/engine.ts';
import { fixturesDir } from '../fixtures/expectations.ts';

/** The groups of a rule in a fixture. */
async function groupsIn(fixture: string, id: string) {
  const { findings } = await scan({ paths: [path.join(fixturesDir, fixture)], rules: [`${id}=error`] }, engine);
  return groupFindings(findings.filter(({ rule, severity }) => rule === id && severity !== 'info')).map(({ lead, others }) => [lead, ...others]);
}

describe('places that lack one index', async () => {
  const groups = await groupsIn('seldom', 'missing-index');
  const groupWith = (text: string) => groups.filter((members) => members.some(({ message }) => message.includes(text))).map((members) => members.map(({ location }) => path.basename(location.file)).sort());

  it('are one group, in whatever file they lie', () => {
    expect(groupWith('prisma.member.findFirst by email')).toEqual([['ends.ts', 'members-router.ts', 'members-router.ts', 'members-router.ts', 'members.ts', 'support.ts', 'support.ts']]);
  });

  it('are one group where one of them asks by a further column', () => {
    expect(groupWith('prisma.token.findFirst by memberId and secret')).toEqual(groupWith('prisma.token.count by memberId'));
    expect(groupWith('prisma.token.count by memberId')).toHaveLength(1);
  });

  it('are none where the first column is another one', () => {
    expect(groupWith('prisma.token.deleteMany by writtenAt')).not.toEqual(groupWith('prisma.token.count by memberId'));
  });
});

describe('waits in a transaction that a function opens for what it is given', async () => {
  const groups = await groupsIn('transactions', 'io-in-transaction');
  const symbols = groups.map((members) => members.map(({ location, key }) => `${path.basename(location.file)} ${key.symbol.split('.')[0]}`)).filter(([first]) => first!.startsWith('shared.ts'));

  it('are one group where the transaction is the work of the function, and one each where it is theirs', () => {
    expect(symbols).toEqual([['shared.ts byBank', 'shared.ts byOffice'], ['shared.ts first'], ['shared.ts second']]);
  });
});

describe('foreign keys without an index', async () => {
  const groups = await groupsIn('indexes', 'unindexed-foreign-key');
  const tables = groups.map((members) => members.map(({ key }) => key.symbol));

  it('that lead to one table are one group, and those that lead to another one are another', () => {
    expect(tables).toEqual([['Invoice', 'Receipt'], ['ParcelSettings'], ['Charge']]);
  });
});
