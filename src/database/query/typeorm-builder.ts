import type { Argument, Chain, Step } from '../../program/arguments/types.ts';
import { stepsOnParameter } from '../../program/arguments/chain.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { CallRef } from '../../program/values.ts';
import { and, compare, isAlways, not, optional, or, unknown, withCompares } from './conditions.ts';
import { directionOf, Find, keyed } from './entity-find.ts';
import { classNamed, classOf, handedEntity, tableOfClass, type ClassRef } from './entities.ts';
import { conditionInSql, textParts } from './fragment.ts';
import { notSeen, queryOf } from './options.ts';
import { columnOf, columnRef, joinsAlong, limitOf, named, offsetOf, relationOf, wayAlong, type Named } from './tables.ts';
import type { Ask, Scope, Translation } from './translator.ts';
import { language, notDeleted } from './typeorm.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type OrderTerm, type Query } from './types.ts';
import { spanStart } from '../../facts/spans.ts';

/** Queries of a builder: https://typeorm.io/docs/query-builder/select-query-builder */
export function buildersQueries(call: QueryCall, ask: Ask): readonly Translation[] | string {
  const { root, steps, open } = chainOf(ask, call.call);
  const made = new Builder(ask);
  if (root.expr.kind === 'name' && open !== undefined && steps.length <= 1) return open;
  for (const step of steps) made.step(step);
  return made.finished(call, open);
}

/** The calls that build a query: what was done before a builder is made is not its own. */
function chainOf(ask: Ask, call: CallRef): Chain {
  const { openAt, ...chain } = ask.program.chain(call);
  const begins = chain.steps.findLastIndex(({ name }) => BEGINS.has(name));
  const steps = chain.steps.slice(Math.max(begins, 0));
  return begins >= (openAt ?? 0) ? { root: chain.root, steps } : { ...chain, steps };
}

/** Steps that change neither what is found nor in which order. */
const NEUTRAL: ReadonlySet<string> = new Set([
  ...['setParameter', 'setParameters', 'setNativeParameters', 'clone', 'cache', 'setLock', 'setOnLocked', 'comment', 'loadAllRelationIds'],
  ...['loadRelationIdAndMap', 'loadRelationCountAndMap', 'set', 'values', 'returning', 'output', 'updateEntity', 'callListeners', 'useTransaction', 'setQueryRunner'],
  ...['maxExecutionTime', 'setOption', 'disableEscaping', 'having', 'andHaving', 'orHaving', 'orIgnore', 'orUpdate', 'onConflict', 'printSql', 'useIndex'],
  ...['getMany', 'getOne', 'getOneOrFail', 'getRawOne', 'getRawMany', 'getRawAndEntities', 'getManyAndCount', 'getCount', 'getExists', 'getQuery', 'getSql', 'stream', 'execute'],
]);

/** Steps that make a builder of its own. */
const BEGINS: ReadonlySet<string> = new Set(['createQueryBuilder', 'subQuery']);

/** Methods that give a builder's statement as a text. */
const TEXTS: ReadonlySet<string> = new Set(['getQuery', 'getSql']);

const JOINS: Readonly<Record<string, { kind: Join['kind']; shift: 0 | 1 }>> = {
  leftJoin: { kind: 'left', shift: 0 }, innerJoin: { kind: 'inner', shift: 0 }, leftJoinAndSelect: { kind: 'left', shift: 0 }, innerJoinAndSelect: { kind: 'inner', shift: 0 },
  leftJoinAndMapOne: { kind: 'left', shift: 1 }, leftJoinAndMapMany: { kind: 'left', shift: 1 }, innerJoinAndMapOne: { kind: 'inner', shift: 1 }, innerJoinAndMapMany: { kind: 'inner', shift: 1 },
};

const CONDITIONS: Readonly<Record<string, 'where' | 'and' | 'or'>> = { where: 'where', andWhere: 'and', orWhere: 'or', whereInIds: 'where', andWhereInIds: 'and', orWhereInIds: 'or' };

class Builder {
  private readonly ask: Ask;
  private scope: (Scope & { of: ClassRef }) | undefined;
  private main: Named | undefined;
  private readonly tables = new Map<string, Named>();
  private readonly joins: Join[] = [];
  private readonly where = new Disjunction();
  private order: OrderTerm[] | 'unknown' = [];
  private group: Query['group'] = [];
  private limit: Query['limit'] = 'none';
  private offset: Query['offset'] = 'none';
  private operation: Query['operation'] = 'select';
  private distinct = false;
  /** The only column that is read, where it is one. */
  private selected: ColumnRef | undefined;
  private deletedToo = false;
  private readonly unseen: string[] = [];

