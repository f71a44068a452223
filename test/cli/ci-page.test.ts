import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commit, git, write } from '../git/repository.ts';
import type { Action } from './composite.ts';
import { SHOP } from './shop.ts';
import { install, installed, run } from './user.ts';
import type { Outcome } from './user.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const page = read('docs/ci.md');
const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => parse(text as string) as unknown);

/** The block of the page that has this key, or a list whose first member has it. */
function block(key: string): unknown {
  const found = blocks.map((one) => (Array.isArray(one) ? (one[0] as object) : (one as object))).find((one) => key in one);
  if (found === undefined) throw new Error(`docs/ci.md has no block with ${key}`);
  return found;
}

/** A branch that brings a query per row to a project that has one. */
function branch(): { cwd: string; base: string } {
  const cwd = installed({ 'src/old.ts': SHOP.looping });
  const base = git(cwd, 'rev-parse', 'HEAD');
  git(cwd, 'checkout', '-q', '-b', 'feature');
  write(cwd, { 'src/orders.ts': SHOP.looping });
  commit(cwd, 'second');
  return { cwd, base };
}

function bash(cwd: string, script: string, env: Record<string, string>): Outcome {
  return run(cwd, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { PATH: `${path.join(cwd, 'node_modules/.bin')}:${process.env.PATH ?? ''}`, ...env });
}

describe('docs/ci.md', () => {
  it('lists the inputs and outputs of the action', () => {
    const action = parse(read('action.yml')) as Action;
    expect([...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)).toEqual(Object.keys(action.inputs));
    for (const name of Object.keys(action.outputs)) expect(page).toContain(`\`${name}\``);
    expect(block('jobs')).toMatchObject({ jobs: { 'perf-lint': { steps: [{ uses: 'actions/checkout@v5', with: { 'fetch-depth': 0 } }, {}] } } });
  });

  it('has a comment that is written where there is something to say, and fails the job after that', () => {
    const { run: script } = block('run') as { run: string };
    const { cwd, base } = branch();
    const said = path.join(cwd, '../said');
    const tool = path.join(cwd, '../gh');
    writeFileSync(tool, `#!/bin/sh\necho "$@" > ${said}\n`);
    chmodSync(tool, 0o755);
    install(cwd, 'gh', tool);
    expect(bash(cwd, script, { BASE: base, NUMBER: '7' }).code).toBe(1);
    expect(readFileSync(said, 'utf8')).toBe('pr comment 7 --body-file perf-lint.md --edit-last --create-if-none\n');
    expect(readFileSync(path.join(cwd, 'perf-lint.md'), 'utf8')).toMatch(/\| error \| src\/orders\.ts:13 \|/);
    writeFileSync(said, '');
    expect(bash(cwd, script, { BASE: 'HEAD', NUMBER: '7' }).code).toBe(0);
    expect(readFileSync(said, 'utf8')).toBe('');
  });

  it('has a job for GitLab that reports all, and fails where a merge request brings an error', () => {
    const { 'perf-lint': { script, artifacts } } = block('perf-lint') as { 'perf-lint': { script: string[]; artifacts: { reports: { codequality: string } } } };
    const validate = new Ajv().compile(JSON.parse(read('test/report/gitlab.schema.json')) as object);
    const commands = script.filter((line) => line !== 'npm ci').join('\n');
    const { cwd, base } = branch();
    const report = path.join(cwd, artifacts.reports.codequality);
    const merge = bash(cwd, commands, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(merge.code).toBe(1);
    expect(merge.text).toContain('src/orders.ts');
    expect(merge.text).not.toContain('src/old.ts');
    const issues = JSON.parse(readFileSync(report, 'utf8')) as { location: { path: string } }[];
    expect(validate(issues) ? [] : validate.errors).toEqual([]);
    expect(issues.map(({ location }) => location.path)).toEqual(['src/old.ts', 'src/orders.ts']);
    expect(bash(cwd, commands, { CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD' }).code).toBe(0);
    expect(bash(cwd, commands, {}).code).toBe(0);
  });

  it('names the command that a shallow clone needs', () => {
    const { cwd, base } = branch();
    const shallow = path.join(cwd, '../shallow');
    git(cwd, 'clone', '-q', '--depth=1', `file://${cwd}`, shallow);
    install(shallow, 'perf-lint', path.join(root, 'dist/cli.js'));
    const { code, text } = run(shallow, 'npx', ['perf-lint', 'scan', '--since', base]);
    expect({ code, text }).toEqual({ code: 2, text: expect.stringMatching(/^perf-lint: .*git fetch .*\n$/) as string });
    expect(existsSync(path.join(shallow, '.git/shallow'))).toBe(true);
  });
});
