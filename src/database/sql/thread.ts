import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { threadMain } from './thread-main.ts';

export type Dialect = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';

/** What the parsers are asked about each of the texts. Fingerprints and normal forms are PostgreSQL's alone. */
export interface Job {
  ask: 'parse' | 'fingerprint' | 'normalize';
  dialect: Dialect;
  texts: readonly string[];
}

/** Of one text: the parser's value, or why there is none. */
export interface Answer {
  value?: unknown;
  problem?: string;
}

export interface Question {
  job: Job;
}

export interface ThreadData {
  port: MessagePort;
  /** One 32-bit number: a `STATE`. */
  flag: SharedArrayBuffer;
  states: typeof STATE;
  /** Milliseconds without a question after which the thread ends. */
  idleLimit: number;
  /** From where the packages of the parsers are resolved. */
  base: string;
}

const STATE = { asked: 0, answered: 1, ended: 2 } as const;

interface Thread {
  worker: Worker;
  port: MessagePort;
  signal: Int32Array;
}

/** Milliseconds: the parsers take 25 megabytes, and are seldom asked again after the schemas were read. */
const IDLE_LIMIT = 2_000;
/** Milliseconds for the thread's start and the loading of a parser. */
const START_LIMIT = 20_000;
/** Milliseconds for one round, and for each of its characters. */
const ROUND_LIMIT = 5_000;
const CHARACTER_LIMIT = 0.02;
/** Characters of one round: a text that takes for ever costs only its neighbours' time once. */
const ROUND_SIZE = 400_000;

let current: Thread | undefined;
let givenUp = 0;

/** How many rounds of this process got no answer, for want of time or of a thread: that says nothing of their texts. */
export function roundsGivenUp(): number {
  return givenUp;
}

/**
 * Asks the parsers, and waits. They run in one thread of the process, which starts when it is first asked: libpg-query loads
 * asynchronously only, and who asks is synchronous throughout. The thread keeps no process alive, and ends when nobody asks for a
 * while. A text that takes too long is given up with a problem, and the others are answered.
 */
export function askParsers({ ask, dialect, texts }: Job): Answer[] {
  return rounds(texts).flatMap((round) => answersOf({ ask, dialect, texts: round }));
}

function answersOf(job: Job): Answer[] {
  const answers = answered(job);
  if (Array.isArray(answers)) return answers;
  if (job.texts.length === 1) return [{ problem: answers }];
  return job.texts.flatMap((text) => answersOf({ ...job, texts: [text] }));
}

function rounds(texts: readonly string[]): string[][] {
  const all: string[][] = [];
  let size = Infinity;
  for (const text of texts) {
    if (size + text.length > ROUND_SIZE) {
      all.push([]);
      size = 0;
    }
    all.at(-1)!.push(text);
    size += text.length;
  }
  return all;
}

/** The answers of one round, or why there are none. */
function answered(job: Job): Answer[] | string {
  try {
    return waited(job);
  } catch (error) {
    givenUp++;
    // A host may forbid threads, or to wait in this one.
    return `the parser cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function waited(job: Job): Answer[] | string {
  // One that ends at this very moment says so before it is asked.
  if (current && Atomics.compareExchange(current.signal, 0, STATE.answered, STATE.asked) === STATE.ended) current = undefined;
  const isNew = current === undefined;
  const { port, signal } = (current ??= start());
  port.postMessage({ job } satisfies Question);
  const length = job.texts.reduce((sum, text) => sum + text.length, 0);
  const limit = ROUND_LIMIT + length * CHARACTER_LIMIT + (isNew ? START_LIMIT : 0);
  const outcome = Atomics.wait(signal, 0, STATE.asked, limit);
  const received = receiveMessageOnPort(port) as { message: Answer[] | string } | undefined;
  if (outcome !== 'timed-out' && received) return received.message;
  stop();
  givenUp++;
  return `the parser gave no answer within ${Math.round(limit / 1000)} seconds`;
}

function start(): Thread {
  const { port1, port2 } = new MessageChannel();
  const flag = new SharedArrayBuffer(4);
  const worker = new Worker(`(${threadMain.toString()})()`, {
    eval: true,
    workerData: { port: port2, flag, states: STATE, idleLimit: IDLE_LIMIT, base: import.meta.url } satisfies ThreadData,
    transferList: [port2],
    // What a host gives its own thread (loaders, a debugger, a limit) is not for this one.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.unref();
  // A thread that breaks gives no answer, which is said then.
  worker.on('error', () => {
    if (current?.worker === worker) current = undefined;
  });
  port1.unref();
  return { worker, port: port1, signal: new Int32Array(flag) };
}

function stop(): void {
  void current?.worker.terminate();
  current?.port.close();
  current = undefined;
}
