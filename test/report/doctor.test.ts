import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Checkup } from '../../src/report/doctor-types.ts';
import { doctorJson, doctorText } from '../../src/report/doctor.ts';

const checkup: Checkup = {
  versions: { 'perf-lint': '1.2.3', node: '20.0.0', parser: 'oxc-parser 0.1.0', platform: 'linux x64' },
  root: { path: '/project', because: 'it has the nearest package.json, which no workspace above it lists' },
  config: {
    file: 'perf-lint.config.json',
    include: null,
    exclude: ['gen/**'],
    rules: [
      { id: 'n-plus-one', level: 'warning', options: { maxConstant: 3 }, changed: true },
      { id: 'sync-io-in-async', level: 'error', options: {}, changed: false },
    ],
    libraries: ['our-orm'],
    settings: { severity: 'info' },
  },
  packages: { count: 3, databases: [{ dir: '', name: 'app', known: ['@prisma/client'], unknown: ['mysql'] }, { dir: 'packages/b', name: '', known: [], unknown: ['mysql'] }] },
  files: { read: 40, targets: 38, closed: 5, skipped: [{ file: 'src/broken.ts', reason: 'syntax error at 3:1: Unexpected token' }], reasons: [{ reason: 'syntax error', count: 1 }] },
  schemas: {
    files: ['prisma/schema.prisma'],
    models: 2,
    declared: [
      { dir: '', engine: 'postgresql', readers: ['prisma', 'sql'], tables: 2, indexes: 3, complete: true },
      { dir: 'packages/b', engine: null, readers: ['sequelize'], tables: 1, indexes: 1, complete: false },
    ],
  },
  entries: { request: 12, job: 3 },
  queries: {
    total: 20,
    resolved: { followed: 15, byShape: 2 },
    unresolved: 3,
    share: 0.15,
    shapes: [
      {
        shape: 'ctx.<x>.<y>.findMany',
        count: 3,
        reasons: [
          { kind: 'parameter', detail: 'ctx', count: 2, examples: [{ file: 'src/a.ts', line: 4 }, { file: 'src/b.ts', line: 9 }] },
          { kind: 'package', detail: 'some-orm', count: 1, examples: [{ file: 'src/c.ts', line: 1 }] },
        ],
      },
    ],
  },
  notes: [],
};

describe('doctor', () => {
  it('answers one question in each section', async () => {
    await expect(doctorText(checkup, { colors: false, verbose: false })).toMatchFileSnapshot('./doctor.txt');
  });

  it('lists all when verbose', () => {
    const text = doctorText(checkup, { colors: false, verbose: true });
    expect(text).toContain('src/broken.ts: syntax error at 3:1: Unexpected token');
    expect(text).toContain('sync-io-in-async: error');
  });

  it('counts the shapes and reasons that it does not print, but not when verbose', () => {
    const [shape] = checkup.queries.shapes;
    const shapes = Array.from({ length: 20 }, (_, index) => ({ ...shape!, shape: `shape${index}.find` }));
    const reasons = Array.from({ length: 6 }, (_, index) => ({ kind: 'type', detail: `T${index}`, count: 1, examples: [] }));
    const many = { ...checkup, queries: { ...checkup.queries, shapes: [{ ...shape!, reasons }, ...shapes] } };
    expect(doctorText(many, { colors: false, verbose: false })).toMatch(/2 × for other reasons[^]*18 more of other shapes \(--verbose lists them\)/);
    expect(doctorText(many, { colors: false, verbose: true })).toMatch(/the type T5 leads[^]*shape19\.find/);
  });

  it('says that there is nothing', () => {
    const empty = { ...checkup, packages: { count: 1, databases: [] }, entries: {}, schemas: { files: [], models: 0, declared: [] }, queries: { ...checkup.queries, total: 0, unresolved: 0, share: null, shapes: [] } };
    const text = doctorText(empty, { colors: false, verbose: false });
    expect(text).toContain('None of 1 package depends on a database library');
    expect(text).toContain('no call of a database library that perf-lint knows was found');
    expect(text).toContain('none found');
  });

  it('keeps escape sequences of names from the terminal, and colours its own text only when asked', () => {
    expect(doctorText({ ...checkup, root: { ...checkup.root, path: '/\u001b[2J' } }, { colors: false, verbose: false })).not.toContain('\u001b');
    expect(doctorText(checkup, { colors: true, verbose: false })).toContain('\u001b[1mVersions');
  });

  it('is the same as JSON, as its published schema says', () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(new URL('../../schema/doctor.schema.json', import.meta.url), 'utf8')));
    const value = JSON.parse(doctorJson(checkup)) as object;
    expect(value).toEqual({ version: 1, ...checkup });
    expect(schema.safeParse(value).error).toBeUndefined();
    expect(schema.safeParse({ ...value, config: { ...checkup.config, file: null, include: ['src'] }, queries: { ...checkup.queries, share: null } }).success).toBe(true);
    for (const wrong of [{ ...value, version: 2 }, { ...value, extra: 1 }, { ...value, schemas: { files: [] } }]) expect(schema.safeParse(wrong).success).toBe(false);
  });
});
