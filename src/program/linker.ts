import { ROW, rowsOf } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import { OUTLINE_KINDS } from '../facts/outline.ts';
import type { OutlineKind } from '../facts/outline.ts';
import { dropStale } from './contributions.ts';
import type { Changes, Parts } from './contributions.ts';
import { collectEntries } from './entries/entries.ts';
import type { FileEntries } from './entries/entries.ts';
import { kindDeclared } from './entries/file-kinds.ts';
import { collectMemoNames, collectUses } from './lifetime/uses.ts';
import type { FileUses } from './lifetime/uses.ts';
import { createLink } from './link.ts';
import { LinkedFile } from './linked-file.ts';
import type { Link } from './link.ts';
import { askable } from './program.ts';
import { additionsOf } from './resolve/added.ts';
import { ALL_FILES, ALL_SPECIFIERS, RESOLUTION, Trail } from './trail.ts';
import type { Program, ProgramInput } from './types.ts';

type Uses = ReturnType<typeof collectUses>;

/** Links a project once. Nothing is resolved before it is asked for. */
export function createProgram(input: ProgramInput): Program {
  return new Linker(false).link(input);
}

/** What is kept from one link of a project to the next. */
export interface Knowledge {
  entries: Parts<FileEntries>;
  memos: Parts<readonly string[]>;
  uses: Parts<FileUses>;
  /** All names that `memos` has: what the uses of every file rest on. */
  memoNames: string;
}

/**
 * Links one project again and again while its files change. Files whose content stays keep their place, and what they add to the
 * tables over all files is found anew only where something changed that it rests on. The answers of a program are those of a
 * program that is linked from nothing.
 */
export class Linker {
  private readonly trail = new Trail();
  private readonly keeps: boolean;
  private files = new Map<string, LinkedFile>();
  private input: ProgramInput | undefined;
  private knowledge: Knowledge = fresh();

  /** @param keeps whether a link will follow, so that recording what answers rest on pays */
  constructor(keeps: boolean) {
    this.keeps = keeps;
  }

  link(input: ProgramInput): Program {
    const before = this.files;
    this.files = new Map([...input.files].map(([path, source], number) => [path, this.fileOf(path, source, number, input)]));
    if (this.input) this.drop(before, input);
    this.input = input;
    const link = createLink(input, [...this.files.values()], this.trail);
    let uses: Uses | undefined;
    return askable(input, link, {
      entries: () => {
        this.trail.recording = this.keeps;
        try {
          // First of all, since it stands for nothing while it is collected.
          additionsOf(link);
          const entries = collectEntries(link, input, this.knowledge.entries);
          // What is found later rests on answers that were not recorded.
          if (this.keeps) uses = this.usesOf(link);
          return entries;
        } finally {
          this.trail.stop();
        }
      },
      uses: () => (uses ??= this.usesOf(link)),
    });
  }

  private usesOf(link: Link): Uses {
    const { knowledge } = this;
    const memos = collectMemoNames(link, knowledge.memos);
    const memoNames = [...memos].sort().join('\0');
    if (memoNames !== knowledge.memoNames) knowledge.uses.clear();
    knowledge.memoNames = memoNames;
    return collectUses(link, knowledge.uses, memos);
  }

  private fileOf(path: string, source: LinkedFile['source'], number: number, { declared = [] }: ProgramInput): LinkedFile {
    const known = this.files.get(path);
    if (known?.source !== source) return new LinkedFile(path, number, source, this.trail, kindDeclared(declared, path));
    known.number = number;
    return known;
  }

  private drop(before: ReadonlyMap<string, LinkedFile>, input: ProgramInput): void {
    const last = this.input!;
    const changes = this.changesSince(before, input);
    if (!changes || last.packages !== input.packages || last.libraries !== input.libraries || last.models !== input.models || last.declared !== input.declared) this.knowledge = fresh();
    else for (const parts of [this.knowledge.entries, this.knowledge.memos, this.knowledge.uses]) dropStale(parts, changes);
  }

  /** Undefined when a file's head changed: it says what runs the file, which everything may rest on. */
  private changesSince(before: ReadonlyMap<string, LinkedFile>, input: ProgramInput): Changes | undefined {
    const touched = new Set<string>();
    for (const [path, file] of this.files) {
      const old = before.get(path);
      if (old === file) continue;
      if (old && !sameHead(old, file)) return undefined;
      touch(touched, old, file);
    }
    const gone = [...before.values()].filter(({ path }) => !this.files.has(path));
    for (const file of gone) touch(touched, file, undefined);
    const sameFiles = gone.length === 0 && before.size === this.files.size;
    if (!sameFiles) touched.add(ALL_FILES);
    const resolved = new Map<string, boolean>();
    const isMoved = (lookup: string): boolean => {
      let moved = resolved.get(lookup);
      if (moved === undefined) {
        const [folder = '', specifier = '', path = ''] = lookup.slice(RESOLUTION.length).split('\0');
        resolved.set(lookup, (moved = (input.resolve(specifier, `${folder}/_`) ?? '') !== path));
      }
      return moved;
    };
    return {
      isCurrent: (file) => this.files.get(file.path) === file,
      isTouched: (lookup) => (lookup.startsWith(RESOLUTION) ? !sameFiles && isMoved(lookup) : touched.has(lookup)),
    };
  }
}

function fresh(): Knowledge {
  return { entries: new Map(), memos: new Map(), uses: new Map(), memoNames: '' };
}

function sameHead({ head: a }: LinkedFile, { head: b }: LinkedFile): boolean {
  return a.hashbang === b.hashbang && a.directive === b.directive && a.mainGuarded === b.mainGuarded;
}

/** Adds the look-ups by name that a change of one file may answer otherwise: those whose rows became more or fewer. */
function touch(touched: Set<string>, old: LinkedFile | undefined, now: LinkedFile | undefined): void {
  for (const kind of OUTLINE_KINDS) {
    const [a, b] = [countRows(old, kind), countRows(now, kind)];
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(name) !== b.get(name)) touched.add(kind === 'specifiers' ? ALL_SPECIFIERS : `${kind} ${names.text(name)}`);
    }
  }
}

/** Kinds whose rows are counts. */
const COUNTED: ReadonlySet<OutlineKind> = new Set<OutlineKind>(['set-to-call', 'set-to-name', 'assigned', 'specifiers']);

function countRows(file: LinkedFile | undefined, kind: OutlineKind): Map<number, number> {
  const counts = new Map<number, number>();
  if (!file) return counts;
  const { outline } = file.source;
  const [start, end] = rowsOf(outline, kind);
  for (let at = start; at < end; at += ROW) {
    const name = outline.columns[at]!;
    counts.set(name, (counts.get(name) ?? 0) + (COUNTED.has(kind) ? outline.columns[at + 1]! : 1));
  }
  return counts;
}