  constructor(ask: Ask) {
    this.ask = ask;
  }

  step(step: Step): void {
    const { name } = step;
    if (NEUTRAL.has(name)) return;
    const join = Object.hasOwn(JOINS, name) ? JOINS[name] : undefined;
    const condition = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined;
    if (join) this.joined(step, join.kind, join.shift);
    else if (condition) this.where.add(condition, this.clause(step));
    else if (Object.hasOwn(STEPS, name)) STEPS[name]!(this, step);
    else if (this.main) this.unseen.push(`${name}() is not read`);
  }

  private argument({ args, spot }: Step, at: number): Argument | undefined {
    return args[at] && this.ask.follow({ expr: args[at], spot });
  }

  private clause(step: Step): Clause {
    const condition = step.name.endsWith('InIds') ? this.keys(step) : this.condition(step);
    const text = this.argument(step, 0);
    const { file, id } = step.call;
    const given = withCompares(condition, (one) => ({ ...one, step: one.step ?? { file: file.path, at: spanStart(file.facts.calls[id]!.span) } }));
    return { condition: step.optional ? optional(given) : given, isLoose: text !== undefined && hasLooseOr(text) };
  }

  /** `repository.createQueryBuilder('user')`, `manager.createQueryBuilder(User, 'user')` */
  begin(step: Step): void {
    const { args, spot, call } = step;
    const { callee } = call.file.facts.calls[call.id]!;
    const given = args[0] && classNamed(this.ask, { expr: args[0], spot });
    const receivers = given || callee.kind !== 'member' ? [] : this.ask.program.values({ expr: callee.object, spot });
    const of = given ?? receivers.map((value) => classOf(this.ask.program.link, value)).find((one) => one !== undefined) ?? handedEntity(this.ask, { expr: callee, spot });
    if (of) this.entity(of, this.argument(step, given ? 1 : 0));
  }

  from(step: Step): void {
    const of = step.args[0] && classNamed(this.ask, { expr: step.args[0], spot: step.spot });
    if (of) this.entity(of, this.argument(step, 1));
  }

  private entity(of: ClassRef, alias: Argument | undefined): void {
    const scope = tableOfClass(this.ask, of);
    if (!scope) return;
    this.scope = { ...scope, of };
    this.tables.clear();
    // Without a name it is called as its class is.
    const name = alias?.kind === 'literal' ? String(alias.value) : of.file.facts.classes[of.id]!.name;
    this.main = named(scope.schema, scope.table, undefined, name);
    this.tables.set(name, this.main);
  }

  change(operation: Query['operation'], step: Step): void {
    this.operation = operation;
    this.from(step);
  }

  private joined(step: Step, kind: Join['kind'], shift: 0 | 1): void {
    const [target, alias, condition] = [0, 1, 2].map((at) => this.argument(step, at + shift));
    const name = alias?.kind === 'literal' ? String(alias.value) : undefined;
    const [of, property] = target?.kind === 'literal' ? String(target.value).split('.') : [];
    const parent = of === undefined ? undefined : this.tables.get(of);
    const relation = parent && property !== undefined ? relationOf(parent.table, property) : undefined;
    const way = parent && relation && name !== undefined ? wayAlong(parent, relation, name) : undefined;
    if (way && name !== undefined) {
      this.tables.set(name, way.to);
      this.joins.push(...joinsAlong(way, kind, condition ? this.sql(condition) : ALWAYS));
      return;
    }
    const entity = step.args[shift] && classNamed(this.ask, { expr: step.args[shift], spot: step.spot });
    const scope = entity ? tableOfClass(this.ask, entity) : of !== undefined && property === undefined ? this.ask.named(of) : undefined;
    if (!scope || !this.main || name === undefined) {
      this.unseen.push('a join');
      return;
    }
    const to = named(scope.schema, scope.table, this.main.aliases, name);
    this.tables.set(name, to);
    this.joins.push({ table: to.ref, kind, on: condition ? this.sql(condition) : ALWAYS });
  }

  private keys(step: Step): Condition {
    const arg = this.argument(step, 0);
    return this.main && arg ? keyed(this.main, arg.kind === 'value' ? { ...arg, type: 'list' } : arg) : unknown('keys');
  }

