import { hash as digest, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PackedOutline, SourceFile } from '../../facts/file.ts';
import { names } from '../../facts/names.ts';
import type { FileFacts } from '../../facts/types.ts';
import { analyse } from '../analyse.ts';
import type { Analysis } from '../analyse.ts';
import { causeOf, codeOf } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { isUnchanged, packStat, seen, unpackStat, unsure } from '../stats.ts';
import type { SeenStat } from '../stats.ts';
import type { Parser, Stat } from '../types.ts';
import { writeAside } from './aside.ts';
import { CodecError, decode, Pieces } from './codec.ts';
import { eachContent, packContents } from './contents.ts';
import type { PackedContents, StoredContent } from './contents.ts';
import { LAST_RUN } from './last-run.ts';
import { globalColumns, LocalNames } from './local-names.ts';
import { isMuch } from './much.ts';
import { PackReader, PackWriter, seal, unseal } from './pack.ts';
import type { Location } from './pack.ts';
import { StoredFacts } from './stored-facts.ts';
import { StoredFile } from './stored-file.ts';

/** One content of one file, as it was analysed. */
interface Kept {
  /** Hash of path and content. */
  key: string;
  analysis: Analysis;
  /** Where its facts are stored; undefined while they are in memory alone. */
  location: Location | undefined;
  /** Another store keeps it. */
  isLent?: true;
}

/** What lies on the disk at a path. */
interface OnDisk extends Kept {
  stat: SeenStat;
}

interface Index {
  version: string;
  names: string[];
  contents: PackedContents;
  notes: Record<string, Location>;
}

const INDEX = 'index.bin';
/** Contents that no file on the disk has which are kept from run to run: those that it had before, those of git's index and of commits. */
const MAX_OTHERS = 200;
/** Packs that are read before all are written anew as one. */
const MAX_PACKS = 12;
/** States of the project in which a content is looked for. */
const MAX_STATES = 4;
/** Leftovers of runs that ended early are older than this, and so are packs that nobody reads any more. */
const LEFTOVER_AGE = 3_600_000;

export interface StoreOptions {
  /** Folders of other stores whose contents are taken where they are the same; nothing is written there, and what they hold is not kept a second time. */
  lenders?: readonly string[];
  /** It may come from another machine or another copy of the files: stats tell nothing, contents alone do. */
  isPortable?: boolean;
}

/**
 * What was read of a project's files: facts by path and content, kept from run to run in one folder. A file whose size, time and
 * inode are those that were seen is not read again; one whose content is known is not parsed again. Several processes may use one
 * store: nothing that lies in it is ever changed, files are written aside and renamed, and whoever finds something missing or
 * damaged analyses the file anew.
 */
export class Store {
  /** Where it lies; undefined for one that lives as long as the process. */
  readonly folder: string | undefined;
  private readonly version: string;
  private readonly isPortable: boolean;
  private readonly lenders: readonly Store[];
  private onDisk = new Map<string, OnDisk>();
  /** Contents by key that lie in no work tree: of git's index, of a commit. */
  private readonly others = new Map<string, Kept & { path: string }>();
  private notes = new Map<string, Location>();
  private readonly newNotes = new Map<string, () => unknown>();
  private readonly packs: PackReader;
  private readonly asked = new Set<string>();
  private readonly keys = new WeakMap<SourceFile, string>();
  private readonly states: { read(path: string): Uint8Array | undefined; parser: Parser }[] = [];
  /** How many files it had to have parsed since it was opened. */
  parsed = 0;
  /** Files that changed since it was written, and answers about files that were not known. */
  private news = 0;
  private problem: string | undefined;
  /** What lies in the folder cannot be relied on. */
  private isDamaged = false;

  /**
   * @param folder where it lies, made when it is first written to; undefined for one that lives as long as the process
   * @param version contents of another version are forgotten
   */
  constructor(folder: string | undefined, version: string, { lenders = [], isPortable = false }: StoreOptions = {}) {
    this.folder = folder;
    this.version = version;
    this.isPortable = isPortable;
    this.lenders = lenders.map((lender) => new Store(lender, version, { isPortable: true }));
    this.packs = new PackReader(folder ?? '');
    if (folder !== undefined) this.load(folder);
  }

