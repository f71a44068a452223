import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engine } from '../src/project/engine.ts';
import { scan } from '../src/commands/scan.ts';
import { configSchema } from '../src/config/schema.ts';
import { project } from './commands/project.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/config.md'), 'utf8');
const blocks = [...page.matchAll(/^```(json|ts)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));

/** What the examples extend and import. */
const BESIDE = {
  'package.json': '{ "name": "x", "dependencies": { "@acme/db": "*" } }',
  'node_modules/@acme/perf-lint-config/package.json': '{ "name": "@acme/perf-lint-config", "main": "config.json" }',
  'node_modules/@acme/perf-lint-config/config.json': '{}',
  'config/perf-lint.base.json': '{}',
  'src/report.ts': `import { table } from '@acme/db';
const customers = table('customers');
export async function report(rows: { customer: string }[]) {
  for (const order of rows) await customers.byKey(order.customer);
}
`,
};

describe('docs/config.md', () => {
  it('has an example of each key that needs one', () => {
    const missing = Object.keys(configSchema.shape).filter((key) => key !== 'include' && !blocks.some(({ text }) => text.includes(`"${key}"`)));
    expect(missing).toEqual([]);
  });

  it.each(blocks)('has an example that works: $text', async ({ language, text }) => {
    const root = project({ ...BESIDE, [`perf-lint.config.${language}`]: text });
    const { findings, notes } = await scan({ cwd: root }, engine);
    expect(notes).toEqual([]);
    expect(findings.map(({ rule, help }) => `${rule}: ${help}`)).toEqual(text.includes('libraries') ? [expect.stringMatching(/^n-plus-one: .*byKeys/)] : []);
  });

  it('has a row for each key', () => {
    const rows = [...page.slice(page.indexOf('## Keys'), page.indexOf('## extends')).matchAll(/^\| `([$\w]+)` \|/gm)].map(([, key]) => key);
    expect(rows).toEqual(Object.keys(configSchema.shape));
  });
});
