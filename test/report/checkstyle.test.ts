import { describe, expect, it } from 'vitest';
import { checkstyle } from '../../src/report/checkstyle.ts';
import { finding, place } from '../findings/make.ts';
import { context, report } from './report.ts';
import { readXml, schemaErrors } from './xml.ts';

interface Checkstyle {
  checkstyle: { file: { '@name': string; error: Record<string, string>[] }[] };
}

function filesOf(xml: string): Checkstyle['checkstyle']['file'] {
  return (readXml(xml, ['file', 'error']) as Checkstyle).checkstyle.file;
}

describe('checkstyle', () => {
  it('is as Checkstyle writes it', async () => {
    const xml = checkstyle(report, context);
    await expect(xml).toMatchFileSnapshot('./report.checkstyle.xml');
    expect(await schemaErrors(xml, 'checkstyle.xsd')).toEqual([]);
    expect(filesOf(xml).map(({ '@name': file, error }) => `${file} ${error.map((one) => `${one['@line']} ${one['@severity']} ${one['@source']}`).join(', ')}`)).toEqual([
      'src/routes/export.ts 1 error perf-lint.n-plus-one',
      'src/routes/orders.ts 4 error perf-lint.n-plus-one',
      'src/users/repo.ts 1 warning perf-lint.sync-io-in-async',
    ]);
  });

  it('keeps markup and line breaks of the code as they are', async () => {
    const message = 'a < "b" & c\n\td\u0007';
    const xml = checkstyle({ ...report, findings: [finding({ message, location: place('src/"a".ts', 1) })] }, context);
    expect(await schemaErrors(xml, 'checkstyle.xsd')).toEqual([]);
    const [file] = filesOf(xml);
    expect([file!['@name'], file!.error[0]!['@message']]).toEqual(['src/"a".ts', 'a < "b" & c\n\td\ufffd. Read them at once.']);
  });

  it('is a document without files where there is nothing', async () => {
    const xml = checkstyle({ ...report, findings: [] }, context);
    expect(await schemaErrors(xml, 'checkstyle.xsd')).toEqual([]);
    expect(xml).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3"/>\n');
  });
});

describe('the schema', () => {
  it.each<[string, (xml: string) => string]>([
    ['a severity that Checkstyle does not know', (xml) => xml.replace('severity="error"', 'severity="note"')],
    ['a line 0', (xml) => xml.replace('line="1"', 'line="0"')],
    ['a file twice', (xml) => xml.replace('</checkstyle>', '<file name="src/users/repo.ts"/></checkstyle>')],
    ['a text that is not escaped', (xml) => xml.replace('message="', 'message="<')],
  ])('refuses %s', async (_, change) => {
    expect(await schemaErrors(change(checkstyle(report, context)), 'checkstyle.xsd')).not.toEqual([]);
  });
});
