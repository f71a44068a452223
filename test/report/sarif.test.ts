import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { describeRules } from '../../src/commands/rule-pages.ts';
import { rules } from '../../rules/index.ts';
import { sarif } from '../../src/report/sarif.ts';
import type { Report } from '../../src/report/types.ts';
import { finding, place, related } from '../findings/make.ts';
import { context, journey, report } from './report.ts';

const ajv = new Ajv({ allErrors: true, strictRequired: false, strictTypes: false });
formats.default(ajv);
/** Our own, after the text of the standard: no package of a licence that we may use holds the official one. */
const validate = ajv.compile(JSON.parse(readFileSync(new URL('sarif.schema.json', import.meta.url), 'utf8')) as object);

interface Log {
  runs: [
    {
      tool: { driver: { rules: { id: string; help: { text: string; markdown: string }; fullDescription: { text: string } }[] } };
      invocations: [{ toolExecutionNotifications: { message: { text: string }; locations?: { physicalLocation: { artifactLocation: { uri: string; index: number } } }[] }[] }];
      originalUriBaseIds: Record<string, { uri: string }>;
      results: {
        ruleId: string;
        ruleIndex?: number;
        level: string;
        message: { text: string; markdown: string };
        locations: [{ physicalLocation: { artifactLocation: { uri: string; index: number }; region: object } }];
        relatedLocations?: { id: number; message: { text: string } }[];
        codeFlows?: [{ threadFlows: [{ locations: { location: { message: { text: string }; physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }; executionOrder: number }[] }] }];
        partialFingerprints: Record<string, string>;
        suppressions: object[];
      }[];
      artifacts: { location: { uri: string } }[];
    },
  ];
}

