import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, EXIT_CODES } from '../src/commands/options.ts';
import { formats } from '../src/report/index.ts';
import { rules } from '../rules/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('lists every rule with its level and its page, and no other', () => {
    const rows = [...readme.matchAll(/^\| \[([\w-]+)\]\(([^)]+)\) \| (\w+) \|/gm)].map(([, id, page, level]) => ({ id, page, level }));
    const expected = rules.map(({ id, meta }) => ({ id, page: `rules/${id}.md`, level: meta.level }));
    expect(rows.sort((a, b) => (a.id as string).localeCompare(b.id as string))).toEqual(expected);
  });

  it('links to what is there', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target as string);
    expect(targets.filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
  });

  it('lists every format, and no other', () => {
    const section = /^## Formats\n([^]*?)^## /m.exec(readme)?.[1] ?? '';
    expect([...section.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name)).toEqual(Object.keys(formats));
  });

  it('names only options and exit codes that there are', () => {
    const known = new Set(commands.flatMap(({ options }) => options.map(({ flags }) => flags.split(' ', 1)[0])));
    const named = [...readme.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag);
    expect(named.filter((flag) => !known.has(flag))).toEqual([]);
    const codes = [...readme.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(EXIT_CODES.map(([code]) => code));
  });
});
