import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks at whether a group has ended. */
const POLL = 25;

/** How a program ended: by itself with a code, or by a signal. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A program with all that it starts. It has a process group of its own (POSIX), so that a signal reaches each of its processes once, and so that
 * none of them is left behind; Ctrl-C in a terminal does not reach it by itself.
 */
export class ProcessGroup {
  readonly child: ChildProcess;
  /** Rejects when the program cannot be started. */
  readonly ended: Promise<Ended>;

  constructor([file = '', ...args]: readonly string[], options: SpawnOptions) {
    const child = spawn(file, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
    this.child = child;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    // Who waits for it is told; until then it is no error of the whole program.
    this.ended.catch(() => undefined);
  }

  /** Sends a signal to all of its processes; false where none is left. */
  signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.child;
    if (pid === undefined) return false;
    try {
      return process.platform === 'win32' ? this.child.kill(signal) : process.kill(-pid, signal);
    } catch {
      return false;
    }
  }

  /** Waits until none of its processes is left, for so many milliseconds, and ends those that are left then. True where none was. */
  async finish(limit: number): Promise<boolean> {
    for (const end = performance.now() + limit; performance.now() < end; await pause(POLL)) if (!this.signal(0)) return true;
    this.signal('SIGKILL');
    return false;
  }
}
