import type { SourceFile } from '../facts/file.ts';
import { isMuch } from '../source/store/much.ts';
import { carriedLookup, SecondLook } from './carried.ts';
import { isStale, recorded } from './contributions.ts';
import type { Changes, Part } from './contributions.ts';
import { differencesBetween } from './differences.ts';
import { collectEntries } from './entries/entries.ts';
import { kindDeclared } from './entries/file-kinds.ts';
import { collectMemoNames, collectUses } from './lifetime/uses.ts';
import { noKnowledge, packKnowledge, unpackKnowledge } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { createLink } from './link.ts';
import { LinkedFile } from './linked-file.ts';
import type { Link } from './link.ts';
import type { Kept } from './memo.ts';
import { askable } from './program.ts';
import { additionsOf, keepAdditions } from './resolve/added.ts';
import { carried as carriedUnder, carriedKeys } from './resolve/properties.ts';
import { CARRIED, TOLD, Trail } from './trail.ts';
import { digestOf } from './told.ts';
import type { Program, ProgramInput } from './types.ts';

type Uses = ReturnType<typeof collectUses>;

/** What is kept for a link that follows: nothing where none does; all for the same process; for a later one what takes long to find again. */
export type Keeps = 'nothing' | 'much' | 'all';

/** Links a project once. Nothing is resolved before it is asked for. */
export function createProgram(input: ProgramInput): Program {
  return new Linker('nothing').link(input);
}

/**
 * Links one project again and again while its files change. Files whose content stays keep their place, and what they add to the
 * tables over all files is found anew only where something changed that it rests on. The answers of a program are those of a
 * program that is linked from nothing.
 */
export class Linker {
  private readonly trail = new Trail();
  private readonly keeps: Keeps;
  private news = false;
  private isKeeping = false;
  /** The link whose questions may be asked. */
  private prepared: Link | undefined;
  private files = new Map<string, LinkedFile>();
  /** The same, by number. */
  private list: readonly LinkedFile[] = [];
  private fingerprint: string | undefined;
  private knowledge: Knowledge = noKnowledge();
  /** Files that are not as they were when knowledge was last restored or made. */
  private changed = Infinity;
  /** What changed since parts were found, until those that rest on it are dropped; and what of it is seen without a link. */
  private doubts: { changes: Changes; first: SecondLook } | undefined;

  constructor(keeps: Keeps) {
    this.keeps = keeps;
  }

  link(input: ProgramInput): Program {
    this.settle(undefined);
    const before = this.files;
    const files = new Map<string, LinkedFile>();
    for (const [path, source] of input.files) files.set(path, this.fileOf(path, source, files.size, input));
    this.files = files;
    this.list = [...files.values()];
    const fingerprint = fingerprintOf(input);
    if (this.fingerprint !== undefined) this.doubt(before, input, fingerprint);
    this.fingerprint = fingerprint;
    const link = createLink(input, this.list, this.trail);
    link.answers.carried.earlier = (name, level) => this.uncarriedFor(name, level);
    link.answers.carried.told = (name, level, values) => carriedKeys(values) && carriedLookup(name, level);
    link.earlier = (sources) => this.earlierLink(link, input, sources);
    // Everything may rest on it.
    const prepare = () => {
      if (this.prepared === link) return;
      this.prepared = link;
      this.findAdditions(link, () => createLink(input, link.files, this.trail));
      this.settle(link);
    };
    link.kept = {
      ofProject: <T>(question: string, find: () => T) => {
        prepare();
        return this.answered(link, question, find);
      },
      ofFile: (question, file, find) => this.said(question, file, find),
    };
    link.told.teach('carried', (part) => {
      prepare();
      const [level = '', name = ''] = part.split(/ (.*)/s);
      const known = this.knowledge.carried.get(`${CARRIED}${part}`);
      return digestOf(known?.value ?? carriedKeys(link.memo.at(Number(level), () => carriedUnder(link, name))) ?? null);
    });
    // What is answered before the tables are asked for may be used in them; what an earlier link answered has no numbers any more.
    this.trail.stop();
    this.prepared = undefined;
    this.trail.recording = this.keeps !== 'nothing';
    const keeps = (this.isKeeping = this.keepsParts());
    let uses: Uses | undefined;
    return askable(input, link, {
      entries: () => {
        let partsBefore: number | undefined;
        try {
          prepare();
          partsBefore = partsIn(this.knowledge);
          const entries = collectEntries(link, input, this.knowledge.entries);
          // What is found later rests on answers that were not recorded.
          if (keeps) uses = this.usesOf(link);
          return entries;
        } finally {
          // Other parts rest on it, also where the rest of them is not found.
          this.keepCarried(link);
          this.news ||= keeps && partsIn(this.knowledge) !== partsBefore;
          // Who links once more keeps tables alone; who ends after it, what it is asked.
          if (this.keeps === 'all') this.trail.stop();
        }
      },
      uses: () => (uses ??= this.usesOf(link)),
    });
  }

