import { spotOf } from '../../program/arguments/spots.ts';
import { stripped } from '../../program/values.ts';
import type { Argument, Chain, Source, Step } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Schema, Table } from '../schema/types.ts';
import { and, optional, reasonsIn } from './conditions.ts';
import type { Ask, Scope, Translation } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type OrderTerm, type Query, type TableRef } from './types.ts';
import { spanEnd } from '../../facts/spans.ts';

/** A table of a statement, as a builder names it. */
export interface BuilderTable {
  ref: TableRef;
  table: Table;
}

/** A statement that is put together step by step. */
export class Builder {
  operation: Query['operation'] = 'select';
  readonly tables: BuilderTable[] = [];
  readonly joins: Join[] = [];
  readonly unknown: string[] = [];
  order: OrderTerm[] | 'unknown' = [];
  limit: Query['limit'] = 'none';
  offset: Query['offset'] = 'none';
  group: ColumnRef[] = [];
  distinct = false;
  columns: Query['columns'] = 'all';
  loads: Query[] = [];
  schema: Schema | undefined;
  private where: Condition = ALWAYS;

  /** The first table is the one that it begins at. */
  from({ schema, table }: Scope, alias = table.name): BuilderTable {
    this.schema ??= schema;
    const made = builderTable(table, alias);
    this.tables.push(made);
    return made;
  }

  join(kind: Join['kind'], scope: Scope, alias: string, on: (joined: BuilderTable) => Condition): void {
    const joined = this.from(scope, alias);
    this.joins.push({ table: joined.ref, kind, on: on(joined) });
  }

  and(condition: Condition): void {
    this.where = and([this.where, condition]);
  }

  /** `orWhere`: what holds so far, or this. */
  or(condition: Condition): void {
    this.where = isNothing(this.where) ? condition : { kind: 'or', of: [...(this.where.kind === 'or' ? this.where.of : [this.where]), condition] };
  }

  replaceWhere(condition: Condition): void {
    this.where = condition;
  }

  sort(term: OrderTerm | undefined, isOptional: boolean): void {
    this.order = this.order === 'unknown' || !term || isOptional ? 'unknown' : [...this.order, term];
  }

  unseen(why: string): void {
    if (!this.unknown.includes(why)) this.unknown.push(why);
  }

  /** Undefined before it has a table. */
  translation(): Translation | undefined {
    const [first] = this.tables;
    if (!first || !this.schema) return undefined;
    const { operation, joins, where, order, limit, offset, group, distinct, columns, unknown: why, loads } = this;
    const query = withReasons({ operation, from: first.ref, joins, where, order, limit, offset, group, distinct, columns, unknown: why });
    return { schema: this.schema, table: first.table, query, ...(loads.length > 0 && { loads }) };
  }
}

function isNothing(condition: Condition): boolean {
  return condition.kind === 'and' && condition.of.length === 0;
}

export function builderTable(table: Table, alias: string): BuilderTable {
  return { table, ref: { name: table.name, ...(table.namespace !== undefined && { namespace: table.namespace }), alias } };
}

/** The query with the reasons of its conditions among what is unknown of it. */
export function withReasons(query: Query): Query {
  const reasons = [...query.unknown, ...reasonsIn(query.where), ...query.joins.flatMap(({ on }) => reasonsIn(on)), ...(query.order === 'unknown' ? ['the order is not shown'] : [])];
  return { ...query, unknown: [...new Set(reasons)] };
}

/** A column as text: `id`, `users.id`, `u.id as userId`. Undefined where it is none that is known, or more than one. */
export function columnByText(text: string, tables: readonly BuilderTable[]): ColumnRef | undefined {
  const path = text.replace(/\s+as\s+\S+\s*$/i, '').trim().split('.');
  const name = path.at(-1)!;
  const qualifier = path.at(-2);
  const owners = tables.filter(({ ref, table }) => (qualifier === undefined || sameName(ref.alias, qualifier)) && columnOf(table, name) !== undefined);
  const [only] = owners;
  return owners.length === 1 && only ? { table: only.ref.alias, column: columnOf(only.table, name)! } : undefined;
}

/** Plug-ins and mappers write names in another case than the database: `eventExport` for `event_export`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}

function sameName(left: string, right: string): boolean {
  return left === right || left === snakeCase(right) || snakeCase(left) === snakeCase(right);
}

/** Name in the database of a column that the code calls so. */
export function columnOf({ columns }: Table, name: string): string | undefined {
  const found = columns.find((column) => column.name === name) ?? columns.find(({ property }) => property === name) ?? columns.find((column) => column.name === snakeCase(name));
  return found?.name;
}

