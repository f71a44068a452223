import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { fixturesDir } from '../fixtures/expectations.ts';

const root = path.join(fixturesDir, 'indexes-sequelize');
const lines = readFileSync(path.join(root, 'src/handed.ts'), 'utf8').split('\n');

/** Lines of the file that hold a text, from 1. */
function linesWith(text: string): number[] {
  return lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
}

describe('who asks by way of a function that only runs the query', async () => {
  const { findings } = await scan({ paths: [root], rules: ['missing-index=error'] }, engine);
  const related = (text: string) =>
    findings.filter(({ rule, location }) => rule === 'missing-index' && location.file.endsWith('handed.ts') && linesWith(text).includes(location.line)).map((finding) => finding.related.map(({ line, message }) => ({ line, message })));

  it('is the caller that gives the value which no index serves, and none of the others', () => {
    expect(related('return StatusReport.count({ where: { ...where, badge: { [Op.ne]: \'void\' } } }); // expect')).toEqual([[{ line: linesWith('compare({ member }')[0], message: 'member is given here' }]]);
  });

  it('is who calls it, where the values of a text are its parameters', () => {
    expect(related('SELECT SUM(size)')).toEqual([[{ line: linesWith('return totalSize(shiftId)')[0], message: 'calls totalSize' }]]);
  });
});
