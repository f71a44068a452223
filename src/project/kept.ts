import type { Config } from '../config/types.ts';
import type { RawFinding } from '../findings/finalize.ts';
import { isOvergrown, packRests } from '../program/rests.ts';
import type { SavedRests, Top } from '../program/rests.ts';
import { stalenessOf } from '../program/staleness.ts';
import type { Staleness } from '../program/staleness.ts';
import { digestOf } from '../program/told.ts';
import type { Program } from '../program/types.ts';
import { asFiles, isMuch } from '../source/store/much.ts';
import type { Store } from '../source/store/store.ts';
import type { Source } from '../source/types.ts';
import type { Checked, Keeping } from './check.ts';

/** The names under which the store keeps what the rules said, and what that rests on. */
const FINDINGS = 'findings';
const RESTS = 'rests';

interface Saved {
  /** Of all that findings may rest on: where it is the same, all of them hold. */
  key: string;
  /** Of what they rest on beside the files and the schemas. */
  setup: string;
  /** What was asked, and of each the number of the answer among the rests, or -1 for one that holds only while nothing changes. */
  asked: string[];
  answers: Int32Array;
  /** What was answered, by position: of most files that is nothing. */
  values: [position: number, value: unknown][];
  /** Hashes of texts beside those that the key stands for. */
  texts: [path: string, hash: string][];
}

/** The notes of a store, for who asks for them again and again. */
export interface KeptNotes {
  findings?: Saved | undefined;
  rests?: SavedRests | undefined;
}

const NOTHING_STALE: Pick<Staleness, 'has' | 'renewed' | 'idNow'> = { has: () => false, renewed: new Map(), idNow: (_file, _table, id) => id };

interface Kept {
  value: unknown;
  answer: number;
}

/**
 * What the rules said of a project's files, and of the project, from run to run. An answer holds while nothing changes of what it
 * rests on: the files that were read for it, the names that were looked up, what tables over all files and the schemas say.
 */
export class KeptFindings implements Keeping {
  private readonly store: Store;
  private readonly source: Source;
  private readonly program: Program;
  private readonly paths: readonly string[] | undefined;
  private readonly key: string;
  private readonly setup: string;
  private readonly earlier: Earlier;
  private readonly isSame: boolean;
  private readonly notes: KeptNotes;
  private readonly found = new Map<string, Kept>();
  private known: { rests: SavedRests; stale: Pick<Staleness, 'has' | 'renewed' | 'idNow'> } | undefined | null = null;

  /**
   * @param source read through the store: its contents are known there by their keys
   * @param paths that are asked about; undefined where what is said of the project as a whole is not kept
   * @param notes of the store, as far as they were read before
   */
  constructor(store: Store, source: Source, program: Program, config: Config, paths: readonly string[] | undefined, notes: KeptNotes = {}) {
    this.store = store;
    this.source = source;
    this.program = program;
    this.paths = paths;
    this.setup = setupOf(source, config);
    this.key = keyOf(store, source, this.setup);
    this.notes = notes;
    const saved = (notes.findings ??= store.note(FINDINGS) as Saved | undefined);
    this.isSame = saved?.key === this.key && saved.texts.every(([path, hash]) => textHash(source, path) === hash);
    this.earlier = new Earlier(saved?.setup === this.setup ? saved : { asked: [], answers: new Int32Array(0), values: [] });
  }

  /** What a rule gathers from a file, from before where it still holds. One string stands for one question. */
  gathered<T>(what: string, compute: () => T): T {
    const kept = this.found.get(what) ?? this.holding(what);
    if (kept) return kept.value as T;
    const found = this.program.link.trail.answer(compute);
    this.found.set(what, found);
    return found.value;
  }

  /** What the rules say of a file, from before where it still holds. A rule that breaks is told again in each run. */
  file(file: string, check: () => Checked): Checked {
    const kept = this.holding(file);
    if (kept) return { raw: kept.value as RawFinding[], internalErrors: [] };
    const { value, answer } = this.program.link.trail.answer(check);
    if (value.internalErrors.length === 0) this.found.set(file, { value: value.raw, answer });
    return value;
  }

  /** What the rules say of the project, from before where nothing changed. */
  project(check: () => Checked): Checked {
    if (!this.paths) return check();
    const what = JSON.stringify(this.paths);
    const kept = this.isSame ? this.earlier.get(what) : undefined;
    if (kept) return { raw: kept.value as RawFinding[], internalErrors: [] };
    const value = check();
    if (value.internalErrors.length === 0) this.found.set(what, { value: value.raw, answer: -1 });
    return value;
  }

  private holding(what: string): Kept | undefined {
    const kept = this.earlier.get(what);
    return kept && (this.isSame || this.rests()?.stale.has(kept.answer) === false) ? kept : undefined;
  }

