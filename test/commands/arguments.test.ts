import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.ts';
import type { DoctorRequest, Request, ScanRequest } from '../../src/commands/requests.ts';
import { commands, scanCommand } from '../../src/commands/options.ts';
import type { CommandSpec, OptionSpec } from '../../src/commands/options.ts';

function parse(...argv: string[]): Request {
  return parseArguments(argv, ['stylish', 'json']);
}

function scanOf(...argv: string[]): ScanRequest {
  const request = parse(...argv);
  if (request.kind !== 'scan') throw new Error(JSON.stringify(request));
  return request;
}

function doctorOf(...argv: string[]): DoctorRequest {
  const request = parse(...argv);
  if (request.kind !== 'doctor') throw new Error(JSON.stringify(request));
  return request;
}

/** A value that each option with a value accepts, of one command or of all that have it. */
const VALUES: Record<string, string> = {
  '--format': 'json',
  'report --format': 'markdown',
  '--output': 'out.txt',
  '--config': 'my.config.json',
  '--max-warnings': '3',
  '--severity': 'info',
  '--confidence': 'low',
  '--rule': 'n-plus-one=off',
  '--since': 'main',
  '--workspace': '@shop/api',
  '--baseline': 'accepted.json',
  '--stdin-filename': 'a.ts',
  '--cache-dir': 'kept',
  '--db-stats': 'stats.json',
  '--stats-from': 'postgres://localhost/shop',
  '--bench-db': 'postgres://localhost/shop',
  '--rtt': '0.5',
  '--rows': '50000',
  '--at': 'src/a.ts:3',
  '--claim': 'growth',
  '--save': 'before.json',
  '--compare': 'before.json',
  '--levels': 'levels.json',
  '--budget': '5',
  '--evidence': 'profiles',
  '--path-map': '/app=.',
  '--fail-on': 'observed',
  '--bench': 'after.json',
  '--while': 'npx load',
  '--duration': '5',
  '--dir': 'recorded',
  '--url': 'http://127.0.0.1:8080',
  '--param': 'id=7',
  '--header': 'Accept: text/html',
  '--body': '{}',
  '--connections': '50',
  '--wait': '0',
  '--tool': 'k6',
};

/** What must stand beside an option. */
const COMPANIONS: Record<string, string[]> = {
  '--stdin': ['--stdin-filename=a.ts'],
  '--stdin-filename': ['--stdin'],
  '--db-stats': ['--db'],
  '--db-strict': ['--db'],
  'scan --bench-db': ['--confirm'],
  'scan --rtt': ['--confirm'],
  'scan --budget': ['--confirm'],
  'scan --rows': ['--confirm'],
  'report --rows': ['--confirm'],
  'report --bench-db': ['--confirm'],
  'report --rtt': ['--confirm'],
  'report --budget': ['--confirm'],
  'report --compare': ['--bench=after.json'],
  '--path-map': ['--evidence=profiles'],
  'profile --path-map': [],
  '--fail-on': ['--evidence=profiles'],
  'bench --at': ['--rule=n-plus-one'],
  'bench --rule': ['--at=src/a.ts:3'],
  'bench --claim': ['--at=src/a.ts:3'],
};

/** What stands for the arguments of a command. */
const IN_PLACE_OF_ARGUMENTS: ReadonlySet<string> = new Set(['bench --at', 'bench --rule', 'bench --claim']);

/** The option as a user writes it, with its value in the next argument or after "=". */
function spellings({ name }: CommandSpec, { flags, inline }: OptionSpec): string[][] {
  const [flag = '', value] = flags.split(' ');
  const beside = COMPANIONS[`${name} ${flag}`] ?? COMPANIONS[flag] ?? [];
  if (inline !== undefined) return [[flag], [`${flag}=postgres://localhost/shop`]];
  if (value === undefined) return [[...beside, flag]];
  const given = VALUES[`${name} ${flag}`] ?? VALUES[flag];
  if (given === undefined) throw new Error(`give ${flag} a value in this test`);
  return [[...beside, flag, given], [...beside, `${flag}=${given}`]];
}

/** What stands before the paths: the subject of a command that has one. */
function subjectOf(command: CommandSpec): string[] {
  return command.arguments.startsWith('<') ? ['n-plus-one'] : [];
}

