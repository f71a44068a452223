// What a change costs a process that stays and watches.
//
// Plain JavaScript, because Node 20 runs no TypeScript.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** What it says when a scan has ended: src/cli.ts. */
const WAITING = 'Ctrl-C ends';
/** What the kernel counts a second in: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

/** A process of `perf-lint scan --watch`. It is to be waited for once before anything is changed. */
export class Watching {
  /** @param args of Node: the script and its arguments */
  constructor(node, args, { cwd, env = {} }) {
    this.child = spawn(node, [...args, '--watch'], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.lines = createInterface({ input: this.child.stderr })[Symbol.asyncIterator]();
  }

  /**
   * Makes a change and waits until it was seen and scanned.
   *
   * @returns seconds of CPU of the process, those of looking for changes meanwhile among them, seconds by the clock, and its peak memory in MB
   */
  async measure(change) {
    const [cpu, start] = [this.cpu(), performance.now()];
    change();
    await this.waiting();
    return { cpu: this.cpu() - cpu, wall: (performance.now() - start) / 1000, peak: this.peak() };
  }

  /** @throws Error when it ends instead */
  async waiting() {
    for (;;) {
      const { done, value } = await this.lines.next();
      if (done) throw new Error('perf-lint scan --watch ended early');
      if (value.includes(WAITING)) return;
    }
  }

  async end() {
    this.child.kill('SIGINT');
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }

  cpu() {
    const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${this.child.pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ').map(Number);
    return (user + system) / TICKS;
  }

  peak() {
    return (Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'latin1'))[1]) * 1024) / 1e6;
  }
}