  /** A link over what the files were, where none came or went and the project adds nothing to libraries' values: that takes long to find. */
  private earlierLink(link: Link, input: ProgramInput, sources: ReadonlyMap<string, SourceFile>): Link | undefined {
    if (this.knowledge.additions?.value.size !== 0 || sources.size !== link.files.length || !link.files.every(({ path }) => sources.has(path))) return undefined;
    const trail = new Trail();
    const files = link.files.map(({ path, number, declaredKind }) => new LinkedFile(path, number, sources.get(path)!, trail, declaredKind));
    const earlier = createLink({ ...input, files: sources }, files, trail);
    keepAdditions(earlier, new Map(), -1);
    return earlier;
  }

  /** Whether parts of tables that are found are to be kept. */
  private keepsParts(): boolean {
    const { keeps, changed, files } = this;
    return keeps === 'all' || (keeps === 'much' && isMuch(changed, files.size));
  }

  /** What the project adds to libraries' values rests on few files, but takes long to find. */
  private findAdditions(link: Link, another: () => Link): void {
    let { additions: known } = this.knowledge;
    if (!known) {
      // What is answered while they are collected lacks them: none of it is taken along.
      const { value, rests } = this.trail.record(() => additionsOf(another()));
      known = { value, files: rests.files.map((number) => link.files[number]!), lookups: rests.lookups };
      if (this.trail.recording) {
        this.knowledge.additions = known;
        this.news ||= this.isKeeping;
      }
    }
    keepAdditions(link, known.value, this.numberOf(known));
  }

  private answered<T>(link: Link, question: string, find: () => T): T {
    const { answers } = this.knowledge;
    const known = answers.get(question);
    if (known) return known.value as T;
    if (!this.trail.recording) return find();
    const part = recorded(link, find);
    answers.set(question, part);
    this.news ||= this.isKeeping;
    return part.value;
  }

  private said<T>(question: string, file: LinkedFile, find: () => T): T {
    const { said } = this.knowledge;
    let known = said.get(question)?.() as WeakMap<LinkedFile, T> | undefined;
    if (!known) {
      const made = (known = new WeakMap<LinkedFile, T>());
      said.set(question, () => made);
    }
    if (!known.has(file)) {
      known.set(file, find());
      this.news ||= this.isKeeping;
    }
    return known.get(file)!;
  }

  /** Values of libraries are no data: what is known is where there is none. */
  private uncarriedFor(name: string, level: number): Kept<[]> | undefined {
    const told = carriedLookup(name, level);
    const part = this.knowledge.carried.get(told);
    return part?.value.length === 0 && !this.doubts?.first.isTouched(told) ? { value: [], answer: -1, told } : undefined;
  }

  /** Keeps what was found under names. */
  private keepCarried(link: Link): void {
    const { carried } = this.knowledge;
    for (const { value, answer, told } of link.answers.carried.found()) {
      if (told === undefined || answer < 0 || carried.has(told)) continue;
      const { files, lookups } = this.trail.restsOf(answer);
      carried.set(told, { value: carriedKeys(value)!, files: files.map((number) => link.files[number]!), lookups });
    }
  }

  /** The number in the trail of a part that was kept. */
  private numberOf({ files, lookups }: Part<unknown>): number {
    return this.trail.recording ? this.trail.known({ files: files.map(({ number }) => number), lookups }) : -1;
  }

  private usesOf(link: Link): Uses {
    const { knowledge } = this;
    const memos = collectMemoNames(link, knowledge.memos);
    const memoNames = [...memos].sort().join('\0');
    if (memoNames !== knowledge.memoNames) knowledge.uses.clear();
    knowledge.memoNames = memoNames;
    return collectUses(link, knowledge.uses, memos);
  }

