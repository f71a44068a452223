import { describe, expect, it } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/types.ts';
import { finding, place } from '../findings/make.ts';
import { context, report } from './report.ts';
import { readXml, schemaErrors } from './xml.ts';

interface Case {
  '@name': string;
  '@classname': string;
  failure?: { '@type': string; '@message': string; '#text': string };
  skipped?: { '@message': string };
}
interface Suites {
  testsuites: { '@tests': string; '@failures': string; testsuite: { '@name': string; '@tests': string; '@failures': string; testcase: Case[] }[] };
}

async function suitesOf(shown: Report): Promise<Suites['testsuites']> {
  const xml = junit(shown, context);
  expect(await schemaErrors(xml, 'junit.xsd')).toEqual([]);
  return (readXml(xml, ['testsuite', 'testcase']) as Suites).testsuites;
}

describe('junit', () => {
  it('is as CI servers read it', async () => {
    await suitesOf(report);
    await expect(junit(report, context)).toMatchFileSnapshot('./report.junit.xml');
  });

  it('has a suite for each file: one that fails for each finding, one that passes where there is none, one that was skipped', async () => {
    const { testsuite, ...counts } = await suitesOf(report);
    expect(counts).toMatchObject({ '@tests': '14', '@failures': '3' });
    const says = testsuite.map(({ '@name': file, '@tests': tests, '@failures': failures, testcase }) => `${file} ${tests}/${failures}${testcase.some(({ skipped }) => skipped) ? ' skipped' : ''}`);
    expect(says.filter((line) => !line.includes('clean'))).toEqual(['src/broken.ts 1/0 skipped', 'src/routes/export.ts 1/1', 'src/routes/orders.ts 1/1', 'src/users/repo.ts 1/1']);
    expect(says.filter((line) => line.includes('clean'))).toHaveLength(10);
  });

  it('names a case by what stays when lines move', async () => {
    const name = async (line: number): Promise<unknown> => (await suitesOf({ ...report, findings: [finding({ location: place('src/a.ts', line) })] })).testsuite.flatMap(({ testcase }) => testcase.filter(({ failure }) => failure).map((one) => one['@name']));
    expect(await name(4)).toEqual(await name(9));
  });

  it('keeps markup of the code apart, and replaces what XML has no form for', async () => {
    const message = `a < b && "c" > 'd' ]]> \u0000\u001b[2J\ud800 é注👍\ufffe`;
    const { testsuite } = await suitesOf({ ...report, targets: [], skipped: [{ file: 'src/<b>.ts', reason: 'line 1: "&"\tand\nmore' }], findings: [finding({ message })] });
    const [skipped, failed] = testsuite.flatMap(({ testcase }) => testcase).sort((a, b) => (a['@classname'] < b['@classname'] ? -1 : 1));
    const shown = `a < b && "c" > 'd' ]]> \ufffd\ufffd[2J\ufffd é注👍\ufffd`;
    expect(failed!.failure!['@message']).toBe(shown);
    expect(failed!.failure!['#text']).toContain(`${shown}.\n`);
    expect(skipped!.skipped!['@message']).toBe('Not analysed: line 1: "&"\tand\nmore');
  });

  it('says that it ran where there is nothing', async () => {
    const { testsuite } = await suitesOf({ ...report, findings: [], skipped: [], targets: ['src/a.ts'] });
    expect(testsuite.map(({ '@name': name, '@failures': failures }) => `${name} ${failures}`)).toEqual(['src/a.ts 0']);
  });
});

describe('the schema', () => {
  it.each<[string, (xml: string) => string]>([
    ['a case without class', (xml) => xml.replace(/ classname="[^"]*"/, '')],
    ['a count that is no number', (xml) => xml.replace(/failures="\d+"/, 'failures="some"')],
    ['two cases of one name', (xml) => xml.replace(/<testcase [^>]*\/>/, '$&$&')],
    ['an element that nobody reads', (xml) => xml.replaceAll('failure', 'problem')],
  ])('refuses %s', async (_, change) => {
    expect(await schemaErrors(change(junit(report, context)), 'junit.xsd')).not.toEqual([]);
  });
});
