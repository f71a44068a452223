import { describe, expect, it } from 'vitest';
import { checkConfig, overrideLevels, settingsFor } from '../../src/config/check.ts';
import { ConfigError } from '../../src/config/errors.ts';
import type { Config } from '../../src/config/types.ts';
import { rules } from './rules.ts';

/** A config of one file, checked. */
function check(value: unknown): Config {
  return checkConfig([{ value, name: 'config' }], rules);
}

/** The lines of the error that a config gives. */
function errors(config: unknown): readonly string[] {
  try {
    checkConfig([{ value: config, name: 'perf-lint.config.json' }], rules);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

describe('checkConfig', () => {
  it('fills in every rule from its own defaults', () => {
    const config = check({});
    expect(config).toMatchObject({ include: undefined, exclude: [], libraries: [], settings: {} });
    expect([...config.rules]).toEqual([
      ['n-plus-one', { level: 'error', options: {} }],
      ['sync-io-in-async', { level: 'warning', options: { minimum: 'medium' } }],
    ]);
  });

  it('takes a level, or a level and options', () => {
    const config = check({ rules: { 'n-plus-one': 'off', 'sync-io-in-async': ['error', { minimum: 'small' }] } });
    expect(config.rules.get('n-plus-one')).toEqual({ level: 'off', options: {} });
    expect(config.rules.get('sync-io-in-async')).toEqual({ level: 'error', options: { minimum: 'small' } });
  });

  it.each<[unknown, string]>([
    [5, 'config: must be an object, not 5'],
    [{ exlude: [] }, 'exlude: unknown key (did you mean "exclude"?); allowed: $schema, extends, include, exclude, rules, overrides, entries, libraries, tables, database, owners, slo, settings'],
    [{ include: 'src' }, 'include: must be a list, not "src"'],
    [{ include: ['src', 5] }, 'include[1]: must be a string, not 5'],
    [{ exclude: [''] }, 'exclude[0]: must be a string that is not empty, not ""'],
    [{ settings: { severity: 'warn' } }, 'settings.severity: must be "error", "warning" or "info", not "warn"'],
    [{ settings: { maxWarning: 3 } }, 'settings.maxWarning: unknown key (did you mean "maxWarnings"?); allowed: severity, confidence, maxWarnings'],
    [{ settings: { maxWarnings: -1 } }, 'settings.maxWarnings: must be at least 0, not -1'],
    [{ settings: { maxWarnings: 1.5 } }, 'settings.maxWarnings: must be a whole number, not 1.5'],
    [{ rules: { 'n-plus-on': 'off' } }, 'rules.n-plus-on: no such rule (did you mean "n-plus-one"?); rules: n-plus-one, sync-io-in-async'],
    [{ rules: { 'n-plus-one': 'warn' } }, 'rules.n-plus-one: must be "off", "info", "warning" or "error" or a list [level, options], not "warn"'],
    [{ rules: { 'n-plus-one': ['warn', {}] } }, 'rules.n-plus-one[0]: must be "off", "info", "warning" or "error", not "warn"'],
    [
      { rules: { 'sync-io-in-async': ['error', { minimun: 'small' }] } },
      'rules.sync-io-in-async[1].minimun: unknown key (did you mean "minimum"?); allowed: minimum',
    ],
    [{ rules: { 'sync-io-in-async': ['error', { minimum: 'tiny' }] } }, 'rules.sync-io-in-async[1].minimum: must be "small", "medium" or "large", not "tiny"'],
    [{ extends: 5 }, 'extends: must be a string or a list, not 5'],
    [{ overrides: [{ files: 'a', rule: {} }] }, 'overrides[0].rule: unknown key (did you mean "rules"?); allowed: files, excludedFiles, rules'],
    [{ overrides: [{ files: ['a', '!b'], rules: {} }] }, 'overrides[0].files[1]: must be a glob without "!" at its start (files to leave out are named in a key of their own), not "!b"'],
    [{ overrides: [{ files: [], rules: {} }] }, 'overrides[0].files: must be a list that is not empty, not an empty list'],
    [{ overrides: [{ files: 'a', rules: { 'n-plus-on': 'off' } }] }, 'overrides[0].rules.n-plus-on: no such rule (did you mean "n-plus-one"?); rules: n-plus-one, sync-io-in-async'],
    [{ overrides: [{}, { files: 'a', rules: { 'sync-io-in-async': ['error', { minimun: 'small' }] } }] }, 'overrides[1].rules.sync-io-in-async[1].minimun: unknown key (did you mean "minimum"?); allowed: minimum'],
    [{ overrides: [{ files: 'a' }] }, 'overrides[0].rules: must be an object, not missing'],
    [{ entries: [{ file: 'a', kind: 'job' }] }, 'entries[0].file: unknown key (did you mean "files"?); allowed: files, exports, kind'],
    [
      { entries: [{ files: 'a', kind: 'cron' }] },
      'entries[0].kind: must be "client", "request", "job", "lambda", "start-up", "cli", "script", "test", "seed", "migration", "build" or "thread", not "cron"',
    ],
    [{ entries: [{ files: 'a', exports: 'handle-*', kind: 'job' }] }, 'entries[0].exports: must be the name of an export, or Class.method; * stands for any part of a name, not "handle-*"'],
    [{ slo: { routes: { orders: { p95: 1 } } } }, 'slo.routes.orders: must be a route: "GET /orders/:id", "/orders" with any method, or "*" for all requests, not "orders"'],
    [{ slo: { routes: { 'GET /orders': { p59: 1 } } } }, 'slo.routes.GET /orders.p59: unknown key (did you mean "p50"?); allowed: p50, p95, p99, throughput, errorRate'],
    [{ slo: { querytime: 5 } }, 'slo.querytime: unknown key (did you mean "queryTime"?); allowed: routes, page, queryTime, loopBlock, memorySlope'],
    [{ slo: { routes: { '*': { errorRate: 5 } } } }, 'slo.routes.*.errorRate: must be at most 1, not 5'],
    [{ tables: { orders: 'many' } }, 'tables.orders: must be a number or an object, not "many"'],
    [{ tables: { orders: { row: 5 } } }, 'tables.orders.row: unknown key (did you mean "rows"?); allowed: rows, lookup'],
    [{ libraries: [{}] }, 'libraries[0].id: must be a string, not missing'],
    [
      { libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: { f: { docs: 'x', cal: {} } }, handles: {} }] },
      'libraries[0].exports.f.cal: unknown key (did you mean "call"?); allowed: docs, handle, type, transparent, construct, constructs, extend, annotates, implement, call, get, decorator',
    ],
    [
      { libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: { f: { docs: 'x', call: { effect: { kind: 'pause', ms: 5 } } } }, handles: {} }] },
      'libraries[0].exports.f.call.effect.ms: unknown key; allowed: kind',
    ],
  ])('%j', (config, line) => {
    expect(errors(config)).toContain(`perf-lint.config.json: ${line}`);
  });

  it('keeps what is known of tables', () => {
    expect([...check({ tables: { orders: 5_000_000, countries: { rows: 200, lookup: true }, roles: { lookup: true } } }).tables]).toEqual([
      ['orders', { rows: 5_000_000, lookup: false }],
      ['countries', { rows: 200, lookup: true }],
      ['roles', { rows: undefined, lookup: true }],
    ]);
  });

  it('joins layers: the last that says something wins, globs to exclude, overrides and entries add up', () => {
    const table = (id: string, docs: string): object => ({ id, docs, packages: [id], exports: {}, handles: {} });
    const base = {
      include: ['src'],
      exclude: ['a'],
      rules: { 'n-plus-one': 'off', 'sync-io-in-async': ['error', { minimum: 'small' }] },
      overrides: [{ files: 'a', rules: { 'n-plus-one': 'info' } }],
      entries: [{ files: 'a', kind: 'job' }],
      libraries: [table('x', 'theirs'), table('y', 'theirs')],
      tables: { a: 1, b: 1 },
      database: { url: 'postgres://localhost/shop', statistics: 'a.json' },
      settings: { severity: 'info', maxWarnings: 3 },
    };
    const own = {
      include: ['lib'],
      exclude: ['b'],
      rules: { 'sync-io-in-async': 'warning' },
      overrides: [{ files: 'a', rules: { 'n-plus-one': 'error' } }],
      entries: [{ files: 'a', kind: 'script' }],
      libraries: [table('x', 'ours')],
      tables: { b: 2 },
      database: { statistics: 'b.json' },
      settings: { severity: 'error' },
    };
    const config = checkConfig([{ value: base, name: 'base' }, { value: own, name: 'own' }], rules);
    expect(config).toMatchObject({ include: ['lib'], exclude: ['a', 'b'], database: { url: 'postgres://localhost/shop', statistics: 'b.json' }, settings: { severity: 'error', maxWarnings: 3 } });
    expect([...config.rules]).toEqual([
      ['n-plus-one', { level: 'off', options: {} }],
      ['sync-io-in-async', { level: 'warning', options: { minimum: 'small' } }],
    ]);
    expect(settingsFor(config, 'a').get('n-plus-one')?.level).toBe('error');
    expect(config.entries.map(({ kind }) => kind)).toEqual(['job', 'script']);
    expect(config.libraries.map(({ id, docs }) => `${id} ${docs}`)).toEqual(['x ours', 'y theirs']);
    expect([...config.tables].map(([name, { rows }]) => [name, rows])).toEqual([['a', 1], ['b', 2]]);
    expect(checkConfig([{ value: base, name: 'base' }, { value: {}, name: 'own' }], rules).include).toEqual(['src']);
  });

  it('names all errors at once, one line each', () => {
    expect(errors({ include: 1, rules: { 'n-plus-one': ['off', { a: 1, b: 2 }] } })).toHaveLength(3);
  });
});

