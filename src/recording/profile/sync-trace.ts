import { appendFileSync } from 'node:fs';

const WARNING = /^\(node:\d+\) WARNING: Detected use of sync API\r?$/;
const STACK_LINE = /^\s+at /;

/** Bytes of stacks that are kept: a server that reads files at each request writes some kilobytes for each. */
const MAX_BYTES = 64 * 2 ** 20;

/** Takes what `node --trace-sync-io` says out of a standard error, into a file; the rest goes on. */
export class SyncTrace {
  private rest = '';
  private isStack = false;
  private kept = 0;
  private readonly file: string;
  private readonly pass: (text: string) => void;

  constructor(file: string, pass: (text: string) => void) {
    this.file = file;
    this.pass = pass;
  }

  /** Stacks were left out, because there were too many. */
  get isFull(): boolean {
    return this.kept >= MAX_BYTES;
  }

  write(text: string): void {
    const lines = `${this.rest}${text}`.split('\n');
    this.rest = lines.pop()!;
    this.take(lines);
  }

  end(): void {
    if (this.rest !== '') this.take([this.rest]);
    this.rest = '';
  }

  private take(lines: readonly string[]): void {
    const trace: string[] = [];
    const others: string[] = [];
    for (const line of lines) {
      const isBlank = line.trim() === '';
      const belongs = WARNING.test(line) || (this.isStack && (STACK_LINE.test(line) || isBlank));
      this.isStack = belongs && !isBlank;
      (belongs ? trace : others).push(`${line}\n`);
    }
    if (others.length > 0) this.pass(others.join(''));
    if (trace.length === 0 || this.isFull) return;
    const stacks = trace.join('');
    this.kept += stacks.length;
    appendFileSync(this.file, stacks);
  }
}
