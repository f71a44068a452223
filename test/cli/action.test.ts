import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import pkg from '../../package.json' with { type: 'json' };
import { commit, git, write } from '../git/repository.ts';
import { readOutput } from '../report/workflow-commands.ts';
import { runAction } from './composite.ts';
import type { Action } from './composite.ts';
import { SHOP, SHOP_FILES } from './shop.ts';
import { homeOf, installed } from './user.ts';

const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as Action;
const UPLOAD = 'github/codeql-action/upload-sarif@v4';

/** A shop with one problem, and that of a pull request on top of it. */
function pullRequest(): { cwd: string; base: string } {
  const cwd = installed({ 'src/old.ts': SHOP.looping });
  const base = git(cwd, 'rev-parse', 'HEAD');
  write(cwd, { 'src/orders.ts': SHOP.looping });
  commit(cwd, 'second');
  return { cwd, base };
}

function filesOf(sarif: string): string[] {
  const { runs: [run] } = JSON.parse(readFileSync(sarif, 'utf8')) as { runs: [{ results: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }[] }] };
  return run.results.map(({ locations: [{ physicalLocation: { artifactLocation: { uri } } }] }) => uri);
}

describe('action.yml', () => {
  it('is as GitHub’s metadata syntax says', () => {
    const validate = new Ajv({ allErrors: true, strictRequired: false }).compile(JSON.parse(readFileSync(new URL('action.schema.json', import.meta.url), 'utf8')) as object);
    expect(validate(action) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...action, runs: { ...action.runs, steps: [{ run: 'exit 0' }] } })).toBe(false);
  });

  it('takes no input for a part of a script', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('annotates, sums up and uploads what it finds, and fails after that', () => {
    const { failed, output, summary, used, outputs } = runAction(action, installed({ 'src/orders.ts': SHOP.looping }), {});
    expect(readOutput(output).annotations.map(({ kind, properties: { file, line } }) => `${kind} ${file}:${line}`)).toEqual(['error src/orders.ts:13']);
    expect(summary).toContain('**perf-lint: 1 problem**');
    expect(used).toEqual({ [UPLOAD]: { sarif_file: outputs['sarif-file'], category: 'perf-lint' } });
    expect(filesOf(outputs['sarif-file']!)).toEqual(['src/orders.ts']);
    expect({ failed, code: outputs['exit-code'] }).toEqual({ failed: 'Result', code: '1' });
  });

  it('passes where there is nothing, and uploads that too', () => {
    const { failed, output, summary, used, outputs } = runAction(action, installed(), {});
    expect({ failed, output, summary, code: outputs['exit-code'] }).toEqual({ failed: undefined, output: 'No problems in 2 files.\n', summary: '', code: '0' });
    expect(Object.keys(used)).toEqual([UPLOAD]);
  });

  it('reports on a pull request what it brought', () => {
    const { cwd, base } = pullRequest();
    const job = runAction(action, cwd, {}, { event: { pull_request: { base: { sha: base } } } });
    expect(readOutput(job.output).annotations.map(({ properties: { file } }) => file)).toEqual(['src/orders.ts']);
    expect(runAction(action, cwd, { since: '' }, { event: { pull_request: { base: { sha: base } } } }).output.match(/^::error /gm)).toHaveLength(2);
  });

  it('hands its inputs over, and names files from the root of the repository', () => {
    const shop = { ...SHOP_FILES, 'src/orders.ts': SHOP.looping, 'src/others.ts': SHOP.looping, 'mine.json': '{ "rules": { "n-plus-one": "warning" } }' };
    const cwd = installed(Object.fromEntries(Object.entries(shop).map(([file, text]) => [`packages/shop/${file}`, text])));
    const { failed, output, used } = runAction(action, cwd, { 'working-directory': 'packages/shop', paths: 'src/orders.ts\n  src/repo.ts\n', config: 'mine.json', args: '--max-warnings 0', 'upload-sarif': 'false' });
    expect(readOutput(output).annotations.map(({ kind, properties: { file } }) => `${kind} ${file}`)).toEqual(['warning packages/shop/src/orders.ts']);
    expect({ failed, used }).toEqual({ failed: 'Result', used: {} });
  });

  it('fails at once where nothing can be scanned, and uploads nothing', () => {
    const { failed, output, used, outputs } = runAction(action, installed(), { paths: 'nope $(touch made) `touch made` ; touch made' });
    expect({ failed, used, outputs }).toEqual({ failed: 'Scan', used: {}, outputs: { 'exit-code': '', 'sarif-file': '' } });
    expect(output).toMatch(/^perf-lint: no such file or folder: nope/);
  });

  it.each([
    ['its own version', {}, pkg.version],
    ['the version that is named', { version: '9.8.7' }, '9.8.7'],
  ])('asks npm for %s where the project has none', (_, inputs, version) => {
    const cwd = installed();
    rmSync(path.join(cwd, 'node_modules'), { recursive: true });
    // A registry where nobody listens; npm's own log has what it was asked for.
    const home = homeOf(cwd);
    writeFileSync(path.join(home, '.npmrc'), 'registry=http://127.0.0.1:9/\nfetch-retries=0\n');
    expect(runAction(action, cwd, inputs)).toMatchObject({ failed: 'Scan', used: {} });
    const logs = readdirSync(path.join(home, '.npm/_logs')).map((file) => readFileSync(path.join(home, '.npm/_logs', file), 'utf8'));
    expect(logs.some((log) => log.includes(`"perf-lint@${version}" "scan"`))).toBe(true);
  });
});