describe('settingsFor', () => {
  const config = check({
    rules: { 'sync-io-in-async': ['warning', { minimum: 'large' }] },
    overrides: [
      { files: 'src/**', excludedFiles: ['src/old', '**/*.gen.ts'], rules: { 'n-plus-one': 'warning', 'sync-io-in-async': 'error' } },
      { files: ['src/jobs'], rules: { 'sync-io-in-async': ['info', {}], 'n-plus-one': 'off' } },
    ],
  });
  const of = (file: string): string => JSON.stringify([...settingsFor(config, file)].map(([, { level, options }]) => [level, options]));

  it.each([
    ['lib/a.ts', '[["error",{}],["warning",{"minimum":"large"}]]'],
    ['src/a.ts', '[["warning",{}],["error",{"minimum":"large"}]]'],
    ['src/old/a.ts', '[["error",{}],["warning",{"minimum":"large"}]]'],
    ['src/a.gen.ts', '[["error",{}],["warning",{"minimum":"large"}]]'],
    ['src/jobs/deep/a.ts', '[["off",{}],["info",{"minimum":"medium"}]]'],
  ])('of %s', (file, settings) => {
    expect(of(file)).toBe(settings);
  });

  it('gives way to the command line', () => {
    const forced = overrideLevels(config, ['sync-io-in-async=off']);
    expect(settingsFor(forced, 'src/jobs/a.ts').get('sync-io-in-async')).toEqual({ level: 'off', options: { minimum: 'medium' } });
    expect(settingsFor(forced, 'src/jobs/a.ts').get('n-plus-one')?.level).toBe('off');
  });
});

describe('overrideLevels', () => {
  const config = check({ rules: { 'sync-io-in-async': ['error', { minimum: 'small' }] } });

  it('sets levels and keeps options', () => {
    const { rules: set } = overrideLevels(config, ['sync-io-in-async=info', 'n-plus-one=off']);
    expect(set.get('sync-io-in-async')).toEqual({ level: 'info', options: { minimum: 'small' } });
    expect(set.get('n-plus-one')?.level).toBe('off');
  });

  it.each([
    ['n-plus-on=off', '--rule n-plus-on=off: no such rule (did you mean "n-plus-one"?); rules: n-plus-one, sync-io-in-async'],
    ['n-plus-one=warn', '--rule n-plus-one=warn: must be ID=LEVEL, where LEVEL is off, info, warning or error'],
    ['n-plus-one', '--rule n-plus-one: must be ID=LEVEL, where LEVEL is off, info, warning or error'],
  ])('%s', (assignment, line) => {
    expect(() => overrideLevels(config, [assignment])).toThrow(line);
  });
});