  /** A text, an object, `new Brackets((query) => …)`. */
  private condition(step: Step): Condition {
    const arg = this.argument(step, 0);
    if (!arg) return unknown('a condition');
    if (arg.kind === 'call' && (arg.name === 'Brackets' || arg.name === 'NotBrackets')) {
      const inner = this.brackets(arg.args()[0]);
      return arg.name === 'Brackets' ? inner : not(inner);
    }
    if ((arg.kind === 'object' || arg.kind === 'list') && this.main) return new Find(this.main, this.joins, language).where(arg);
    return this.sql(arg);
  }

  private brackets(arg: Argument | undefined): Condition {
    if (arg?.kind !== 'function') return unknown('brackets');
    const made = new Disjunction();
    for (const step of stepsOnParameter(arg.to, 0, arg.source.spot.frame)) {
      const kind = Object.hasOwn(CONDITIONS, step.name) ? CONDITIONS[step.name] : undefined;
      if (!kind) return unknown(`${step.name}() is not read`);
      made.add(kind, this.clause(step));
    }
    const condition = made.condition;
    return isAlways(condition) ? unknown('brackets') : condition;
  }

  private sql(arg: Argument): Condition {
    const within = this.inQuery(arg);
    if (within) return within;
    const parts = textParts(arg);
    if (!parts) return unknown(notSeen(arg));
    return conditionInSql(parts, [...this.tables.values()], this.scope?.schema.engine);
  }