/** What stands after it: as many paths as the command takes, up to two. */
function pathsOf(command: CommandSpec): string[] {
  return command.arguments.endsWith('...]') || command.arguments.endsWith('...>') ? ['src', 'rules'] : command.arguments.startsWith('[') ? ['src'] : [];
}

/** What a request says of its paths. */
function saidOf(name: string, subject: readonly string[], paths: readonly string[]): object {
  switch (name) {
    case 'slo':
      return {};
    case 'fix':
    case 'bench':
      return { ids: [...subject, ...paths] };
    case 'merge':
      return { files: [...subject, ...paths] };
    case 'profile':
      return { command: [...subject, ...paths] };
    case 'loadtest':
      return { routes: paths };
    case 'init':
      return { folder: paths[0] };
    default:
      return paths.length > 0 ? { paths } : {};
  }
}

describe.each(commands.flatMap((command) => command.options.flatMap((option) => spellings(command, option).map((spelling) => ({ command, option, spelling })))))(
  '$command.name $spelling',
  ({ command, option, spelling }) => {
    const { name } = command;
    const subject = subjectOf(command);
    const paths = IN_PLACE_OF_ARGUMENTS.has(`${name} ${option.flags.split(' ', 1)[0]}`) ? [] : pathsOf(command);
    const expected = parse(name, ...subject, ...spelling);

    it('says something', () => {
      expect(expected.kind).toBe(name);
      expect(expected).not.toEqual(parse(name, ...subject));
    });

    it.each([
      ['between the command and the paths', [name, ...spelling, ...subject, ...paths]],
      ['after the command and the paths', [name, ...subject, ...paths, ...spelling]],
      ['between them', [name, ...subject, ...paths.slice(0, 1), ...spelling, ...paths.slice(1)]],
      ['before the command', [...spelling, name, ...subject, ...paths]],
    ])('takes no path for its value: %s', (_, argv) => {
      expect(parse(...argv)).toEqual({ ...expected, ...saidOf(name, subject, paths) });
    });
  },
);

describe.each(scanCommand.options.flatMap((option) => spellings(scanCommand, option).map((spelling) => ({ spelling }))))('$spelling without the name of a command', ({ spelling }) => {
  it.each([
    ['before the paths', [...spelling, 'src', 'rules']],
    ['after them', ['src', 'rules', ...spelling]],
    ['between them', ['src', ...spelling, 'rules']],
  ])('takes no path for its value: %s', (_, argv) => {
    expect(scanOf(...argv)).toEqual({ ...scanOf(...spelling), paths: ['src', 'rules'] });
  });
});

describe('profile', () => {
  it('takes what stands behind -- as it is', () => {
    expect(parse('profile', '--duration', '2.5', '--', 'node', '--enable-source-maps', 'a.js', '--duration', '3')).toMatchObject({ kind: 'profile', duration: 2.5, command: ['node', '--enable-source-maps', 'a.js', '--duration', '3'] });
    expect(parse('profile')).toMatchObject({ kind: 'usage', message: expect.stringContaining("missing required argument 'command'") });
    expect(parse('profile', '--duration', '0', '--', 'node')).toMatchObject({ kind: 'usage', message: '--duration 0: must be a number of seconds above 0' });
  });
});

describe('loadtest', () => {
  it('understands parameters, headers and counts', () => {
    expect(parse('loadtest', '--param', 'id=a=b', '--param', 'shop=s1', '--header', 'Authorization: Bearer x:y')).toMatchObject({ kind: 'loadtest', values: new Map([['id', 'a=b'], ['shop', 's1']]), headers: { Authorization: 'Bearer x:y' }, connections: 10, duration: 10, wait: 10, tool: 'autocannon' });
    expect(parse('loadtest', '--param', 'id')).toMatchObject({ kind: 'usage', message: '--param id: must be NAME=VALUE' });
    expect(parse('loadtest', '--connections', '0')).toMatchObject({ kind: 'usage', message: '--connections 0: must be a whole number from 1 to 1000' });
  });
});