  /** What is wrong with the store's files, one line; undefined when nothing is. It does no harm but to speed. */
  get trouble(): string | undefined {
    if (this.problem !== undefined) return `the store in ${this.folder} ${this.problem}`;
    return this.lenders.find(({ trouble }) => trouble !== undefined)?.trouble;
  }

  /** What a file comes to, from what is known of it where its content is the same. Undefined when there is no such file. */
  analyse(path: string, { stat, read }: { stat: Stat | undefined; read(): Uint8Array | undefined }, isNamed: boolean, parser: Parser): Analysis | undefined {
    this.asked.add(path);
    const known = this.onDisk.get(path);
    const fits = (kept: Kept) => !(isNamed && kept.analysis.minified);
    if (stat && known && isUnchanged(known.stat, stat) && fits(known)) return known.analysis;
    const noted = stat && seen(stat);
    const content = read();
    if (!content) return undefined;
    const key = keyOf(path, content);
    const same = [known, this.others.get(key), this.lent(path, key)].find((kept) => kept?.key === key && fits(kept));
    // The next reader of the same content finds the object that this one got.
    const kept: Kept = same ?? { key, analysis: analyse(path, content, isNamed, parser), location: undefined };
    if (!same && kept.analysis.file) this.parsed++;
    if (noted) {
      if (!same || (!same.isLent && !isUnchanged(known?.stat, noted) && !(this.isPortable && same === known))) this.news++;
      // What is known of the program may rest on the content before.
      if (known && known !== same) this.keepOther({ ...known, path });
      this.onDisk.set(path, onDisk(kept, noted));
    } else if (!same || same !== known) {
      if (!same) this.news++;
      this.keepOther({ ...kept, path });
    }
    if (kept.analysis.file) this.keys.set(kept.analysis.file, key);
    return kept.analysis;
  }

  /** A content that another store keeps. */
  private lent(path: string, key: string): Kept | undefined {
    for (const lender of this.lenders) {
      const kept = [lender.onDisk.get(path), lender.others.get(key)].find((one) => one?.key === key);
      if (kept) return { key, analysis: kept.analysis, location: undefined, isLent: true };
    }
    return undefined;
  }

  /** The last used are kept. */
  private keepOther(other: Kept & { path: string }): void {
    this.others.delete(other.key);
    this.others.set(other.key, other);
    if (this.others.size > MAX_OTHERS) this.others.delete(this.others.keys().next().value!);
  }

  /** A value that was kept under a name, by this run or saved by an earlier one; undefined when there is none. */
  note(name: string): unknown {
    const made = this.newNotes.get(name);
    if (made) return made();
    const location = this.notes.get(name);
    if (!location) return undefined;
    try {
      return this.read(location);
    } catch (error) {
      this.damaged(error);
      return undefined;
    }
  }

  /**
   * Keeps a value under a name, in the place of the one before.
   *
   * @param make gives the value, as it is when it is written: values are large, and need not all be there at once
   * @param news how many changed files what is new in it counts as, where it is made of answers about files
   */
  setNote(name: string, make: () => unknown, news = Infinity): void {
    this.newNotes.set(name, make);
    this.news += news;
  }

  /** One content of a path; undefined where it is not known any more. */
  content(path: string, key: string): SourceFile | undefined {
    const known = this.onDisk.get(path);
    return (known?.key === key ? known : (this.others.get(key) ?? this.lent(path, key)))?.analysis.file;
  }

  /** Whether a text is what was last seen on the disk at a path. */
  isOnDisk(path: string, text: string): boolean {
    return this.onDisk.get(path)?.key === keyOf(path, Buffer.from(text));
  }

  /** The key of a content that it gave out, '' for any other. */
  keyOf(file: SourceFile): string {
    return this.keys.get(file) ?? '';
  }

