import { ROW } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import { OUTLINE_KINDS } from '../facts/outline.ts';
import type { OutlineKind } from '../facts/outline.ts';
import { isTestFile } from './entries/file-kinds.ts';
import type { LinkedFile } from './linked-file.ts';
import type { Trail } from './trail.ts';
import type { FunctionRef } from './values.ts';

/** A row of a table in some file. */
interface Ref {
  file: LinkedFile;
  id: number;
}

/** Backward look-ups by name over all files. */
export interface NameIndex {
  /** Calls, constructions and elements by the last name of their callee, and by the one that it was imported or destructured from; with the specifier of the import, or ''. */
  calls(name: string): readonly (Ref & { specifier: string })[];
  /** Methods of classes and prototypes, and functions assigned to members, by name. Those of tests only when a test asks; so below. */
  methods(name: string, from?: LinkedFile): readonly (FunctionRef & { owner: string })[];
  /** Classes that have a getter of that name. */
  getters(name: string): readonly Ref[];
  /** Classes by name. */
  classes(name: string, from?: LinkedFile): readonly Ref[];
  /** Classes that name another as their base or among their interfaces, by that name. */
  heirs(name: string, from?: LinkedFile): readonly Ref[];
  /** Functions that give back an object literal, by the name of the type that they say it has. */
  makers(name: string, from?: LinkedFile): readonly FunctionRef[];
  /** Variables by name that are initialised with a call, and what a call names in a literal first argument. */
  made(name: string, from?: LinkedFile): readonly { file: LinkedFile; call: number; binding: number }[];
  /** Calls that have a type of that name among their type arguments. */
  typed(name: string): readonly Ref[];
  /** Calls that have a name, or a property of that name, as an argument. */
  passed(name: string): readonly Ref[];
  /** Files that set a property of that name to the result of a call, or to a name, and how often each. */
  set(kind: 'set-to-call' | 'set-to-name', name: string): readonly { file: LinkedFile; times: number }[];
  /** Whether some file does. This is no look-up that is noted: who asks notes what it rests on. */
  isSet(name: string): boolean;
  /** Files that assign a member of that name, or a member of one. */
  assigning(name: string): readonly LinkedFile[];
}

/** Reads the outlines of all files; no facts. Each kind of look-up is built when it is first asked for. */
export function indexNames(files: readonly LinkedFile[], trail: Trail): NameIndex {
  const reading = <T>(kind: OutlineKind, make: (file: LinkedFile, a: number, b: number) => T): ((name: string) => readonly T[]) => {
    const known = new Map<string, readonly T[]>();
    let table: Table | undefined;
    return (name) => {
      let list = known.get(name);
      if (!list) known.set(name, (list = rowsNamed((table ??= tableOf(files, kind)), files, name, make)));
      return list;
    };
  };
  const noting = <T>(kind: OutlineKind, read: (name: string) => readonly T[]) => (name: string): readonly T[] => {
    if (trail.recording) trail.lookup(`${kind} ${name}`);
    return read(name);
  };
  const find = <T>(kind: OutlineKind, make: (file: LinkedFile, a: number, b: number) => T) => noting(kind, reading(kind, make));
  const ref = (file: LinkedFile, id: number): Ref => ({ file, id });
  const setting = { 'set-to-call': reading('set-to-call', (file, times) => ({ file, times })), 'set-to-name': reading('set-to-name', (file, times) => ({ file, times })) };
  const toCall = noting('set-to-call', setting['set-to-call']);
  const toName = noting('set-to-name', setting['set-to-name']);
  return {
    calls: find('calls', (file, id, specifier) => ({ file, id, specifier: names.text(specifier) })),
    methods: withoutTests(find('methods', (file, id, owner) => ({ file, id, owner: names.text(owner) }))),
    getters: find('getters', ref),
    classes: withoutTests(find('classes', ref)),
    heirs: withoutTests(find('heirs', ref)),
    makers: withoutTests(find('makers', ref)),
    made: withoutTests(find('made', (file, call, binding) => ({ file, call, binding }))),
    typed: find('typed', ref),
    passed: find('passed', ref),
    set: (kind, name) => (kind === 'set-to-call' ? toCall(name) : toName(name)),
    isSet: (name) => setting['set-to-call'](name).length > 0 || setting['set-to-name'](name).length > 0,
    assigning: find('assigned', (file) => file),
  };
}

/** What tests declare never stands in for the real thing, unless a test asks. */
function withoutTests<T extends { file: LinkedFile }>(found: (name: string) => readonly T[]): (name: string, from?: LinkedFile) => readonly T[] {
  const real = new WeakMap<readonly T[], readonly T[]>();
  return (name, from) => {
    const all = found(name);
    if (from && isTestFile(from)) return all;
    let list = real.get(all);
    if (!list) real.set(all, (list = all.filter(({ file }) => !isTestFile(file))));
    return list;
  };
}

/** The rows of one kind in all files, sorted by name and then by file: for each name where its rows begin, and the rows: file, a, b. */
interface Table {
  starts: Int32Array;
  rows: Int32Array;
}

/** Sorts by counting: names are small numbers. It goes through all outlines, and is written for that. */
function tableOf(files: readonly LinkedFile[], kind: OutlineKind): Table {
  // An outline that is made only now brings names, so that their number is known when all outlines are there.
  const outlines = files.map(({ source }) => source.outline.columns);
  const place = OUTLINE_KINDS.indexOf(kind);
  const starts = new Int32Array(names.size + 2);
  for (const columns of outlines) {
    const end = columns[place + 1]!;
    for (let at = columns[place]!; at < end; at += ROW) starts[columns[at]! + 2]!++;
  }
  for (let name = 2; name < starts.length; name++) starts[name]! += starts[name - 1]!;
  const rows = new Int32Array(starts[starts.length - 1]! * ROW);
  for (let number = 0; number < outlines.length; number++) {
    const columns = outlines[number]!;
    const end = columns[place + 1]!;
    for (let at = columns[place]!; at < end; at += ROW) {
      const row = starts[columns[at]! + 1]!++ * ROW;
      rows[row] = number;
      rows[row + 1] = columns[at + 1]!;
      rows[row + 2] = columns[at + 2]!;
    }
  }
  return { starts, rows };
}

function rowsNamed<T>({ starts, rows }: Table, files: readonly LinkedFile[], text: string, make: (file: LinkedFile, a: number, b: number) => T): T[] {
  const name = names.find(text);
  if (name === undefined || name + 1 >= starts.length) return [];
  const found: T[] = [];
  for (let at = starts[name]! * ROW; at < starts[name + 1]! * ROW; at += ROW) found.push(make(files[rows[at]!]!, rows[at + 1]!, rows[at + 2]!));
  return found;
}