  /** `'user.id IN (' + other.getQuery() + ')'`: rows of the other one must exist. */
  private inQuery(arg: Argument): Condition | undefined {
    const [before, inner, after, ...more] = arg.kind === 'text' ? arg.parts : [];
    const name = typeof before === 'string' ? /^\s*([\w.]+)\s+in\s*\(\s*$/i.exec(before)?.[1] : undefined;
    const column = name === undefined ? undefined : this.column(name);
    if (!column || typeof inner !== 'object' || inner.kind !== 'call' || !TEXTS.has(inner.name) || typeof after !== 'string' || after.trim() !== ')' || more.length > 0) return undefined;
    const { steps, open } = chainOf(this.ask, inner.call);
    const other = new Builder(this.ask);
    for (const step of steps) other.step(step);
    return other.exists(column, open) ?? unknown(notSeen(inner));
  }

  /** The condition that it gives a row whose column has the value of one of another. */
  private exists(outer: ColumnRef, open: string | undefined): Condition | undefined {
    const { main, scope, selected } = this;
    if (!main || !scope || !selected || open !== undefined || this.unseen.length > 0 || this.limit !== 'none' || this.group.length > 0) return undefined;
    const where = and([compare(selected, '=', { kind: 'column', column: outer }), this.where.condition, this.deletedToo ? ALWAYS : notDeleted(this.ask, scope.of, main)]);
    return { kind: 'exists', negated: false, from: main.ref, joins: this.joins, where };
  }

  selectsMore(): void {
    this.selected = undefined;
  }

  /** `select('user.id')` */
  selects(step: Step): void {
    const what = this.argument(step, 0);
    this.selected = what?.kind === 'literal' && !step.optional ? this.column(String(what.value)) : undefined;
  }

  ordered(step: Step, isFirst: boolean): void {
    const terms = this.terms(step);
    if (!terms || step.optional || this.order === 'unknown') this.order = isFirst && terms && !step.optional ? terms : 'unknown';
    else this.order = isFirst ? terms : [...this.order, ...terms];
  }

  private terms(step: Step): OrderTerm[] | undefined {
    const by = this.argument(step, 0);
    if (!by) return [];
    if (by.kind === 'object' && by.open === undefined) {
      const terms = by.properties.map(({ key, value }) => this.term(key, value));
      return terms.every((term) => term !== undefined) ? terms : undefined;
    }
    const given = this.argument(step, 1);
    const term = by.kind === 'literal' ? this.term(String(by.value), given ?? { ...by, value: 'ASC' }) : undefined;
    return term && [term];
  }

  private term(text: string, value: Argument): OrderTerm | undefined {
    const direction = directionOf(value);
    const column = this.column(text);
    return direction && { by: column ?? { expression: text }, direction };
  }

  private column(text: string): Query['group'][number] | undefined {
    const [of, ...path] = text.split('.');
    const table = path.length > 0 ? this.tables.get(of!) : this.main;
    const property = path.length > 0 ? path.join('.') : text;
    const column = table && (columnOf(table.table, property) ?? table.table.columns.find(({ name }) => name === property));
    return table && column && columnRef(table, column.name);
  }

  grouped(step: Step): void {
    const by = this.argument(step, 0);
    const column = by?.kind === 'literal' ? this.column(String(by.value)) : undefined;
    if (column) this.group = [...this.group, column];
    else this.unseen.push('a group');
  }

  limited(step: Step): void {
    this.limit = limitOf(this.argument(step, 0), step.optional === true);
  }

  skipped(step: Step): void {
    this.offset = offsetOf(this.argument(step, 0), step.optional === true);
  }

  tellsApart(): void {
    this.distinct = true;
  }

  withDeleted(): void {
    this.deletedToo = true;
  }

  finished({ operation, pending }: QueryCall, open: string | undefined): readonly Translation[] | string {
    const { main, scope } = this;
    if (!main || !scope) return 'the entity is not shown';
    const isRead = this.operation === 'select';
    const where = and([this.where.condition, isRead && !this.deletedToo ? notDeleted(this.ask, scope.of, main) : ALWAYS]);
    const unseen = [...this.unseen, ...(open === undefined ? [] : [open]), ...(pending ? ['its caller may add to it'] : [])];
    const counts = operation === 'getCount' && isRead;
    const parts = { joins: this.joins, where, order: counts ? [] : this.order, limit: operation === 'getExists' ? 1 : this.limit, offset: this.offset, group: this.group, distinct: this.distinct, columns: 'unknown' as const, unknown: unseen };
    const query = queryOf(counts ? 'count' : this.operation, main.ref, parts);
    const loads = operation === 'getManyAndCount' ? [queryOf('count', main.ref, { ...parts, order: [], limit: 'none', offset: 'none' })] : [];
    return [{ schema: scope.schema, table: scope.table, query, loads }];
  }
}

const STEPS: Readonly<Record<string, (builder: Builder, step: Step) => void>> = {
  createQueryBuilder: (builder, step) => builder.begin(step),
  subQuery: () => undefined,
  insert: (builder, step) => builder.change('insert', step),
  into: (builder, step) => builder.from(step),
  from: (builder, step) => builder.from(step),
  update: (builder, step) => builder.change('update', step),
  delete: (builder, step) => builder.change('delete', step),
  softDelete: (builder, step) => builder.change('update', step),
  restore: (builder, step) => builder.change('update', step),
  orderBy: (builder, step) => builder.ordered(step, true),
  addOrderBy: (builder, step) => builder.ordered(step, false),
  groupBy: (builder, step) => builder.grouped(step),
  addGroupBy: (builder, step) => builder.grouped(step),
  take: (builder, step) => builder.limited(step),
  limit: (builder, step) => builder.limited(step),
  skip: (builder, step) => builder.skipped(step),
  offset: (builder, step) => builder.skipped(step),
  distinct: (builder) => builder.tellsApart(),
  select: (builder, step) => builder.selects(step),
  addSelect: (builder) => builder.selectsMore(),
  withDeleted: (builder) => builder.withDeleted(),
};

/** A condition, and whether it is a text in which alternatives stand without brackets around them. */
interface Clause {
  condition: Condition;
  isLoose: boolean;
}

/** Conditions that are put one after the other as they are: AND binds more closely than OR. */
class Disjunction {
  private groups: Condition[][] = [];

  add(kind: 'where' | 'and' | 'or', { condition, isLoose }: Clause): void {
    if (kind === 'where') this.groups = [];
    const [first, ...others] = isLoose && condition.kind === 'or' ? condition.of : [condition];
    const last = this.groups.at(-1);
    if (kind === 'or' || !last) this.groups.push([first!]);
    else last.push(first!);
    this.groups.push(...others.map((one) => [one]));
  }

  get condition(): Condition {
    return this.groups.length === 0 ? ALWAYS : or(this.groups.map(and));
  }
}

/** Whether a text has an OR outside of brackets. */
function hasLooseOr(arg: Argument): boolean {
  const parts = textParts(arg) ?? [];
  const text = parts.map((part) => (typeof part === 'string' ? part : '?')).join('').replace(/'[^']*'|"[^"]*"/g, '?');
  let depth = 0;
  for (const [token] of text.matchAll(/[()]|\bor\b/gi)) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (depth === 0) return true;
  }
  return false;
}