describe('--db', () => {
  it('has a value after "=" only, so that it never takes a path for one', () => {
    expect(scanOf('--db', 'src')).toMatchObject({ paths: ['src'], db: { url: undefined, statistics: undefined, strict: false } });
    expect(scanOf('--db=postgres://u@localhost/shop?a=b', 'src')).toMatchObject({ paths: ['src'], db: { url: 'postgres://u@localhost/shop?a=b' } });
    expect(scanOf('--db', '--db-stats', 'stats.json', '--db-strict')).toMatchObject({ paths: [], db: { statistics: 'stats.json', strict: true } });
    expect(scanOf('src').db).toBeUndefined();
    expect(scanOf('--', '--db=x')).toMatchObject({ paths: ['--db=x'], db: undefined });
  });

  it('is what --db-stats and --db-strict belong to', () => {
    expect(parse('--db-stats', 'stats.json')).toMatchObject({ kind: 'usage', message: '--db-stats needs --db' });
    expect(parse('--db-strict')).toMatchObject({ kind: 'usage', message: '--db-strict needs --db' });
    expect(parse('--db=')).toMatchObject({ kind: 'usage', message: '--db=: a URL must follow the "="; --db alone asks an embedded database' });
  });
});

describe('benchmarks', () => {
  it('belong to --confirm in a scan', () => {
    expect(parse('--bench-db', 'postgres://localhost/shop')).toMatchObject({ kind: 'usage', message: '--bench-db needs --confirm' });
    expect(parse('--rtt', '2')).toMatchObject({ kind: 'usage', message: '--rtt needs --confirm' });
    expect(parse('--watch', '--confirm')).toMatchObject({ kind: 'usage', message: '--watch and --confirm cannot be used together' });
    expect(scanOf('--confirm', '--budget', '60').confirm).toMatchObject({ budget: 60 });
    expect(scanOf('--confirm', '--rtt', '0.5').confirm).toEqual({ url: undefined, rtt: 0.5, rows: undefined, budget: undefined });
  });

  it('are of findings, or of a place with a rule', () => {
    expect(parse('bench', '--at', 'a.ts:3')).toMatchObject({ kind: 'usage', message: '--at needs --rule, the rule whose benchmark is run there, or --claim growth' });
    expect(parse('bench', '--claim', 'growth')).toMatchObject({ kind: 'usage', message: '--claim needs --at: the place of the function' });
    expect(parse('bench', '--at', 'a.ts:3', '--claim', 'growth', '--rule', 'n-plus-one')).toMatchObject({ kind: 'usage', message: '--rule and --claim cannot be used together' });
    expect(parse('bench', '--at', 'a.ts:3', '--claim', 'growth')).toMatchObject({ kind: 'bench', at: { place: 'a.ts:3', claim: 'growth' } });
    expect(parse('bench', '--rule', 'n-plus-one')).toMatchObject({ kind: 'usage', message: '--rule needs --at: the place at which its benchmark is run' });
    expect(parse('bench', 'abcd', '--at', 'a.ts:3', '--rule', 'n-plus-one')).toMatchObject({ kind: 'usage', message: '--at measures a place: give no ids beside it' });
    expect(parse('bench', '--at', 'a.ts:3', '--rule', 'n-plus-one')).toMatchObject({ kind: 'bench', ids: [], at: { place: 'a.ts:3', rule: 'n-plus-one' } });
  });

  it('take numbers above 0, and a server, whose password is never printed', () => {
    expect(parse('bench', '--budget', '0')).toMatchObject({ kind: 'usage', message: '--budget 0: must be a number above 0' });
    expect(parse('bench', '--rtt', '-1')).toMatchObject({ kind: 'usage' });
    expect(parse('bench', '--rows', '1.5')).toMatchObject({ kind: 'usage', message: '--rows 1.5: must be a whole number' });
    expect(parse('bench', '--rows', '1000000', '--bench-db', 'postgres://localhost/shop')).toMatchObject({ kind: 'bench', benchmark: { rows: 1_000_000 } });
    expect(parse('bench', '--bench-db', 'mariadb://localhost')).toMatchObject({ kind: 'bench', benchmark: { url: 'mariadb://localhost' } });
    const message = '--bench-db oracle://me:***@localhost/shop: must be the URL of a server: postgres://user:password@host:5432/database or mysql://user:password@host:3306';
    expect(parse('bench', '--bench-db', 'oracle://me:secret@localhost/shop')).toMatchObject({ kind: 'usage', message });
  });
});

