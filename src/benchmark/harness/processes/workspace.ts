import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';

/** What a run has on the machine beside its own memory: a folder and processes. `close` leaves neither, and so does the end of this process. */
export class Workspace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-bench-'));
  private readonly children = new Set<ChildProcess>();
  private readonly onExit = (): void => this.close();

  constructor() {
    process.once('exit', this.onExit);
  }

  /** Keeps a process in mind until it has ended. */
  adopt(child: ChildProcess): void {
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
  }

  close(): void {
    process.removeListener('exit', this.onExit);
    for (const child of this.children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
