import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import { groupFindings } from '../../src/findings/group.ts';
import { engine } from '../../src/project/engine.ts';
import { fixturesDir } from '../fixtures/expectations.ts';

describe('places that lack one index', async () => {
  const { findings } = await scan({ paths: [path.join(fixturesDir, 'seldom')], rules: ['missing-index=error'] }, engine);
  const shown = findings.filter(({ rule, severity }) => rule === 'missing-index' && severity !== 'info');
  const groups = groupFindings(shown).map(({ lead, others }) => [lead, ...others]);
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
