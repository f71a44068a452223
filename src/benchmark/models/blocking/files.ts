import fs from 'node:fs';
import path from 'node:path';
import type { ModelInput } from '../../harness/processes/protocol.ts';
import { ASSUMED_BYTES, assumedBytes, burst } from './operation.ts';
import type { Operation } from './operation.ts';

/** Entries of a folder, where nothing tells. */
const ENTRIES = 1000;

/** The files of one side, in the worker's own folder. */
interface Files {
  /** A file with content. */
  file: string;
  folder: string;
  /** A name that is the call's own; a name comes again in the next burst. */
  own(index: number): string;
  content: Buffer;
}

interface FileCall {
  /** Of `fs.promises`; the synchronous form is called the same with `Sync`. */
  name: keyof typeof fs.promises;
  args(files: Files, index: number): readonly unknown[];
  /** Makes what the calls of a burst take away, or takes away what they made. */
  before?(files: Files, index: number): void;
  /** What decides how long it takes. */
  input?: 'file' | 'folder';
}

const gone = ({ own }: Files, index: number): void => fs.rmSync(own(index), { recursive: true, force: true });
const there = ({ own, content }: Files, index: number): void => fs.writeFileSync(own(index), content);

const CALLS: readonly FileCall[] = [
  { name: 'readFile', args: ({ file }) => [file], input: 'file' },
  { name: 'writeFile', args: ({ own, content }, index) => [own(index), content], input: 'file' },
  { name: 'appendFile', args: ({ own, content }, index) => [own(index), content], before: gone, input: 'file' },
  { name: 'copyFile', args: ({ file, own }, index) => [file, own(index)], input: 'file' },
  { name: 'cp', args: ({ file, own }, index) => [file, own(index), { recursive: true }], input: 'file' },
  { name: 'rm', args: ({ own }, index) => [own(index), { recursive: true, force: true }], before: there, input: 'file' },
  { name: 'unlink', args: ({ own }, index) => [own(index)], before: there, input: 'file' },
  { name: 'truncate', args: ({ own }, index) => [own(index)], before: there, input: 'file' },
  { name: 'readdir', args: ({ folder }) => [folder], input: 'folder' },
  { name: 'mkdir', args: ({ own }, index) => [own(index)], before: gone },
  { name: 'mkdtemp', args: ({ own }, index) => [own(index)] },
  { name: 'stat', args: ({ file }) => [file] },
  { name: 'lstat', args: ({ file }) => [file] },
  { name: 'access', args: ({ file }) => [file] },
  { name: 'realpath', args: ({ file }) => [file] },
  { name: 'utimes', args: ({ file }) => [file, 0, 0] },
  { name: 'chmod', args: ({ file }) => [file, 0o600] },
];

function filesFor({ bytes = ASSUMED_BYTES }: ModelInput, { input }: FileCall): Files {
  const folder = fs.mkdtempSync(path.join(process.cwd(), 'side-'));
  const file = path.join(folder, 'file');
  const content = Buffer.alloc(input === 'file' ? bytes : 0, 'perf-lint ');
  fs.writeFileSync(file, content);
  if (input === 'folder') for (let entry = 1; entry < ENTRIES; entry++) fs.writeFileSync(path.join(folder, `entry-${entry}`), '');
  return { file, folder, own: (index) => path.join(folder, `own-${index}`), content };
}

function operation(call: FileCall): Operation {
  const { name, args, before, input } = call;
  const suspect = fs[`${name}Sync` as keyof typeof fs] as (...args: readonly unknown[]) => unknown;
  const twin = fs.promises[name] as (...args: readonly unknown[]) => Promise<unknown>;
  return {
    twin: `fs.promises.${name}`,
    assumed: (given) => (input === 'file' ? assumedBytes(given, 'a file') : input === 'folder' ? `a folder of ${ENTRIES} entries` : undefined),
    make(given, form) {
      const files = filesFor(given, call);
      const ready = before && ((count: number): void => Array.from({ length: count }).forEach((_, index) => before(files, index)));
      return burst(form, (index) => suspect(...args(files, index)), (index) => twin(...args(files, index)), ready);
    },
  };
}

const existsSync: Operation = {
  twin: 'fs.promises.access',
  make(given, form) {
    const { file } = filesFor(given, { name: 'access', args: () => [] });
    return burst(form, () => fs.existsSync(file), () => fs.promises.access(file).then(() => true, () => false));
  },
};

/** Calls of node:fs, and of the packages that stand for it, by their names without the package. */
export const fileOperations: Readonly<Record<string, Operation>> = { existsSync, ...Object.fromEntries(CALLS.map((call) => [`${call.name}Sync`, operation(call)])) };
