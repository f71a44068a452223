import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ModelInput } from '../../harness/processes/protocol.ts';
import { burst, numberAt } from './operation.ts';
import type { Operation } from './operation.ts';

/** Of a hash, where the code does not show it: what the packages take when none is given. */
const ROUNDS = 10;

interface Bcrypt {
  hashSync(secret: string, rounds: number): string;
  hash(secret: string, rounds: number): Promise<string>;
  compareSync(secret: string, hash: string): boolean;
  compare(secret: string, hash: string): Promise<boolean>;
}

function load(input: ModelInput): Bcrypt {
  const [name] = input.operation.split('.');
  return requireOf(input)(name!) as Bcrypt;
}

function requireOf({ packages }: ModelInput): NodeJS.Require {
  if (packages === undefined) throw new Error('the folder of the packages is not known');
  return createRequire(path.join(packages, 'package.json'));
}

function missing(input: ModelInput): string | undefined {
  const [name] = input.operation.split('.');
  try {
    requireOf(input).resolve(name!);
    return undefined;
  } catch {
    return `${name} is not installed`;
  }
}

const assumed = (input: ModelInput): string | undefined => (hashes(input) && numberAt(input, 1) === undefined ? `a cost of ${ROUNDS}` : undefined);
const hashes = ({ operation }: ModelInput): boolean => /\.hash(?:Sync)?$/.test(operation);

/** bcrypt in C++: its asynchronous form computes in the thread pool. */
const native: Operation = {
  twin: 'the asynchronous form',
  assumed,
  missing,
  make(input, form) {
    const bcrypt = load(input);
    const rounds = numberAt(input, 1) ?? ROUNDS;
    if (hashes(input)) return burst(form, (index) => bcrypt.hashSync(`secret ${index}`, rounds), (index) => bcrypt.hash(`secret ${index}`, rounds));
    const hash = bcrypt.hashSync('secret', ROUNDS);
    return burst(form, (index) => bcrypt.compareSync(`secret ${index}`, hash), (index) => bcrypt.compare(`secret ${index}`, hash));
  },
};

/** bcrypt in JavaScript: both of its forms compute where they are called, so that it is compared with itself in a worker thread. */
const script: Operation = {
  twin: 'the same in a worker thread',
  assumed,
  missing,
  make(input, form) {
    const bcrypt = load(input);
    const { operation } = input;
    const name = operation.split('.')[1] as keyof Bcrypt;
    const second = hashes(input) ? (numberAt(input, 1) ?? ROUNDS) : bcrypt.hashSync('secret', ROUNDS);
    const call = bcrypt[name] as (secret: string, second: string | number) => unknown;
    if (form === 'suspect') return { call: async (index) => call(`secret ${index}`, second) };
    const ask = thread(requireOf(input).resolve(operation.split('.')[0]!), name.replace(/(?:Sync)?$/, 'Sync'));
    return { call: (index) => ask([`secret ${index}`, second]) };
  },
};

/** A function of a module that runs in a thread of its own. */
function thread(file: string, name: string): (args: readonly unknown[]) => Promise<unknown> {
  const code = `const { parentPort, workerData } = require('node:worker_threads');
const call = require(workerData.file)[workerData.name];
parentPort.on('message', ({ id, args }) => parentPort.postMessage({ id, result: call(...args) }));`;
  const worker = new Worker(code, { eval: true, workerData: { file, name } });
  const waiting = new Map<number, (result: unknown) => void>();
  worker.on('message', ({ id, result }: { id: number; result: unknown }) => {
    waiting.get(id)!(result);
    waiting.delete(id);
  });
  let next = 0;
  return (args) =>
    new Promise((resolve) => {
      const id = next++;
      waiting.set(id, resolve);
      worker.postMessage({ id, args });
    });
}

/** Functions of packages that hash passwords, by package and name. */
export const passwordOperations: Readonly<Record<string, Operation>> = {
  'bcrypt.hashSync': native,
  'bcrypt.compareSync': native,
  'bcryptjs.hashSync': script,
  'bcryptjs.compareSync': script,
  'bcryptjs.hash': script,
  'bcryptjs.compare': script,
};
