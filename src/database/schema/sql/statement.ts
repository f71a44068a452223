import type { SchemaChange } from '../changes.ts';
import type { ForeignKey, Index, IndexPart, Origin } from '../types.ts';

/** A change before it is said where it stands. */
export type Change<Kind extends SchemaChange['kind'] = SchemaChange['kind']> = SchemaChange extends infer One ? (One extends { kind: Kind } ? Omit<One, 'origin'> : never) : never;

/** What readers of statements are given beside the tree. */
export interface StatementContext {
  /** The statement as it is written. */
  text: string;
  /** Where the statement stands. */
  origin: Origin;
  /** Where something in it stands, by its UTF-16 offset in the whole text. */
  originAt(offset: number): Origin;
  /** UTF-16 offset of the statement in the whole text. */
  start: number;
}

/** What a statement comes to: nothing, where it is not about tables; undefined for one that is and cannot be read. */
export type Read = Change[] | undefined;

export const ACTIONS = ['cascade', 'set null', 'set default', 'restrict', 'no action'] as const satisfies readonly ForeignKey['onDelete'][];

/** A key or an index with what most of them are. */
export function indexOf(parts: readonly (string | IndexPart)[], by: Index['by'], origin: Origin, more: Partial<Index> = {}): Index {
  return {
    parts: parts.map((part) => (typeof part === 'string' ? { column: part, direction: 'asc' } : part)),
    unique: by === 'primary key' || by === 'unique',
    method: 'btree',
    include: [],
    by,
    origin,
    ...more,
  };
}

/** `{ name }` where there is one. */
export function named(name: string | null | undefined): { name?: string } {
  return name === undefined || name === null || name === '' ? {} : { name };
}
