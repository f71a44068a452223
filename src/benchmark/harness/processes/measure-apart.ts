import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../sequence.ts';
import { residentBytes } from './resident.ts';
import type { Job, Reply } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** How a worker is started, and what it may take. */
export interface Limits {
  /** The script of the worker. */
  script: string;
  /** Milliseconds until it is ended. */
  timeout: number;
  /** Bytes that it may hold, in its heap and in all. */
  memory: number;
  /** Options of Node beside those that every worker gets. */
  execArgv?: readonly string[];
  /** What starts Node, with its arguments: `unshare -rn --`. */
  launcher?: readonly string[];
  signal?: AbortSignal;
}

/** What the system needs to start a program at all, and to find folders for it; nothing else of the environment goes to a worker. */
const KEPT_VARIABLES = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** How often it is seen what a worker holds, in milliseconds. */
const WATCH = 100;

/**
 * Measures a job in a fresh process, whose working directory is a folder of its own in the workspace. When the promise settles, the process has ended and the folder is gone.
 * @throws the signal's reason when it aborts
 */
export async function measureApart(job: Job, workspace: Workspace, { script, timeout, memory, execArgv = [], launcher = [], signal }: Limits): Promise<Outcome> {
  signal?.throwIfAborted();
  const cwd = mkdtempSync(path.join(workspace.folder, 'process-'));
  const [program, ...args] = [...launcher, process.execPath, '--expose-gc', `--max-old-space-size=${Math.floor(memory / 2 ** 20)}`, ...execArgv, script];
  const child = spawn(program!, args, {
    cwd,
    env: Object.fromEntries(KEPT_VARIABLES.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  workspace.adopt(child);
  const said: Buffer[] = [];
  child.stderr!.on('data', (data: Buffer) => said.push(data));
  const onAbort = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', onAbort, { once: true });
  const { pid } = child;
  const end = new AbortController();
  try {
    return await new Promise<Outcome>((resolve) => {
      let reply: Reply | undefined;
      const fail = (reason: string): void => {
        reply ??= { ok: false, reason };
        child.kill('SIGKILL');
      };
      const timer = setTimeout(() => fail(`it took longer than ${timeout / 1000} s`), timeout);
      const watch = setInterval(() => {
        if (pid !== undefined && residentBytes(pid) > memory) fail(`it took more than ${Math.round(memory / 2 ** 20)} MB of memory`);
      }, WATCH);
      end.signal.addEventListener('abort', () => [timer, watch].forEach(clearTimeout));
      child.once('message', (message) => {
        reply ??= message as Reply;
        child.kill('SIGKILL');
      });
      child.once('error', (error) => {
        reply ??= { ok: false, reason: `it could not be started: ${error.message}` };
        if (pid === undefined) resolve(reply);
      });
      child.once('close', (code, killed) => resolve(reply ?? { ok: false, reason: `it ended ${killed ? `by ${killed}` : `with code ${code}`}${lastWords(said)}` }));
      child.send(job, (error) => error && fail(`it could not be asked: ${error.message}`));
    });
  } finally {
    end.abort();
    signal?.removeEventListener('abort', onAbort);
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 });
    signal?.throwIfAborted();
  }
}

/** What an error that ends a process prints about itself. */
function lastWords(said: readonly Buffer[]): string {
  const lines = Buffer.concat(said).toString().split('\n');
  const line = lines.find((text) => /^(?:\w*Error\b|FATAL ERROR)/.test(text));
  return line === undefined ? '' : `: ${line.slice(0, 200)}`;
}