  /**
   * Writes what is new; files that nobody asked for since it was opened are forgotten. Never throws: a store that cannot be written is done without.
   *
   * @param isLast whether the process ends after it: then little is not worth it
   */
  save(isLast = false): void {
    if (this.folder === undefined || this.news === 0 || (isLast && !isMuch(this.news, this.asked.size))) return;
    try {
      this.writeWhole(this.folder);
      this.news = 0;
    } catch (error) {
      this.problem = `cannot be written: ${causeOf(error)}; nothing is kept (--no-cache does without it, --cache-dir names another place)`;
    }
  }

  private load(folder: string): void {
    let file: Uint8Array;
    try {
      file = readFileSync(join(folder, INDEX));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') this.problem = `cannot be read: ${causeOf(error)}; it is made anew`;
      return;
    }
    try {
      const { value, numbers } = unseal(file);
      const { version, names: texts, contents, notes } = value as Index;
      if (version !== this.version) return;
      // The first store of a process numbers its names.
      const isNumbering = names.size === 0;
      const numberOf = Int32Array.from(texts, (text) => names.intern(text, true));
      let at = 0;
      eachContent(contents, (content) => {
        const own = numbers.subarray(at, at + content.columns);
        const outline = content.head && { head: content.head, columns: isNumbering ? own : globalColumns(own, numberOf) };
        at += content.columns;
        this.take(content, outline);
      });
      this.notes = new Map(Object.entries(notes));
    } catch (error) {
      this.onDisk = new Map();
      this.others.clear();
      this.damaged(error);
    }
  }

  private take({ path, key, reason, generated, minified, bytes, location, stat }: StoredContent, outline: PackedOutline | null): void {
    const file = location && outline ? new StoredFile(outline, () => this.facts(path, key, location)) : undefined;
    if (file) this.keys.set(file, key);
    const kept: Kept = { key, location: location ?? undefined, analysis: { reason: reason ?? undefined, file, generated, minified, bytes } };
    if (!stat) this.others.set(key, { ...kept, path });
    else this.onDisk.set(path, onDisk(kept, this.isPortable ? unsure(unpackStat(stat)) : unpackStat(stat)));
  }

  /** Tells where a file whose record is damaged may be read again: a state of the project, such as the disk or a commit. */
  addState(read: (path: string) => Uint8Array | undefined, parser: Parser): void {
    this.states.push({ read, parser });
    // The first is what the store is of; others come and go while a process reads the project again and again.
    if (this.states.length > MAX_STATES) this.states.splice(1, 1);
    for (const lender of this.lenders) lender.addState(read, parser);
  }

  private facts(path: string, key: string, location: Location): FileFacts {
    try {
      return new StoredFacts(new Pieces(this.packs.record(location)));
    } catch (error) {
      this.damaged(error);
      const facts = this.factsAnew(path, key);
      if (facts) return facts;
      throw new Error(`the store in ${this.folder} is damaged, and ${path} changed meanwhile: run again`, { cause: error });
    }
  }

  /** From the state that still has the very content: facts of another one would point into the wrong text. */
  private factsAnew(path: string, key: string): FileFacts | undefined {
    for (const { read, parser } of this.states) {
      const content = read(path);
      if (content && keyOf(path, content) === key) return analyse(path, content, true, parser).file?.facts;
    }
    return undefined;
  }

  private read(location: Location): unknown {
    return decode(this.packs.record(location));
  }

  private damaged(error: unknown): void {
    this.isDamaged = true;
    this.problem ??= `is damaged (${error instanceof Error ? error.message : String(error)}); it is made anew`;
    this.news = Infinity;
  }

  /** A record that cannot be copied is found to be damaged only here; then all of it is made anew. */
  private writeWhole(folder: string): void {
    try {
      this.write(folder);
    } catch (error) {
      if (!(error instanceof CodecError) || this.isDamaged) throw error;
      this.damaged(error);
      this.write(folder);
    }
  }