  /** What the earlier answers rest on, and which do not hold any more; undefined where that cannot be told. */
  private rests(): { rests: SavedRests; stale: Pick<Staleness, 'has' | 'renewed' | 'idNow'> } | undefined {
    if (this.known === null) {
      const rests = (this.notes.rests ??= this.store.note(RESTS) as SavedRests | undefined);
      const stale = rests && (this.isSame ? NOTHING_STALE : stalenessOf(rests, this.program.link, this.source.resolve, (path, key) => this.store.content(path, key)));
      this.known = rests && stale ? { rests, stale } : undefined;
    }
    return this.known;
  }

  /** Hands what is new to the store, where it is so much that the next run gains by it. */
  save(): void {
    const { earlier, found, store, source } = this;
    const news = asFiles(found.size);
    if (!isMuch(news, source.files.size)) return;
    const known = this.rests();
    const holding = [...earlier].filter(([what, { answer }]) => !found.has(what) && (answer < 0 ? this.isSame : known?.stale.has(answer) === false));
    let packed = this.pack(holding);
    if (isOvergrown(packed.rests)) packed = this.pack([]);
    const { rests } = packed;
    const texts = source.textsElsewhere().map((path): Saved['texts'][number] => [path, textHash(source, path)]);
    store.setNote(FINDINGS, () => ({ key: this.key, setup: this.setup, ...packAnswers(packed.answers), texts }) satisfies Saved, news);
    store.setNote(RESTS, () => rests, 0);
    this.notes.findings = undefined;
    this.notes.rests = undefined;
  }

  private pack(holding: readonly Named[]): { answers: Named[]; rests: SavedRests } {
    const found = [...this.found];
    const known = this.rests();
    const packed = packRests(this.program.link, topsOf(found), known && { rests: known.rests, tops: topsOf(holding).map(({ answer }) => answer), stale: known.stale }, (file) => this.store.keyOf(file));
    return { rests: packed.rests, answers: [...renumbered(holding, packed.before), ...renumbered(found, packed.now)] };
  }
}

type Named = readonly [what: string, kept: Kept];

function topsOf(kept: readonly Named[]): Top[] {
  return kept.flatMap(([what, { answer }]) => (answer < 0 ? [] : [{ answer, file: fileOf(what) }]));
}

/** The file that a question is about: it is asked by the file's path, or by a rule of it. */
function fileOf(what: string): string {
  return what.replace(/^[\w-]+ of /, '');
}

/** @param numbers of those that have one, in their order */
function renumbered(kept: readonly Named[], numbers: readonly number[]): Named[] {
  let at = 0;
  return kept.map(([what, { value, answer }]) => [what, { value, answer: answer < 0 ? answer : numbers[at++]! }]);
}

type SavedAnswers = Pick<Saved, 'asked' | 'answers' | 'values'>;

function packAnswers(kept: readonly Named[]): SavedAnswers {
  return {
    asked: kept.map(([what]) => what),
    answers: Int32Array.from(kept, ([, { answer }]) => answer),
    values: kept.flatMap(([, { value }], position): [number, unknown][] => (Array.isArray(value) && value.length === 0 ? [] : [[position, value]])),
  };
}

/** What an earlier run kept, by what was asked. */
class Earlier {
  private readonly saved: SavedAnswers;
  private readonly positions = new Map<string, number>();
  private readonly values: ReadonlyMap<number, unknown>;

  constructor(saved: SavedAnswers) {
    this.saved = saved;
    this.values = new Map(saved.values);
    for (const [position, what] of saved.asked.entries()) this.positions.set(what, position);
  }

  get(what: string): Kept | undefined {
    const position = this.positions.get(what);
    return position === undefined ? undefined : { value: this.values.has(position) ? this.values.get(position) : [], answer: this.saved.answers[position]! };
  }

  *[Symbol.iterator](): Iterator<Named> {
    for (const what of this.positions.keys()) yield [what, this.get(what)!];
  }
}

/** Hash of what findings rest on beside the contents of files and what schemas are read from, and beside the build, which the store goes by. */
function setupOf({ settings }: Source, { rules, overrides, entries, libraries, tables }: Config): string {
  return digestOf([settings, rules, overrides, entries, libraries, tables]);
}

function textHash(source: Source, path: string): string {
  return digestOf(source.text(path) ?? null);
}

function keyOf(store: Store, { files, sql, migrationSettings, text }: Source, setup: string): string {
  const contents: string[] = [];
  for (const [path, file] of files) contents.push(path, store.keyOf(file));
  const texts = [...sql, ...migrationSettings].map((path) => [path, text(path) ?? null]);
  // One text: each of thousands would be looked at by itself.
  return digestOf([setup, contents.join('\0'), texts]);
}