  private fileOf(path: string, source: SourceFile, number: number, { declared = [] }: ProgramInput): LinkedFile {
    const known = this.files.get(path);
    const kind = kindDeclared(declared, path);
    if (known?.source !== source || known.declaredKind !== kind) return new LinkedFile(path, number, source, this.trail, kind);
    known.number = number;
    return known;
  }

  /**
   * Takes up what an earlier process saved. What changed since is found by the next link.
   *
   * @param contentOf the content of a path with a key; undefined when nobody has it any more
   */
  restore(saved: unknown, contentOf: (path: string, key: string) => SourceFile | undefined): void {
    const restored = unpackKnowledge(saved, (path, key, number) => {
      const source = contentOf(path, key);
      return source && new LinkedFile(path, number, source, this.trail, undefined);
    });
    if (!restored) return;
    this.files = new Map(restored.files.map((file) => [file.path, file]));
    this.fingerprint = restored.fingerprint;
    this.knowledge = restored.knowledge;
  }

  /** Whether something was found, or forgotten, since it was restored or saved. */
  get hasNews(): boolean {
    return this.news;
  }

  /**
   * What is known, as plain data.
   *
   * @param keyOf a string that says which content of its path a file is
   */
  save(keyOf: (source: SourceFile) => string): unknown {
    this.news = false;
    this.settle(undefined);
    if (this.prepared && this.trail.recording) this.keepCarried(this.prepared);
    return packKnowledge(this.knowledge, [...this.files.values()], this.fingerprint ?? '', keyOf);
  }

  private doubt(before: ReadonlyMap<string, LinkedFile>, input: ProgramInput, fingerprint: string): void {
    const changes = fingerprint === this.fingerprint ? this.changesSince(before, input) : undefined;
    if (!changes) {
      this.knowledge = noKnowledge();
      this.changed = Infinity;
    } else {
      this.doubts = { changes, first: new SecondLook(changes, this.knowledge.carried, () => undefined) };
      if (this.knowledge.additions && isStale(this.knowledge.additions, changes)) this.knowledge.additions = undefined;
    }
  }

  /**
   * Drops the parts that rest on something that changed.
   *
   * @param link where what is carried about can be found anew; undefined: all counts as changed that may have
   */
  private settle(link: Link | undefined): void {
    if (!this.doubts) return;
    const { entries, memos, uses, carried, answers } = this.knowledge;
    const { changes, first } = this.doubts;
    const look = link ? new SecondLook(changes, carried, (name, level) => carriedKeys(link.memo.at(level, () => carriedUnder(link, name)))) : first;
    for (const parts of [entries, memos, uses]) parts.dropStale(look);
    const stale = [...carried].filter(([, part]) => isStale(part, look));
    for (const [lookup] of stale) carried.delete(lookup);
    this.doubts = undefined;
    // What is told of tables rests on the parts that hold.
    const isTouched = (lookup: string) => (lookup.startsWith(TOLD) ? !link || link.told.isOther(lookup) : look.isTouched(lookup));
    const lookAtTables: Changes = { isCurrent: (file) => look.isCurrent(file), isTouched };
    for (const [question, part] of answers) if (isStale(part, lookAtTables)) answers.delete(question);
  }

  /** Undefined when a file's head changed: it says what runs the file, which everything may rest on. */
  private changesSince(before: ReadonlyMap<string, LinkedFile>, input: ProgramInput): Changes | undefined {
    const differences = differencesBetween(sourcesOf(before), input.files, input.resolve, false);
    if (!differences) return undefined;
    this.changed = differences.changed.size;
    return { isCurrent: (file) => this.list[file.number] === file, isTouched: (lookup) => differences.isTouched(lookup) };
  }
}

function sourcesOf(files: ReadonlyMap<string, LinkedFile>): ReadonlyMap<string, SourceFile> {
  const sources = new Map<string, SourceFile>();
  for (const [path, { source }] of files) sources.set(path, source);
  return sources;
}

function partsIn({ entries, memos, uses, carried }: Knowledge): number {
  return entries.size + memos.size + uses.size + carried.size;
}

/** What answers rest on beside the files and their names. */
function fingerprintOf({ settings = '', tables = '', declared = [] }: ProgramInput): string {
  return [settings, tables, ...declared.map(({ files, exports, kind }) => `${files} ${exports} ${kind}`)].join('\n');
}