/** A table as text: `users`, `auth.users`, `users as u`, `users u`. */
export function tableByText(text: string, ask: Ask): (Scope & { alias: string }) | undefined {
  const [, full, alias] = /^\s*([^\s]+)(?:\s+(?:as\s+)?([\w$]+))?\s*$/i.exec(text) ?? [];
  if (full === undefined) return undefined;
  const path = full.replaceAll(/["`[\]]/g, '').split('.');
  const name = path.at(-1)!;
  const namespace = path.at(-2);
  const found = ask.named(name, namespace) ?? (namespace === 'public' ? ask.named(name) : undefined) ?? ask.named(snakeCase(name), namespace);
  return found && { ...found, alias: alias ?? found.table.name };
}

/** Text of an argument that the code writes. */
export function textOf(arg: Argument | undefined): string | undefined {
  return arg?.kind === 'literal' && typeof arg.value === 'string' ? arg.value : undefined;
}

export function numberOf(arg: Argument | undefined): number | undefined {
  return arg?.kind === 'literal' && typeof arg.value === 'number' ? arg.value : undefined;
}

/** Arguments of a step, followed. */
export function argsOf(step: Step, ask: Ask): Argument[] {
  return step.args.map((expr) => ask.follow({ expr, spot: step.spot }));
}

/** What a limit is set to. */
export function limitBy(arg: Argument | undefined, isOptional: boolean): Query['limit'] {
  if (!arg || arg.kind === 'undefined') return isOptional ? 'unknown' : 'none';
  return isOptional ? 'unknown' : (numberOf(arg) ?? (arg.kind === 'choice' && arg.of.some(({ kind }) => kind === 'undefined') ? 'unknown' : 'some'));
}

export function offsetBy(arg: Argument | undefined, isOptional: boolean): Query['offset'] {
  if (!arg || arg.kind === 'undefined' || numberOf(arg) === 0) return 'none';
  return isOptional ? 'unknown' : 'some';
}

export function when(condition: Condition, isOptional: boolean): Condition {
  return isOptional ? optional(condition) : condition;
}

/** The chain that a call ends, and what may come to it after: a builder that a function returns as it is. */
export function chainOf(call: QueryCall, ask: Ask): Chain {
  const chain = ask.program.chain(call.call);
  return call.pending && isAddedTo(call, ask) ? { ...chain, open: chain.open ?? 'who called that may add to it' } : chain;
}

/** Whether somebody who calls the function around a call does more with its value than wait for it. */
function isAddedTo({ call }: QueryCall, ask: Ask): boolean {
  const { facts } = call.file;
  const { name } = facts.functions[facts.calls[call.id]!.functionId]!;
  if (name === '') return true;
  return ask.program.callsNamed(name).some(({ call: { use } }) => use !== 'await' && use !== 'return' && use !== 'discard');
}

/** What a function of the project that is given to a builder returns, where it is one expression. */
export function returned(arg: Argument): { source: Source; parameters: readonly number[] } | undefined {
  if (arg.kind !== 'function') return undefined;
  const { file, id } = arg.to;
  const fact = file.facts.functions[id]!;
  const [only, ...more] = fact.returns;
  if (!only || more.length > 0) return undefined;
  const inner = stripped(only);
  const at = spanEnd(fact.span);
  return { source: { expr: inner, spot: { file, functionId: id, region: -1, at, frame: null } }, parameters: fact.params.flatMap(({ bindings }) => bindings) };
}

/** Calls of a statement's callback: each chain on its parameter, or on `this`, in order. */
export function callbackSteps(arg: Argument): Step[] | undefined {
  if (arg.kind !== 'function') return undefined;
  const { file, id } = arg.to;
  const { facts } = file;
  const parameter = facts.functions[id]!.params[0]?.bindingId ?? -1;
  const steps: { step: Step; at: number }[] = [];
  for (const [callId, call] of facts.calls.entries()) {
    if (call.functionId !== id) continue;
    const root = rootOf(file.facts, callId);
    if (!root) return undefined;
    const isOwn = root.kind === 'this' || (root.kind === 'name' && root.binding === parameter && parameter >= 0);
    if (!isOwn || call.callee.kind !== 'member') {
      // Values and fragments that are given to its steps are read where they are given.
      if (isOwn) return undefined;
      continue;
    }
    const ref = { file, id: callId };
    steps.push({ step: { call: ref, name: call.callee.name, args: call.args, spot: spotOf(ref), ...(call.region >= 0 && { optional: true as const }) }, at: call.calleeEnd });
  }
  return steps.sort((a, b) => a.at - b.at).map(({ step }) => step);
}

function rootOf(facts: Step['call']['file']['facts'], id: number): { kind: 'this' } | { kind: 'name'; binding: number } | { kind: 'other' } | undefined {
  let at = facts.calls[id]!.callee;
  for (;;) {
    const inner = stripped(at);
    if (inner.kind === 'member') at = inner.object;
    else if (inner.kind === 'call') at = facts.calls[inner.call]!.callee;
    else if (inner.kind === 'name') return { kind: 'name', binding: inner.binding };
    else return inner.kind === 'this' ? { kind: 'this' } : { kind: 'other' };
  }
}
