import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { causeOf, UsageError } from '../../source/errors.ts';
import { makeFolder } from '../../source/make-folder.ts';
import { ProcessGroup, type Ended } from '../process-group.ts';
import { preloadMain, type Preloaded } from './preload.ts';
import { SyncTrace } from './sync-trace.ts';

/** Microseconds between two samples of the processor, and bytes between two of the heap. */
const CPU_INTERVAL = 500;
const HEAP_INTERVAL = 64 * 1024;

/** Milliseconds that a command has to end after it was asked to. */
const GRACE = 10_000;

/** The folder of the recording that a command runs beside; what drives a server puts its figures there. */
export const FOLDER_VARIABLE = 'PERF_LINT_PROFILE_DIR';

export interface RecordOptions {
  /** The program and its arguments. */
  command: readonly string[];
  /** Where the files go; it is made. */
  folder: string;
  cwd: string;
  /** Seconds after which the command is asked to end; default: it ends by itself, or is stopped. */
  duration?: number | undefined;
  /** A command line for the shell that runs beside it; when it ends, the command is asked to end. */
  beside?: string | undefined;
  /** Gives what stops the command: the first call asks it to end with that signal, a second one ends it at once. */
  onStart?(stop: (signal: NodeJS.Signals) => void): void;
  /** What the command says on standard error. */
  onError(text: string): void;
}

export interface Recorded {
  /** Names of the files in the folder. */
  files: readonly string[];
  /** What a user should know, one line each. */
  notes: string[];
}

/**
 * Runs a command, each Node process of it under V8's profilers and with --trace-sync-io, until it ends or is stopped. No process of it is left.
 * @throws UsageError for a folder that cannot be made, for a command that cannot be started, or of which nothing was recorded
 */
export async function record({ command, folder, cwd, duration, beside, onStart, onError }: RecordOptions): Promise<Recorded> {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UsageError(`nothing can be recorded to ${folder}: ${causeOf(error)}`, { cause: error });
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'perf-lint-profile-'));
  const trace = new SyncTrace(path.join(folder, 'trace-sync-io.txt'), onError);
  const env = { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, '--trace-sync-io', `--require ${JSON.stringify(preloadIn(scratch, folder))}`].filter(Boolean).join(' ') };
  const group = new ProcessGroup(command, { cwd, env, stdio: ['ignore', 'inherit', 'pipe'] });
  group.child.stderr?.setEncoding('utf8').on('data', (text: string) => trace.write(text));
  let isAsked = false;
  let isKilled = false;
  const timers: NodeJS.Timeout[] = [];
  const stop = (signal: NodeJS.Signals): void => {
    group.signal(isAsked ? 'SIGKILL' : signal);
    isAsked = true;
    timers.push(setTimeout(() => (isKilled = group.signal('SIGKILL')), GRACE));
  };
  onStart?.(stop);
  if (duration !== undefined) timers.push(setTimeout(() => stop('SIGTERM'), duration * 1000));
  const other = beside === undefined ? undefined : new ProcessGroup([beside], { cwd, env: { ...process.env, [FOLDER_VARIABLE]: folder }, stdio: ['ignore', 'inherit', 'inherit'], shell: true });
  let besideEnded: Ended | undefined;
  void other?.ended.catch((): Ended => ({ code: 127, signal: null })).then((ended) => {
    besideEnded = ended;
    if (!isAsked) stop('SIGTERM');
  });
  try {
    const ended = await group.ended.catch((error: unknown): never => {
      throw new UsageError(`${command[0]}: it cannot be run: ${causeOf(error)}`, { cause: error });
    });
    isKilled = !(await group.finish(GRACE)) || isKilled;
    trace.end();
    const files = readdirSync(folder).sort();
    const notes = [
      ...(!isAsked && ended.code !== 0 ? [`the command ended by itself ${howOf(ended)}`] : []),
      ...(isKilled ? [`the command did not end within ${GRACE / 1000} s and was killed: what was recorded of it is missing`] : []),
      ...(besideEnded && besideEnded.code !== 0 ? [`--while: it ended ${howOf(besideEnded)}`] : []),
      ...(trace.isFull ? ['synchronous calls: there were too many stacks; later ones were left out'] : []),
    ];
    if (!files.some((file) => file.endsWith('.cpuprofile'))) throw new UsageError([`nothing was recorded: no Node process of ${JSON.stringify(command.join(' '))} ended in order`, ...notes].join('; '));
    return { files, notes };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    for (const one of [group, other]) one?.signal('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
    if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  }
}

function preloadIn(scratch: string, folder: string): string {
  const file = path.join(scratch, 'preload.cjs');
  const settings: Preloaded = { folder, cpuInterval: CPU_INTERVAL, heapInterval: HEAP_INTERVAL };
  writeFileSync(file, `(${preloadMain.toString()})(require, ${JSON.stringify(settings)});\n`);
  return file;
}

function howOf({ code, signal }: Ended): string {
  return code === null ? `by ${signal ?? 'a signal'}` : `with exit code ${code}${code > 128 && code < 160 ? ` (${signalOf(code - 128)})` : ''}`;
}

function signalOf(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
