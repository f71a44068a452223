import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { configSchema } from '../../src/config/schema.ts';
import pkg from '../../package.json' with { type: 'json' };

const file = pkg.exports['./schema/config.json'];
const schema = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')) as { properties: Record<string, { description?: string }>; definitions: { rules: { properties: object } } };
const validate = new Ajv({ allErrors: true }).compile(schema);

describe('the schema of a config', () => {
  it('describes every key, and knows every rule', () => {
    expect(Object.keys(schema.properties)).toEqual(Object.keys(configSchema.shape));
    expect(Object.values(schema.properties).filter(({ description }) => description === undefined)).toEqual([]);
    expect(Object.keys(schema.definitions.rules.properties)).toEqual(rules.map(({ id }) => id));
  });

  it('is what package.json names and ships', () => {
    expect(file).toBe('./schema/config.schema.json');
    expect(pkg.files).toContain('schema');
  });

  it.each<[object, boolean]>([
    [{}, true],
    [{ $schema: 'x', extends: ['./a.json', 'b'], include: ['src'], exclude: ['gen'] }, true],
    [{ rules: { 'n-plus-one': 'off', 'sync-io-in-async': ['error', {}] } }, true],
    [{ rules: { 'n-plus-one': ['error', { maxConstant: 3 }] } }, true],
    [{ overrides: [{ files: 'src', excludedFiles: ['a'], rules: { 'n-plus-one': 'off' } }] }, true],
    [{ entries: [{ files: ['src/cron'], exports: 'run', kind: 'job' }] }, true],
    [{ tables: { orders: 5, countries: { lookup: true } } }, true],
    [{ libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: { db: { docs: 'x', handle: 'db' } }, handles: { db: { title: 'Db', members: { find: { docs: 'x', call: { effect: { kind: 'query', operation: 'select', rows: 'one' } } } } } } }] }, true],
    [{ settings: { severity: 'info', confidence: 'low', maxWarnings: 0 } }, true],
    [{ exlude: [] }, false],
    [{ rules: { 'n-plus-on': 'off' } }, false],
    [{ rules: { 'n-plus-one': ['error', { maxConstants: 3 }] } }, false],
    [{ overrides: [{ files: 'src', rules: { 'n-plus-one': 'of' } }] }, false],
    [{ entries: [{ files: 'a', kind: 'cron' }] }, false],
    [{ tables: { orders: -1 } }, false],
    [{ libraries: [{ id: 'x' }] }, false],
  ])('%j is valid: %s', (config, valid) => {
    expect(validate(config)).toBe(valid);
  });
});
