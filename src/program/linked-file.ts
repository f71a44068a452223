import { rowsOf, ROW } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import type { Head, OutlineKind } from '../facts/outline.ts';
import type { ExportFact, FileFacts } from '../facts/types.ts';
import type { EntryKind } from '../libraries/types.ts';
import { indexFile } from './file-index.ts';
import type { FileIndex } from './file-index.ts';
import { readRow, rowNumber } from './rows.ts';
import type { Rows, RowTable } from './rows.ts';
import { exportLookup, STARS } from './trail.ts';
import type { Trail } from './trail.ts';

/** A file of the program with the look-ups that its facts answer. One object stands for one content of the file. */
export class LinkedFile {
  /** Below the root. */
  readonly path: string;
  /** Position among the program's files, for keys. */
  number: number;
  readonly source: SourceFile;
  /** What runs it, where the project itself says so. */
  readonly declaredKind: EntryKind | undefined;
  private readonly trail: Trail;
  private notedIn = -1;
  /** Rows that were read, with their numbers in the trail, and which of its generations these belong to. */
  private readonly rowsNoted = new Map<number, number>();
  private rowsNotedIn = -1;
  private known: FileIndex | undefined;
  private exported: ReadonlySet<string> | undefined;
  private starred: readonly string[] | undefined;
  private referred: ReadonlyMap<string, number> | undefined;

  constructor(path: string, number: number, source: SourceFile, trail: Trail, declaredKind: EntryKind | undefined) {
    this.path = path;
    this.declaredKind = declaredKind;
    this.number = number;
    this.source = source;
    this.trail = trail;
  }

  get facts(): FileFacts {
    this.note();
    return this.source.facts;
  }

  get index(): FileIndex {
    this.note();
    return this.lookups;
  }

  private get lookups(): FileIndex {
    return (this.known ??= indexFile(this.source.facts));
  }

  /** One row by itself: who reads it from another file rests on that row alone, and not on all that the file says. */
  row<T extends RowTable>(table: T, id: number): Rows[T] {
    const { trail } = this;
    // Who has read the file as a whole rests on all its rows.
    if (trail.recording && this.notedIn !== trail.serial) {
      if (this.rowsNotedIn !== trail.generation) {
        this.rowsNotedIn = trail.generation;
        this.rowsNoted.clear();
      }
      trail.row(this.number, rowNumber(table, id), this.rowsNoted);
    }
    return readRow(table, this.source.facts, this.lookups, id);
  }

  /** The file's own statements that export a name: who asks rests on these alone. */
  exportsNamed(name: string): readonly ExportFact[] {
    if (this.trail.recording) this.trail.lookup(exportLookup(this.path, name));
    return this.lookups.exportsNamed.get(name) ?? [];
  }

  /** Notes in the trail that something rests on the file's facts. */
  note(): void {
    const { trail } = this;
    if (!trail.recording || this.notedIn === trail.serial) return;
    this.notedIn = trail.serial;
    trail.file(this.number);
  }

  /** Whether it exports a name itself; no facts are read for that. */
  exports(name: string): boolean {
    if (this.trail.recording) this.trail.lookup(`exports ${name}`);
    return this.exportedNames.has(name);
  }

  /** What it exports itself. Nothing is noted of it: what rests on one of these names notes that, as `exports` does. */
  get exportedNames(): ReadonlySet<string> {
    return (this.exported ??= new Set(this.rows('exports').map(([own]) => own)));
  }

  /** Specifiers of which it exports everything. */
  get stars(): readonly string[] {
    if (this.trail.recording) this.trail.lookup(`${STARS}${this.path}`);
    return (this.starred ??= this.rows('stars').map(([specifier]) => specifier));
  }

  get head(): Head {
    return this.source.outline.head;
  }

  /** The outline's rows of a kind: name and first number. */
  rows(kind: OutlineKind): [name: string, a: number][] {
    const { outline } = this.source;
    const { columns } = outline;
    const [start, end] = rowsOf(outline, kind);
    const rows: [string, number][] = [];
    for (let at = start; at < end; at += ROW) rows.push([names.text(columns[at]!), columns[at + 1]!]);
    return rows;
  }

  /** Specifiers that the file names, and how: bits of `REFERS`. */
  get specifiers(): ReadonlyMap<string, number> {
    return (this.referred ??= new Map(this.rows('specifiers')));
  }
}
