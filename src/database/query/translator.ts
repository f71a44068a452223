import type { Argument, Source } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Program } from '../../program/types.ts';
import type { Engine, Schema, Table } from '../schema/types.ts';
import type { Query } from './types.ts';

/** What a library's calls ask of the database. One module for each library; src/database/query/sites.ts lists them. */
export interface Translator {
  /** Id of the library's table. */
  library: string;
  /** One translation for each alternative of the call, or why there is none, in a few words. */
  translate(call: QueryCall, ask: Ask): readonly Translation[] | string;
}

/** One thing that a call may ask. */
export interface Translation extends Scope {
  query: Query;
  /** Further statements of the same call, each on its own. */
  loads?: readonly Query[];
}

/** A table and the schema that has it. */
export interface Scope {
  schema: Schema;
  table: Table;
}

/** What translators ask of the project, about one file. */
export interface Ask {
  program: Program;
  /** The table that a model, a class or a variable stands for; `file`: where it is declared, if that is known. Undefined where there is none, or more than one. */
  entity(name: string, file?: string): Scope | undefined;
  /** The table of that name in the database. */
  named(name: string, namespace?: string): Scope | undefined;
  /** The engine of the schema that is nearest; undefined where none is, or two are as near that differ. */
  engine(): Engine | undefined;
  /** An argument of a call, followed; undefined where it has none at that position. */
  given(call: QueryCall, position: number): Argument | undefined;
  /** The alternatives of arguments, at most `MAX_VARIANTS`, none with a choice in it. */
  variants(arg: Argument): readonly Argument[];
  /** An expression, followed. */
  follow(source: Source): Argument;
}

/** Alternatives of one call: more are unknown. */
export const MAX_VARIANTS = 8;