function runOf(shown: Report, prefix = ''): Log['runs'][0] {
  const log = JSON.parse(sarif(shown, { ...context, prefix, rules: () => describeRules(rules) })) as Log;
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

const only = (over: Parameters<typeof finding>[0]): Report => ({ ...report, findings: [finding(over)] });

describe('sarif', () => {
  it('is as the standard says, and always the same', async () => {
    runOf(report);
    await expect(sarif(report, context)).toMatchFileSnapshot('./report.sarif');
  });

  it('describes every rule, with its page as text and as Markdown', () => {
    const { tool: { driver } } = runOf(report);
    expect(driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    for (const { help, fullDescription } of driver.rules) {
      expect(help.markdown).toMatch(/^## When not to use it$/m);
      expect(help.markdown).not.toMatch(/<!--|\]\((?!https:)/);
      expect(help.text).toMatch(/^When not to use it$/m);
      expect(help.text).not.toMatch(/```|\]\(|\*\*/);
      expect(fullDescription.text.length).toBeGreaterThan(60);
    }
  });

  it('points from results to rules and files', () => {
    const { results, artifacts, tool: { driver } } = runOf(report);
    expect(results).toHaveLength(report.findings.length);
    for (const { ruleId, ruleIndex, locations: [{ physicalLocation: { artifactLocation: { uri, index } } }] } of results) {
      expect(driver.rules[ruleIndex ?? -1]?.id).toBe(ruleId);
      expect(artifacts[index]?.location.uri).toBe(uri);
    }
    expect(results.map(({ partialFingerprints }) => partialFingerprints['perfLintFinding/v1'])).toEqual(report.findings.map(({ id }) => id));
  });

  it('tells the path in the order in which it runs', () => {
    const { order, ...places } = journey;
    const [result] = runOf(only(places)).results;
    const flow = result!.codeFlows![0].threadFlows[0].locations;
    expect(flow.map(({ location: { physicalLocation: { artifactLocation, region } } }) => `${artifactLocation.uri}:${region.startLine}`)).toEqual(order);
    expect(flow.map(({ executionOrder }) => executionOrder)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(result!.relatedLocations!.map(({ id, message }) => `${id} ${message.text}`)).toContain('6 so does d');
    expect(result!.message.text).toContain('Path: [runs once per row](1) > [calls b](2) > [the query runs here](3).');
  });

  it('has no path where there is one place only, also where the sink is the place itself', () => {
    expect(runOf(only({ related: [] })).results[0]!.codeFlows).toBeUndefined();
    const location = place('a.ts', 3);
    expect(runOf(only({ location, related: [related('sink', 'reads a file', location)] })).results[0]!.codeFlows).toBeUndefined();
  });

  it('keeps brackets and marks of the code out of links and formats', () => {
    const [result] = runOf(only({ message: 'rows[0](id) and __typename', related: [related('sink', 'runs rows[0]', place('b.ts', 1))] })).results;
    expect(result!.message.text).toContain('rows[0] (id)');
    expect(result!.message.text).toContain('[runs rows\\[0\\]](1)');
    expect(result!.message.markdown).toContain('rows\\[0\\](id) and \\_\\_typename');
  });

  it('percent-encodes paths', () => {
    const file = 'src/[id]/ö %20#?&:b.ts';
    const { results, originalUriBaseIds, artifacts } = runOf({ ...only({ location: place(file, 1) }), root: '/my project/ö' });
    const { uri } = results[0]!.locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe('src/%5Bid%5D/%C3%B6%20%2520%23%3F%26%3Ab.ts');
    expect(decodeURIComponent(uri)).toBe(file);
    expect(artifacts[0]!.location.uri).toBe(uri);
    expect(originalUriBaseIds['%SRCROOT%']!.uri).toBe('file:///my%20project/%C3%B6/');
    expect(runOf({ ...report, root: '/' }).originalUriBaseIds['%SRCROOT%']!.uri).toBe('file:///');
  });

  it('names files from the repository’s root, where code scanning looks for them', () => {
    const { results, originalUriBaseIds, invocations: [{ toolExecutionNotifications: [skipped] }] } = runOf({ ...report, root: '/projects/my repo/packages/api' }, 'packages/api/');
    expect(results[1]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('packages/api/src/routes/orders.ts');
    expect(skipped!.locations![0]!.physicalLocation.artifactLocation.uri).toBe('packages/api/src/broken.ts');
    expect(originalUriBaseIds['%SRCROOT%']!.uri).toBe('file:///projects/my%20repo/');
  });

  it('says what comments suppress, and what was skipped', () => {
    const { results, invocations: [{ toolExecutionNotifications: [first] }] } = runOf(report);
    expect(results.map(({ suppressions }) => suppressions.length)).toEqual(report.findings.map(({ suppressed }) => (suppressed ? 1 : 0)));
    expect(first!.message.text).toBe('Not analysed: line 3: Unexpected token');
    expect(first!.locations![0]!.physicalLocation.artifactLocation.uri).toBe('src/broken.ts');
  });

  it('holds as many results as code scanning takes, the gravest, and says how many it leaves out', () => {
    const findings = Array.from({ length: 25_002 }, (_, index) => finding({ severity: index === 25_001 ? 'error' : 'warning' }));
    const { results, invocations: [{ toolExecutionNotifications: [first] }] } = runOf({ ...report, findings });
    expect(results).toHaveLength(25_000);
    expect(results.at(-1)!.level).toBe('error');
    expect(first!.message.text).toContain('2 results');
  });
});

describe('the schema', () => {
  const change = (edit: (log: Log & Record<string, unknown>) => void): boolean => {
    const log = JSON.parse(sarif(report, context)) as Log & Record<string, unknown>;
    edit(log);
    return validate(log);
  };

  it.each<[string, (log: Log & Record<string, unknown>) => void]>([
    ['another version', (log) => (log.version = '2.0.0')],
    ['two runs', (log) => log.runs.push(log.runs[0])],
    ['a result without message', (log) => delete (log.runs[0].results[0] as Partial<Log['runs'][0]['results'][0]>).message],
    ['a path that is not encoded', (log) => (log.runs[0].artifacts[0]!.location.uri = 'a b.ts')],
    ['an absolute path', (log) => (log.runs[0].artifacts[0]!.location.uri = '/a.ts')],
    ['an unknown level', (log) => (log.runs[0].results[0]!.level = 'info')],
    ['a root without slash', (log) => (log.runs[0].originalUriBaseIds['%SRCROOT%']!.uri = 'file:///a')],
    ['a fingerprint without version', (log) => (log.runs[0].results[0]!.partialFingerprints = { perfLintFinding: '0123456789abcdef' })],
  ])('refuses %s', (_, edit) => {
    expect(change(edit)).toBe(false);
  });

  it('accepts what is not changed', () => {
    expect(change(() => undefined)).toBe(true);
  });
});
