import { accessesOf } from '../../src/database/query/serve/accesses.ts';
import type { Access } from '../../src/database/query/serve/types.ts';
import { askedOf, type Asked } from '../../src/database/query/predicates.ts';
import { querySites } from '../../src/database/query/sites.ts';
import type { Query, QuerySite } from '../../src/database/query/types.ts';
import type { Schema } from '../../src/database/schema/types.ts';
import { groupBy } from '../../src/findings/group.ts';
import { builderText, calleeText } from '../../src/program/print.ts';
import { PerLink } from '../../src/program/memo.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

/** One statement that a call sends, with how each of its tables is reached. */
export interface Statement {
  site: QuerySite;
  query: Query;
  /** It loads a relation of the rows that the call itself asks for. */
  isLoad: boolean;
  accesses: ReadonlyMap<string, Access>;
  asked: ReadonlyMap<string, Asked>;
}

/** What one call may ask: each alternative is a list of statements. */
export interface AskingCall {
  call: CallRef;
  alternatives: readonly (readonly Statement[])[];
}

const known = new WeakMap<readonly Schema[], PerLink<string, AskingCall[]>>();

/** The calls of a file that reach a database whose schema is known, with their statements. Kept while the program lives: several rules ask. */
export function askingCalls(program: Program, schemas: readonly Schema[], file: string): readonly AskingCall[] {
  let kept = known.get(schemas);
  if (!kept) known.set(schemas, (kept = new PerLink()));
  return kept.get(program.link, file, () => read(program, schemas, file));
}

function read(program: Program, schemas: readonly Schema[], file: string): AskingCall[] {
  return [...groupBy(querySites(program, schemas, file), ({ call }) => call.id).values()].map((sites) => ({
    call: sites[0]!.call,
    alternatives: sites.map((site) => [site.query, ...site.loads].map((query): Statement => ({ site, query, isLoad: query !== site.query, accesses: accessesOf(query, site.schema), asked: askedOf(query, site.schema) }))),
  }));
}

/** A query as a reader knows it: its builder's steps, or the callee. */
export function queryName({ file, id }: CallRef): string {
  const { callee } = file.facts.calls[id]!;
  const isChain = callee.kind === 'member' && callee.object.kind === 'call';
  return (isChain ? builderText(file.facts, id) : undefined) ?? calleeText(file.facts, id);
}
