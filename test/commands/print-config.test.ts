import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { printConfig } from '../../src/commands/print-config.ts';
import type { PrintedConfig } from '../../src/commands/print-config.ts';
import { engine } from './engine.ts';
import { project } from './project.ts';

const CONFIG = {
  extends: './base.json',
  include: ['src', 'lib'],
  exclude: ['**/*.gen.ts'],
  rules: { 'odd-call': 'off' },
  overrides: [
    { files: 'src/jobs', rules: { 'slow-call': 'info' } },
    { files: ['src/jobs/**', 'lib'], excludedFiles: 'src/jobs/b.ts', rules: { 'slow-call': ['warning', { also: 'lazy' }] } },
  ],
  entries: [
    { files: 'src/jobs', kind: 'job' },
    { files: 'src/api.ts', exports: ['handle*'], kind: 'request' },
  ],
  tables: { orders: 5, roles: { lookup: true } },
  database: { url: 'postgres://ana:s3cret@localhost/shop' },
  settings: { confidence: 'low', maxWarnings: 3 },
};

const FILES = {
  'package.json': '{ "name": "p", "bin": "src/cli.ts" }',
  'perf-lint.config.json': JSON.stringify(CONFIG),
  'base.json': '{ "exclude": ["old"], "libraries": [{ "id": "acme", "docs": "x", "packages": ["acme"], "exports": {}, "handles": {} }] }',
  '.gitignore': 'secret.ts',
  '.git/HEAD': '',
  'src/jobs/a.ts': '',
  'src/jobs/b.ts': '',
  'src/api.ts': 'export function handleOrder() {}',
  'src/cli.ts': '',
  'src/a.gen.ts': '',
  'src/secret.ts': '',
  'src/broken.ts': 'const = 1;',
  'src/api.d.ts': '',
  'src/notes.md': '',
  'scripts/tidy.ts': '',
  'lib/a.test.ts': '',
};

function of(file: string, options: Parameters<typeof printConfig>[1] = {}): { printed: PrintedConfig; notes: string[]; root: string } {
  const root = project(FILES);
  return { ...printConfig(file, { cwd: root, ...options }, engine), root };
}

describe('printConfig', () => {
  it('says what holds for a file, and where it comes from', () => {
    const { printed, notes, root } = of('src/jobs/a.ts');
    expect(notes).toEqual([]);
    expect(printed).toEqual({
      file: 'src/jobs/a.ts',
      root,
      config: { file: 'perf-lint.config.json', extends: ['base.json'] },
      read: { read: true, because: null },
      kind: { kind: 'job', because: 'entries' },
      entries: [],
      rules: { 'slow-call': { level: 'warning', options: { also: 'lazy' } }, 'odd-call': { level: 'off', options: { also: '' } } },
      overrides: [['src/jobs'], ['src/jobs/**', 'lib']],
      settings: { severity: 'warning', confidence: 'low', maxWarnings: 3 },
      include: ['src', 'lib'],
      exclude: ['old', '**/*.gen.ts'],
      libraries: ['acme'],
      tables: { orders: { rows: 5, lookup: false }, roles: { lookup: true } },
      database: { url: 'postgres://ana:***@localhost/shop', statistics: null },
      owners: {},
      slo: { page: {}, routes: {} },
    });
  });

  it('leaves out overrides that are not for the file', () => {
    const { overrides, rules } = of('src/jobs/b.ts').printed;
    expect(overrides).toEqual([['src/jobs']]);
    expect(rules['slow-call']).toEqual({ level: 'info', options: { also: '' } });
  });

  it.each<[string, PrintedConfig['kind'], PrintedConfig['entries']]>([
    ['src/api.ts', { kind: null, because: null }, [{ exports: ['handle*'], kind: 'request' }]],
    ['src/cli.ts', { kind: 'cli', because: 'content' }, []],
    ['scripts/tidy.ts', { kind: 'script', because: 'path' }, []],
    ['lib/a.test.ts', { kind: 'test', because: 'path' }, []],
    ['src/broken.ts', { kind: null, because: null }, []],
  ])('says what runs %s', (file, kind, entries) => {
    expect(of(file).printed).toMatchObject({ kind, entries });
  });

  it.each([
    ['src/api.ts', null],
    ['src/a.gen.ts', 'exclude: **/*.gen.ts'],
    ['scripts/tidy.ts', 'include: src, lib'],
    ['src/secret.ts', expect.stringMatching(/^perf-lint leaves it out by itself: .*git ignores it/)],
    ['src/api.d.ts', expect.stringMatching(/^perf-lint leaves it out by itself: .*a declaration of what lies beside it/)],
    ['src/notes.md', expect.stringMatching(/^perf-lint leaves it out by itself: it is no source/)],
    ['src/broken.ts', expect.stringMatching(/^syntax error/)],
  ])('says whether %s is read, and why not', (file, because) => {
    expect(of(file).printed.read).toEqual({ read: because === null, because });
  });

  it('takes the config that is named, or none', () => {
    expect(of('src/api.ts', { config: 'base.json' }).printed).toMatchObject({ config: { file: 'base.json', extends: [] }, exclude: ['old'], include: null });
    expect(of('src/api.ts', { config: false }).printed).toMatchObject({ config: { file: null, extends: [] }, exclude: [], settings: { severity: 'warning', confidence: 'medium', maxWarnings: null } });
  });

  it('finds the root from the file, not from the working directory', () => {
    const root = project(FILES);
    const { printed } = printConfig(path.join('src', 'api.ts'), { cwd: root }, engine);
    const { printed: inner } = printConfig('api.ts', { cwd: path.join(root, 'src') }, engine);
    expect(inner).toEqual(printed);
  });

  it('wants a file that is there', () => {
    expect(() => of('src/nope.ts')).toThrow(/^no such file: src\/nope\.ts$/);
    expect(() => of('src')).toThrow(/^src is a folder: name a file$/);
  });
});
