import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engine } from '../../src/project/engine.ts';
import { scan } from '../../src/commands/scan.ts';
import { rules } from '../../rules/index.ts';
import { packagesOf, readPage, type Example } from './page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ids = rules.map(({ id }) => id);
const pages = new Map(
  readdirSync(path.join(root, 'rules'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => [path.basename(file, '.md'), readFileSync(path.join(root, 'rules', file), 'utf8')] as const),
);

const examples = [...pages].flatMap(([id, text]) => readPage(text).examples.map((example) => ({ id, ...example })));

/** Writes an example to a folder of its own and scans it as a user would, without options. */
async function scanExample({ files }: Example): Promise<Awaited<ReturnType<typeof scan>>> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-lint-page-')));
  try {
    const dependencies = Object.fromEntries(packagesOf(files).map((name) => [name, '*']));
    const all = { 'package.json': JSON.stringify({ name: 'example', private: true, dependencies }), ...files };
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    return await scan({ cwd: folder, config: false }, engine);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('rule pages', { timeout: 30_000 }, () => {
  it('exist for every rule, and for nothing else', () => {
    expect([...pages.keys()].sort()).toEqual([...ids].sort());
  });

  it('and README.md say what the rules say', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/generate-index.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(stderr.replace(/^npm warn.*\n/gm, '')).toBe('');
    expect(status).toBe(0);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('the page of %s', (id, { meta }) => {
  const text = pages.get(id) ?? '';
  const page = readPage(text);

  it('has the parts that every page has', () => {
    expect(text.split('\n', 1)[0]).toBe(`# ${id}`);
    expect(page.head).toContain(meta.description);
    expect(page.headings.filter((heading) => heading.startsWith('## '))).toEqual(['## Why', '## Examples', '## When not to use it', '## Options', '## How it decides']);
  });

  it('gives a source for each figure, in its section Why', () => {
    const why = text.slice(text.indexOf('## Why'), text.indexOf('## Examples'));
    expect(why).toMatch(/\d/);
    const paragraphs = why.split('\n\n').filter((paragraph) => /\d/.test(paragraph.replace(/\]\([^)]*\)/g, '')));
    expect(paragraphs.filter((paragraph) => !paragraph.includes('](http'))).toEqual([]);
  });

  it('shows what is wrong and what is right, and nothing that no test runs', () => {
    expect(page.unknownBlocks).toEqual([]);
    expect(new Set(page.examples.map(({ kind }) => kind))).toEqual(new Set(['wrong', 'right']));
    expect(page.examples.filter(({ files }) => Object.keys(files).length === 0)).toEqual([]);
  });

  it('names every option with its default', () => {
    const { properties = {} } = z.toJSONSchema(meta.options, { io: 'input' });
    const options = text.slice(text.indexOf('## Options'), text.indexOf('## How it decides'));
    for (const [name, schema] of Object.entries(properties)) expect(options).toContain(`| \`${name}\` | \`${JSON.stringify((schema as { default?: unknown }).default)}\` |`);
    expect([...options.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(Object.keys(properties));
  });
});

describe('blocks of rule pages', { timeout: 30_000 }, () => {
  it.each(examples.filter(({ kind }) => kind === 'wrong'))('$id ❌ $title', async (example) => {
    const { findings, skipped, internalErrors } = await scanExample(example);
    expect({ skipped, internalErrors }).toEqual({ skipped: [], internalErrors: [] });
    expect(findings.map(({ rule }) => rule)).toContain(example.id);
  });

  it.each(examples.filter(({ kind }) => kind === 'right'))('$id ✅ $title', async (example) => {
    const { findings, skipped, internalErrors } = await scanExample(example);
    expect({ skipped, internalErrors }).toEqual({ skipped: [], internalErrors: [] });
    expect(findings.filter(({ suppressed }) => !suppressed).map(({ rule, location, message }) => `${rule} ${location.file}:${location.line} ${message}`)).toEqual([]);
  });
});