  private write(folder: string): void {
    makeFolder(folder);
    const writer = new PackWriter(folder, `pack-${randomBytes(8).toString('hex')}.bin`);
    try {
      this.writeBy(writer, folder);
    } catch (error) {
      writer.abandon();
      throw error;
    }
  }

  private writeBy(writer: PackWriter, folder: string): void {
    const live = [...this.onDisk].filter(([path, { isLent }]) => this.asked.has(path) && !isLent).map(([path, kept]) => ({ path, kept, stat: kept.stat as SeenStat | undefined }));
    const keys = new Set(live.map(({ kept }) => kept.key));
    // Of what lies nowhere but in a damaged store nothing is left.
    const others = [...this.others.values()].filter(({ key, location, isLent }) => !keys.has(key) && !isLent && !(location && this.isDamaged));
    const all = [...live, ...others.map((kept) => ({ path: kept.path, kept, stat: undefined }))];
    const usedPacks = new Set(all.flatMap(({ kept }) => (kept.location && !this.isDamaged ? [kept.location.pack] : [])));
    const isWhole = usedPacks.size >= MAX_PACKS;
    const locate = ({ analysis: { file }, location }: Kept): Location | null => {
      if (!file) return null;
      if (location && !this.isDamaged) return isWhole ? writer.addRecord([this.packs.record(location)]) : location;
      const { facts } = file;
      return writer.addValue(facts instanceof StoredFacts ? facts.toJSON() : facts);
    };
    const texts = new LocalNames();
    const columns: Int32Array[] = [];
    const contents = all.map(({ path, kept, stat }): StoredContent => {
      const { analysis: { file, reason, generated, minified, bytes } } = kept;
      const own = file ? texts.columns(file.outline) : new Int32Array(0);
      columns.push(own);
      return {
        path, key: kept.key, reason: reason ?? null, generated, minified, bytes, head: file?.outline.head ?? null, columns: own.length, location: locate(kept),
        stat: stat ? packStat(stat) : null,
      };
    });
    const notes: Record<string, Location> = {};
    for (const name of new Set([...this.notes.keys(), ...this.newNotes.keys()])) {
      const made = this.newNotes.get(name);
      const old = this.notes.get(name);
      if (made) notes[name] = writer.addValue(made());
      else if (old && !this.isDamaged) {
        notes[name] = isWhole ? writer.addRecord([this.packs.record(old)]) : old;
        usedPacks.add(notes[name].pack);
      }
    }
    writer.finish();
    const stored: Index = { version: this.version, names: texts.list, contents: packContents(contents), notes };
    const sizes = columns.reduce((sum, { length }) => sum + length, 0);
    const numbers = new Int32Array(sizes);
    let at = 0;
    for (const own of columns) {
      numbers.set(own, at);
      at += own.length;
    }
    writeAside(join(folder, INDEX), seal(stored, numbers));
    tidy(folder, new Set([INDEX, LAST_RUN, writer.name, ...usedPacks]));
    for (const [index, { location }] of contents.entries()) all[index]!.kept.location = location ?? undefined;
    this.notes = new Map(Object.entries(notes));
    this.newNotes.clear();
    this.isDamaged = false;
  }
}

/** Written out, as in stats.ts: there is one for each file. */
function onDisk({ key, analysis, location, isLent }: Kept, stat: SeenStat): OnDisk {
  return { key, analysis, location, isLent, stat };
}

function keyOf(path: string, content: Uint8Array): string {
  return digest('sha256', Buffer.concat([Buffer.from(`${path}\0`), content])).slice(0, 32);
}

/** Takes away what nobody needs: another process may have begun to read what was needed just before. What cannot be taken away stays. */
function tidy(folder: string, needed: ReadonlySet<string>): void {
  for (const name of readdirSync(folder)) {
    if (needed.has(name)) continue;
    const file = join(folder, name);
    try {
      if (Date.now() - statSync(file).mtimeMs > LEFTOVER_AGE) rmSync(file);
    } catch {
      continue;
    }
  }
}
