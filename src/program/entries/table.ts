import type { Link } from '../link.ts';
import { digestOf } from '../told.ts';
import { partsOf, type FunctionRef } from '../values.ts';
import type { EntryInfo } from './entries.ts';

/** A function that runs together with others for one request, around or before them. */
export type Around = FunctionRef & { together: NonNullable<EntryInfo['together']> };

/** The functions that a framework calls. What is asked of it is noted in the trail, file by file. */
export class EntryTable {
  /** By key. For those who tell of the project as a whole: nothing is noted. */
  readonly all: ReadonlyMap<number, EntryInfo>;
  private readonly link: Link;
  private byFile: ReadonlyMap<string, readonly (readonly [id: number, info: EntryInfo])[]> | undefined;
  private around: readonly Around[] | undefined;

  constructor(link: Link, all: ReadonlyMap<number, EntryInfo>) {
    this.link = link;
    this.all = all;
  }

  /** What it says of a file's functions, as a text that differs where that does. */
  digestOf(path: string): string {
    const own = this.of(path);
    // Most files have none.
    return own.length === 0 ? '' : digestOf(own);
  }

  /** What runs around others, as such a text. */
  digestOfAround(): string {
    return digestOf(this.findAround());
  }

  get(key: number): EntryInfo | undefined {
    this.link.told.note('entries', this.link.files[partsOf(key).number]!.path);
    return this.all.get(key);
  }

  has(key: number): boolean {
    return this.get(key) !== undefined;
  }

  /** Those that run around others, of one file in the order in which the table of their library names them. */
  runningAround(): readonly Around[] {
    this.link.told.note('around');
    return this.findAround();
  }

  private findAround(): readonly Around[] {
    this.around ??= [...this.all]
      .flatMap(([key, { together }]) => {
        const { number, id } = partsOf(key);
        return together?.as === 'around' ? [{ file: this.link.files[number]!, id, together }] : [];
      })
      .sort((a, b) => a.file.number - b.file.number || a.together.order - b.together.order || a.id - b.id);
    return this.around;
  }

  private of(path: string): readonly (readonly [number, EntryInfo])[] {
    if (!this.byFile) {
      const byFile = new Map<string, [number, EntryInfo][]>();
      for (const [key, info] of this.all) {
        const { number, id } = partsOf(key);
        const { path: at } = this.link.files[number]!;
        const list = byFile.get(at);
        if (list) list.push([id, info]);
        else byFile.set(at, [[id, info]]);
      }
      this.byFile = byFile;
    }
    return this.byFile.get(path) ?? [];
  }
}
