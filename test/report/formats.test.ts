import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/index.ts';
import type { FormatName } from '../../src/report/index.ts';
import { finding, place, related } from '../findings/make.ts';
import { context, report } from './report.ts';

/** Who reads a format, and so whether it has suppressed findings and whose paths it has: those of the repository or of the scanned root. */
const READERS: Record<FormatName, { suppressed: boolean; paths: 'repository' | 'root' }> = {
  stylish: { suppressed: false, paths: 'root' },
  json: { suppressed: true, paths: 'root' },
  sarif: { suppressed: true, paths: 'repository' },
  github: { suppressed: false, paths: 'repository' },
  gitlab: { suppressed: false, paths: 'repository' },
  junit: { suppressed: false, paths: 'repository' },
  checkstyle: { suppressed: false, paths: 'repository' },
  html: { suppressed: false, paths: 'repository' },
  markdown: { suppressed: false, paths: 'repository' },
  agent: { suppressed: false, paths: 'root' },
};

describe.each(Object.entries(formats))('%s', (name, format) => {
  const { suppressed, paths } = READERS[name as FormatName];
  const only = (...findings: ReturnType<typeof finding>[]) => ({ ...report, findings, skipped: [], targets: [] });

  it(`${suppressed ? 'has' : 'leaves out'} what a comment in the code silences`, async () => {
    expect((await format(only(finding({ location: place('src/silenced.ts', 1), suppressed: true })), context)).includes('src/silenced.ts')).toBe(suppressed);
    expect(await format(only(finding({ location: place('src/silenced.ts', 1) })), context)).toContain('src/silenced.ts');
  });

  it(`names files from the root of the ${paths === 'root' ? 'scan' : 'repository'}`, async () => {
    const text = await format(only(finding({ location: place('src/a.ts', 1), related: [related('sink', 'runs here', place('src/b.ts', 2))] })), { ...context, prefix: 'packages/api/' });
    const named = text.match(/[\w./]*src\/[ab]\.ts/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named.map((file) => file.slice(0, file.indexOf('src/'))))]).toEqual([paths === 'root' ? '' : 'packages/api/']);
  });

  it('says the same twice, in whole lines, without colours where none are asked for', async () => {
    const text = await format(report, context);
    expect(await format(report, context)).toBe(text);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toContain('\u001b');
  });
});
