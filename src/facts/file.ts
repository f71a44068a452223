import { names } from './names.ts';
import { OUTLINE_KINDS, outlineOf } from './outline.ts';
import type { Head, Outline, OutlineKind } from './outline.ts';
import type { FileFacts } from './types.ts';

/** A file of a project: its facts, which may be read when they are asked for, and its outline, which is there. The same object means the same content. */
export interface SourceFile {
  readonly facts: FileFacts;
  readonly outline: PackedOutline;
}

/** An outline as numbers: for each kind where its rows begin, then the rows: name, a, b. */
export interface PackedOutline {
  head: Head;
  columns: Int32Array;
}

/** Numbers of one row. */
export const ROW = 3;

/** Where the rows of a kind begin and end in the columns of an outline. */
export function rowsOf({ columns }: Pick<PackedOutline, 'columns'>, kind: OutlineKind): [start: number, end: number] {
  const at = OUTLINE_KINDS.indexOf(kind);
  return [columns[at]!, columns[at + 1]!];
}

/** Kinds whose rows have a name as their second number. */
export const NAMED: readonly OutlineKind[] = ['calls', 'methods'];

export function packOutline({ head, rows }: Outline): PackedOutline {
  const byKind = new Map<OutlineKind, number[]>(OUTLINE_KINDS.map((kind) => [kind, []]));
  for (const { kind, name, a, b } of rows) byKind.get(kind)!.push(names.intern(name), a, typeof b === 'string' ? names.intern(b) : b);
  const columns = new Int32Array(OUTLINE_KINDS.length + 1 + rows.length * ROW);
  let at = OUTLINE_KINDS.length + 1;
  for (const [index, kind] of OUTLINE_KINDS.entries()) {
    columns[index] = at;
    columns.set(byKind.get(kind)!, at);
    at += byKind.get(kind)!.length;
  }
  columns[OUTLINE_KINDS.length] = at;
  return { head, columns };
}

/** A file whose facts are at hand. */
export function sourceFile(facts: FileFacts): SourceFile {
  let outline: PackedOutline | undefined;
  return {
    facts,
    get outline() {
      return (outline ??= packOutline(outlineOf(facts)));
    },
  };
}