describe('parseArguments', () => {
  it('scans the working directory with the defaults', () => {
    expect(parse()).toEqual({
      kind: 'scan', paths: [], outputs: [{ format: 'stylish', file: undefined }], config: undefined, maxWarnings: undefined,
      quiet: false, severity: undefined, confidence: undefined, rules: [], stats: false, types: false, color: true, scope: undefined, baseline: undefined, cache: true,
      watch: false, exitZero: false,
    });
  });

  it('takes the command once, so that a folder may have its name', () => {
    expect(scanOf('scan', 'scan').paths).toEqual(['scan']);
    expect(scanOf('./scan').paths).toEqual(['./scan']);
    expect(scanOf('--', 'scan').paths).toEqual(['scan']);
  });

  it('takes what follows "--" for paths', () => {
    expect(scanOf('--quiet', '--', '--quiet').paths).toEqual(['--quiet']);
  });

  it('sends each format to its place', () => {
    expect(scanOf('--format', 'stylish', '--format', 'json=out/a=b.json').outputs).toEqual([
      { format: 'stylish', file: undefined },
      { format: 'json', file: 'out/a=b.json' },
    ]);
    expect(scanOf('--format=json', '--output=o.json').outputs).toEqual([{ format: 'json', file: 'o.json' }]);
    expect(scanOf('--format=json=o.json', '--format=stylish', '--output=o.txt').outputs).toEqual([
      { format: 'json', file: 'o.json' },
      { format: 'stylish', file: 'o.txt' },
    ]);
  });

  it('takes a command of another name before or after its options, and its own formats alone', () => {
    expect(doctorOf('doctor')).toEqual({ kind: 'doctor', paths: [], config: undefined, json: false, verbose: false, color: true });
    expect(doctorOf('--verbose', 'doctor', 'doctor').paths).toEqual(['doctor']);
    expect(parse('doctor', '--format', 'sarif')).toEqual({ kind: 'usage', message: "option '--format <F>' argument 'sarif' is invalid. Allowed choices are stylish, json.", help: 'perf-lint doctor --help' });
    expect(parse('doctor', '--quiet')).toMatchObject({ kind: 'usage', message: expect.stringContaining('--quiet') as string });
  });

  it('takes the first name after explain for its subject', () => {
    expect(parse('explain', '0123abcd', 'src')).toEqual({ kind: 'explain', subject: '0123abcd', paths: ['src'], config: undefined, cache: true, json: false, color: true });
    expect(parse('explain', 'abcd', '--no-cache')).toMatchObject({ cache: false });
    expect(parse('explain')).toEqual({ kind: 'usage', message: "missing required argument 'subject'", help: 'perf-lint explain --help' });
  });

  it('understands which state is meant, and what hides findings', () => {
    expect(scanOf('--staged', 'src').scope).toEqual({ kind: 'staged' });
    expect(scanOf('--changed', '--watch')).toMatchObject({ scope: { kind: 'changed' }, watch: true });
    expect(scanOf('--since', 'origin/main').scope).toEqual({ kind: 'since', ref: 'origin/main' });
    expect(scanOf('--stdin', '--stdin-filename', 'src/a.ts').scope).toEqual({ kind: 'text', file: 'src/a.ts' });
    expect(scanOf('--workspace', '@shop/api', '--exit-zero')).toMatchObject({ scope: { kind: 'package', name: '@shop/api' }, exitZero: true });
    expect(scanOf('--baseline', 'b.json').baseline).toBe('b.json');
    expect(scanOf('--no-baseline').baseline).toBe(false);
    expect(parse('baseline', 'src', '--prune', '--severity=info')).toEqual({
      kind: 'baseline', paths: ['src'], config: undefined, baseline: undefined, prune: true, severity: 'info', confidence: undefined, rules: [], cache: true,
    });
    expect(parse('baseline', '--cache-dir', 'kept')).toMatchObject({ cache: 'kept' });
  });

  it('collects rules', () => {
    expect(scanOf('--rule', 'a=off', 'src', '--rule', 'b=error')).toMatchObject({ rules: ['a=off', 'b=error'], paths: ['src'] });
  });

  it('knows the version and the help, before and after everything', () => {
    expect(parse('--version')).toEqual({ kind: 'version' });
    expect(parse('scan', 'src', '--version')).toEqual({ kind: 'version' });
    expect(parse('scan', '--help').kind).toBe('help');
    expect(parse('src', '--quiet', '--help').kind).toBe('help');
  });

  it.each<[string[], RegExp]>([
    [['--fromat', 'json'], /^unknown option '--fromat' \(Did you mean --format\?\)$/],
    [['src', '--format'], /^option '--format <F\[=FILE\]>' argument missing$/],
    [['--format', 'jsn'], /^--format jsn: no such format "jsn" \(did you mean "json"\?\); it must be stylish or json$/],
    [['--staged', '--since', 'main'], /^--staged and --since cannot be used together$/],
    [['--staged', '--changed'], /^--staged and --changed cannot be used together$/],
    [['--since=main', '--changed'], /^--changed and --since cannot be used together$/],
    [['--stdin', '--stdin-filename=a.ts', '--staged'], /^--staged and --stdin cannot be used together$/],
    [['--watch', '--stdin', '--stdin-filename=a.ts'], /^--watch and --stdin cannot be used together$/],
    [['--watch', '--staged'], /^--watch and --staged cannot be used together$/],
    [['--stdin'], /^--stdin needs --stdin-filename: the file that the text stands for$/],
    [['src', ''], /^an argument is empty: "src" ""$/],
    [['--stdin-filename', 'a.ts'], /^--stdin-filename needs --stdin$/],
    [['--workspace', 'api', '--staged'], /^--workspace and --staged cannot be used together$/],
    [['--workspace=api', '--watch'], /^--workspace and --watch cannot be used together$/],
    [['--workspace='], /^--workspace: must be the name or the folder of a package$/],
    [['--since', ''], /^--since: must be a branch, a tag or a commit$/],
    [['--baseline', ''], /^--baseline: must be a file name$/],
    [['--config='], /^--config: must be a file name$/],
    [['doctor', '--config', ''], /^--config: must be a file name$/],
    [['--cache-dir='], /^--cache-dir: must be a folder$/],
    [['baseline', '--staged'], /^unknown option '--staged'/],
    [['--format', 'json='], /^--format json=: a file name must follow the "="$/],
    [['--format', 'json', '--format', 'stylish'], /^--format: only one report can go to one place/],
    [['--format', 'json=a.json', '--output', 'b.json'], /^--output b\.json: every --format has a file already$/],
    [['--format', 'json=a', '--format', 'stylish=a'], /^--format: two reports would go to a; give each a file of its own$/],
    [['--format', 'json=a', '--format', 'stylish', '--output', 'a'], /^--format: two reports would go to a;/],
    [['--max-warnings', 'many'], /^--max-warnings many: must be a whole number, 0 or more$/],
    [['--max-warnings', '-1'], /whole number|argument missing/],
    [['--severity', 'warn'], /'warn' is invalid.*error, warning, info/],
    [['--quiet=yes'], /--quiet/],
    [['scna'], /^unknown command "scna" \(did you mean "scan"\?\)$/],
    [['--quiet', 'explan', 'n-plus-one'], /^unknown command "explan" \(did you mean "explain"\?\)$/],
  ])('%j is one clear line', (argv, line) => {
    const request = parse(...argv);
    expect(request.kind).toBe('usage');
    if (request.kind !== 'usage') return;
    expect(request.message).toMatch(line);
    expect(request.message).not.toContain('\n');
  });

  it('takes for a path what is written as one, what is there, and what no command is near', () => {
    for (const path of ['./scna', 'src', 'frobnicate']) expect(scanOf(path).paths).toEqual([path]);
  });

  it('has a value here for every option that takes one', () => {
    const taking = commands.flatMap(({ options }) => options).map(({ flags }) => flags.split(' ')).filter(([, value]) => value !== undefined);
    expect([...new Set(taking.map(([flag]) => flag))].sort()).toEqual([...new Set(Object.keys(VALUES).map((key) => key.split(' ').at(-1)))].sort());
  });
});
