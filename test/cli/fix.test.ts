import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../commands/project.ts';
import { perfLint } from './run.ts';

const LOADER = "import { readFileSync } from 'node:fs';\nexport async function load(file) {\n  return readFileSync(file);\n}\n";
const SERVER = { 'package.json': '{ "name": "server", "dependencies": { "express": "5" } }', 'src/a.js': LOADER };
const text = (cwd: string) => readFileSync(path.join(cwd, 'src/a.js'), 'utf8');

describe('perf-lint fix', () => {
  it('prints in a dry run a diff that applies to what the fix makes', () => {
    const cwd = project(SERVER);
    const dry = perfLint(cwd, ['fix', 'src/a.js:3', '--dry-run']);
    expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text(cwd)).toBe(LOADER);
    const other = project(SERVER);
    const done = perfLint(other, ['fix', 'src/a.js:3']);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^src\/a\.js:3 {2}sync-io-in-async \w{16}: await readFile of fs\/promises\n {2}changed: src\/a\.js \(4 edits\)\n {2}check: .*\n$/);
    expect(spawnSync('git', ['apply'], { cwd, input: dry.stdout }).status).toBe(0);
    expect(text(cwd)).toBe(text(other));
    expect(perfLint(other, [])).toMatchObject({ code: 0 });
  });

  it('takes the ids of the JSON report, whose suggestions are the same edits', () => {
    const cwd = project(SERVER);
    const { findings } = JSON.parse(perfLint(cwd, ['--format', 'json']).stdout) as { findings: { id: string; suggestions: { edits: { start: number; end: number; text: string }[] }[] }[] };
    const [{ id, suggestions }] = findings as [(typeof findings)[number]];
    let edited = LOADER;
    for (const { start, end, text: replacement } of suggestions[0]!.edits.toReversed()) edited = edited.slice(0, start) + replacement + edited.slice(end);
    expect(perfLint(cwd, ['fix', id])).toMatchObject({ code: 0 });
    expect(text(cwd)).toBe(edited);
  });

  it.each<[what: string, args: string[], message: RegExp]>([
    ['no finding', ['fix'], /missing required argument 'ids'/],
    ['an id that no finding has', ['fix', 'abcdef01'], /no finding of this project has the id abcdef01/],
    ['a word that is none', ['fix', 'n-plus-one'], /"n-plus-one" is no finding’s id/],
    ['a finding that nothing rewrites', ['fix', 'src/b.js:3'], /no suggestion for \w{16} \(sync-io-in-async, src\/b\.js:3\): execSync is not known to be a call of node:fs; nothing is changed/],
    ['an option that there is not', ['fix', 'src/a.js:3', '--force'], /unknown option '--force'/],
  ])('says in one line what is wrong, and exits with 2: %s', (_, args, message) => {
    const cwd = project({ ...SERVER, 'src/b.js': "import { execSync } from 'node:child_process';\nexport async function run(command) {\n  return execSync(command);\n}\n" });
    const { code, stdout, stderr } = perfLint(cwd, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(text(cwd)).toBe(LOADER);
  });
});
