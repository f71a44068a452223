import { describe, expect, it } from 'vitest';
import { checkConfig, ConfigError, overrideLevels } from '../../src/config/load.ts';
import { rules } from './rules.ts';

/** The lines of the error that a config gives. */
function errors(config: unknown): readonly string[] {
  try {
    checkConfig(config, 'perf-lint.config.json', rules);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

describe('checkConfig', () => {
  it('fills in every rule from its own defaults', () => {
    const config = checkConfig({}, 'config', rules);
    expect(config).toMatchObject({ include: undefined, exclude: [], libraries: [], settings: {} });
    expect([...config.rules]).toEqual([
      ['n-plus-one', { level: 'error', options: {} }],
      ['sync-io-in-async', { level: 'warning', options: { minimum: 'medium' } }],
    ]);
  });

  it('takes a level, or a level and options', () => {
    const config = checkConfig({ rules: { 'n-plus-one': 'off', 'sync-io-in-async': ['error', { minimum: 'small' }] } }, 'config', rules);
    expect(config.rules.get('n-plus-one')).toEqual({ level: 'off', options: {} });
    expect(config.rules.get('sync-io-in-async')).toEqual({ level: 'error', options: { minimum: 'small' } });
  });

  it.each<[unknown, string]>([
    [5, 'config: must be an object, not 5'],
    [{ exlude: [] }, 'exlude: unknown key; did you mean "exclude"?; allowed: include, exclude, rules, libraries, settings'],
    [{ include: 'src' }, 'include: must be a list, not "src"'],
    [{ include: ['src', 5] }, 'include[1]: must be a string, not 5'],
    [{ exclude: [''] }, 'exclude[0]: must be a string that is not empty, not ""'],
    [{ settings: { severity: 'warn' } }, 'settings.severity: must be "error", "warning" or "info", not "warn"'],
    [{ settings: { maxWarning: 3 } }, 'settings.maxWarning: unknown key; did you mean "maxWarnings"?; allowed: severity, confidence, maxWarnings'],
    [{ settings: { maxWarnings: -1 } }, 'settings.maxWarnings: must be at least 0, not -1'],
    [{ settings: { maxWarnings: 1.5 } }, 'settings.maxWarnings: must be a whole number, not 1.5'],
    [{ rules: { 'n-plus-on': 'off' } }, 'rules.n-plus-on: no such rule; did you mean "n-plus-one"?; rules: n-plus-one, sync-io-in-async'],
    [{ rules: { 'n-plus-one': 'warn' } }, 'rules.n-plus-one: must be "off", "info", "warning" or "error" or a list [level, options], not "warn"'],
    [{ rules: { 'n-plus-one': ['warn', {}] } }, 'rules.n-plus-one[0]: must be "off", "info", "warning" or "error", not "warn"'],
    [
      { rules: { 'sync-io-in-async': ['error', { minimun: 'small' }] } },
      'rules.sync-io-in-async[1].minimun: unknown key; did you mean "minimum"?; allowed: minimum',
    ],
    [{ rules: { 'sync-io-in-async': ['error', { minimum: 'tiny' }] } }, 'rules.sync-io-in-async[1].minimum: must be "small", "medium" or "large", not "tiny"'],
    [{ libraries: [{}] }, 'libraries[0].id: must be a string, not missing'],
    [
      { libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: { f: { docs: 'x', cal: {} } }, handles: {} }] },
      'libraries[0].exports.f.cal: unknown key; did you mean "call"?; allowed: docs, handle, type, transparent, construct, constructs, extend, annotates, implement, call, get, decorator',
    ],
    [
      { libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: { f: { docs: 'x', call: { effect: { kind: 'pause', ms: 5 } } } }, handles: {} }] },
      'libraries[0].exports.f.call.effect.ms: unknown key; allowed: kind',
    ],
  ])('%j', (config, line) => {
    expect(errors(config)).toContain(`perf-lint.config.json: ${line}`);
  });

  it('names all errors at once, one line each', () => {
    expect(errors({ include: 1, rules: { 'n-plus-one': ['off', { a: 1, b: 2 }] } })).toHaveLength(3);
  });
});

describe('overrideLevels', () => {
  const config = checkConfig({ rules: { 'sync-io-in-async': ['error', { minimum: 'small' }] } }, 'config', rules);

  it('sets levels and keeps options', () => {
    const { rules: set } = overrideLevels(config, ['sync-io-in-async=info', 'n-plus-one=off']);
    expect(set.get('sync-io-in-async')).toEqual({ level: 'info', options: { minimum: 'small' } });
    expect(set.get('n-plus-one')?.level).toBe('off');
  });

  it.each([
    ['n-plus-on=off', '--rule n-plus-on=off: no such rule; did you mean "n-plus-one"?; rules: n-plus-one, sync-io-in-async'],
    ['n-plus-one=warn', '--rule n-plus-one=warn: must be ID=LEVEL, where LEVEL is off, info, warning or error'],
    ['n-plus-one', '--rule n-plus-one: must be ID=LEVEL, where LEVEL is off, info, warning or error'],
  ])('%s', (assignment, line) => {
    expect(() => overrideLevels(config, [assignment])).toThrow(line);
  });
});
