import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commit, write } from '../git/repository.ts';
import { CLI } from './run.ts';
import { SHOP, shop } from './shop.ts';

/** A watch that runs: all it has said since somebody last waited, and waiting for it to say something. */
class Watch {
  private readonly child: ChildProcessWithoutNullStreams;
  private said = '';
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number | null>;

  constructor(cwd: string, ...args: string[]) {
    this.child = spawn(CLI, ['--watch', ...args], { cwd, env: { PATH: process.env.PATH ?? '', HOME: cwd } });
    this.child.stdout.on('data', (part) => (this.said += String(part)));
    this.child.stderr.on('data', (part) => (this.said += String(part)));
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  /** What it says until the text comes, and that line's rest; the test's own limit ends a wait in vain. */
  async until(text: string): Promise<string> {
    const end = (): number => this.said.indexOf('\n', Math.max(0, this.said.indexOf(text)));
    while (!this.said.includes(text) || end() < 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const said = this.said.slice(0, end() + 1);
    this.said = this.said.slice(end() + 1);
    return said;
  }

  /** Ctrl-C; gives the exit code. */
  end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

const WAITING = 'Ctrl-C ends';

describe('--watch', () => {
  it('scans again when a file changes, comes or goes, and ends with the code of the last scan', async () => {
    const cwd = shop();
    const watch = new Watch(cwd);
    expect(await watch.until(WAITING)).toMatch(/^No problems in 2 files\.\nperf-lint: watching \d+ files and folders; Ctrl-C ends\n$/);
    write(cwd, { 'src/orders.ts': SHOP.looping });
    expect(await watch.until(WAITING)).toContain('n-plus-one');
    write(cwd, { 'src/new/folder/file.ts': SHOP.blocking });
    expect(await watch.until(WAITING)).toContain('2 problems in 3 files');
    write(cwd, { 'src/new/folder/file.ts': null });
    expect(await watch.until(WAITING)).toContain('1 problem in 2 files');
    expect(await watch.end()).toBe(1);
  });

  it('sees the callee in another file, and ends with 0 when all is well', async () => {
    const cwd = shop({ 'src/orders.ts': SHOP.looping });
    const watch = new Watch(cwd, 'src/orders.ts');
    expect(await watch.until(WAITING)).toContain('n-plus-one');
    write(cwd, { 'src/repo.ts': SHOP.cachedRepo });
    expect(await watch.until(WAITING)).toContain('No problems in 1 file.');
    expect(await watch.end('SIGTERM')).toBe(0);
  });

  it('says when a change changes nothing', async () => {
    const cwd = shop();
    const watch = new Watch(cwd);
    await watch.until(WAITING);
    writeFileSync(path.join(cwd, 'src/repo.ts'), `${SHOP.repo}// a comment\n`);
    expect(await watch.until(WAITING)).toMatch(/^perf-lint: files changed; the findings are the same\nperf-lint: watching/);
    expect(await watch.end()).toBe(0);
  });

  it('goes on with a config that is being edited', async () => {
    const cwd = shop({ 'src/orders.ts': SHOP.looping });
    const watch = new Watch(cwd);
    await watch.until(WAITING);
    write(cwd, { 'perf-lint.config.json': '{ "rules": ' });
    expect(await watch.until(WAITING)).toMatch(/^perf-lint: .*perf-lint\.config\.json.*\nperf-lint: watching/);
    write(cwd, { 'perf-lint.config.json': '{ "rules": { "n-plus-one": "off" } }' });
    expect(await watch.until(WAITING)).toContain('No problems in 2 files.');
    write(cwd, { 'perf-lint.config.json': '{ "rulez": {} }' });
    await watch.until(WAITING);
    expect(await watch.end()).toBe(2);
  });

  it('follows what git takes for changed', async () => {
    const cwd = shop();
    write(cwd, { 'src/orders.ts': SHOP.looping });
    const watch = new Watch(cwd, '--changed');
    expect(await watch.until(WAITING)).toContain('n-plus-one');
    commit(cwd, 'accepted');
    expect(await watch.until(WAITING)).toContain('No problems in 0 files.');
    write(cwd, { 'perf-lint-baseline.json': '{' });
    expect(await watch.until(WAITING)).toContain('the baseline perf-lint-baseline.json cannot be used');
    expect(await watch.end()).toBe(2);
  });

  it('does not begin with what cannot be scanned', async () => {
    const cwd = shop();
    mkdirSync(path.join(cwd, 'perf-lint-baseline.json'));
    const watch = new Watch(cwd);
    expect(await watch.until('folder')).toContain('cannot be used');
    expect(await watch.ended).toBe(2);
  });
});
