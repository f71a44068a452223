import type { Argument, Step } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import { argsOf, chainOf, limitBy, offsetBy, textOf, when } from './builder.ts';
import { and, isAlways, or, unknown } from './conditions.ts';
import { classOf, tableOfClass } from './entities.ts';
import { directionOf, Find, type Language } from './entity-find.ts';
import { entityNamed, language } from './mikro-orm.ts';
import { queryOf } from './options.ts';
import { rawCondition } from './raw.ts';
import { columnOf, columnRef, joinsAlong, named, relationOf, wayAlong, type Named } from './tables.ts';
import type { Ask, Scope, Translation } from './translator.ts';
import { ALWAYS, type Condition, type Join, type OrderTerm, type Query } from './types.ts';

/** Queries of a builder: https://mikro-orm.io/docs/query-builder */
export function buildersQueries(call: QueryCall, ask: Ask): readonly Translation[] | string {
  const { steps, open } = chainOf(call, ask);
  const begins = steps.findLastIndex(({ name }) => BEGINS.has(name));
  if (begins < 0) return open ?? 'its entity is not shown';
  const made = new Statement(ask);
  for (const step of steps.slice(begins)) made.step(step);
  return made.finished(open);
}

/** Steps that make a builder of its own. */
const BEGINS: ReadonlySet<string> = new Set(['createQueryBuilder', 'qb', 'queryBuilder']);

const JOINS: Readonly<Record<string, Join['kind']>> = { join: 'inner', innerJoin: 'inner', joinAndSelect: 'inner', innerJoinAndSelect: 'inner', leftJoin: 'left', leftJoinAndSelect: 'left' };
const CHANGES: Readonly<Record<string, Query['operation']>> = { insert: 'insert', update: 'update', delete: 'delete', truncate: 'delete', count: 'count', getCount: 'count' };

/** Steps that change neither which rows are found nor in which order. */
const NEUTRAL: ReadonlySet<string> = new Set([
  ...['getResult', 'getResultList', 'getSingleResult', 'getSingleResultOrFail', 'getResultAndCount', 'execute', 'run', 'stream', 'then', 'getKnexQuery', 'getFormattedQuery'],
  ...['populate', 'having', 'andHaving', 'orHaving', 'onConflict', 'ignore', 'merge', 'returning', 'setLockMode', 'setFlushMode', 'cache', 'indexHint', 'comment', 'hintComment', 'as', 'clone', 'setFlag', 'unsetFlag', 'setLoggerContext'],
]);

class Statement {
  private readonly ask: Ask;
  private main: Named | undefined;
  /** Tables by the names that the code gives them. */
  private readonly tables = new Map<string, Named>();
  private readonly joins: Join[] = [];
  private readonly unseen: string[] = [];
  private where: Condition = ALWAYS;
  private operation: Query['operation'] = 'select';
  private order: OrderTerm[] | 'unknown' = [];
  private limit: Query['limit'] = 'none';
  private offset: Query['offset'] = 'none';
  private group: Query['group'] = [];
  private distinct = false;
  private columns: Query['columns'] = 'all';
  /** Conditions whose keys may begin with the name of a table. */
  private readonly language: Language = {
    ...language,
    combined: (key, value, inner) => {
      const [name, property, ...others] = key.split('.');
      const at = property === undefined || others.length > 0 ? undefined : this.tables.get(name!);
      if (!at) return language.combined!(key, value, inner);
      return new Find(at, this.joins, this.language).where({ kind: 'object', properties: [{ key: property!, value }], source: value.source });
    },
  };

  constructor(ask: Ask) {
    this.ask = ask;
  }

  step(step: Step): void {
    const { name } = step;
    const isOptional = step.optional === true;
    const args = argsOf(step, this.ask);
    const [first, second] = args;
    if (BEGINS.has(name)) return this.begin(step, args);
    if (NEUTRAL.has(name) || !this.main) return;
    if (Object.hasOwn(CHANGES, name)) {
      this.operation = CHANGES[name]!;
      if (name === 'delete' && first) this.where = and([this.where, this.condition(first, undefined)]);
      return;
    }
    if (Object.hasOwn(JOINS, name)) return this.join(JOINS[name]!, args);
    switch (name) {
      case 'where':
      case 'andWhere':
        this.where = and([this.where, first ? when(this.condition(first, second), isOptional) : ALWAYS]);
        return;
      case 'orWhere':
        this.where = isAlways(this.where) || !first ? this.where : or([this.where, this.condition(first, second)]);
        return;
      case 'select':
      case 'addSelect':
        if (textOf(first) !== '*') this.columns = 'unknown';
        return;
      case 'distinct':
      case 'distinctOn':
        this.distinct = true;
        return;
      case 'orderBy':
      case 'andOrderBy':
        this.sort(first, isOptional);
        return;
      case 'groupBy':
        this.grouped(args);
        return;
      case 'limit':
        this.limit = limitBy(first, isOptional);
        if (second) this.offset = offsetBy(second, isOptional);
        return;
      case 'offset':
        this.offset = offsetBy(first, isOptional);
        return;
      default:
        this.unseen.push(`${name}()`);
    }
  }

  /** `em.createQueryBuilder(User, 'u')`, `repository.createQueryBuilder('u')` */
  private begin(step: Step, args: readonly Argument[]): void {
    const { callee } = step.call.file.facts.calls[step.call.id]!;
    const isNamed = textOf(args[0]) === undefined && step.args[0] !== undefined;
    const scope = isNamed ? entityNamed(this.ask, { expr: step.args[0]!, spot: step.spot }) : callee.kind === 'member' ? this.received({ expr: callee.object, spot: step.spot }) : undefined;
    if (!scope) return;
    const alias = textOf(args[isNamed ? 1 : 0]);
    this.main = named(scope.schema, scope.table, undefined, alias);
    if (alias !== undefined) this.tables.set(alias, this.main);
  }

  private received(source: Parameters<typeof entityNamed>[1]): Scope | undefined {
    return this.ask.program
      .values(source)
      .map((value) => classOf(this.ask.program.link, value))
      .flatMap((of) => (of ? (tableOfClass(this.ask, of) ?? []) : []))[0];
  }

  private condition(first: Argument, second: Argument | undefined): Condition {
    const main = this.main!;
    if (first.kind === 'object' || first.kind === 'list') return new Find(main, this.joins, this.language).where(first);
    return rawCondition(first, { tables: [main, ...this.tables.values()], engine: main.schema.engine, styles: ['question'] }, this.ask, second);
  }

  /** `leftJoin('u.books', 'b', condition)` */
  private join(kind: Join['kind'], [path, name, condition]: readonly Argument[]): void {
    const [of, property] = textOf(path)?.split('.') ?? [];
    const parent = property === undefined ? this.main : this.tables.get(of ?? '');
    const relation = parent && relationOf(parent.table, property ?? of ?? '');
    const alias = textOf(name);
    const way = parent && relation && alias !== undefined ? wayAlong(parent, relation, alias) : undefined;
    if (!way) {
      this.unseen.push('a join');
      return;
    }
    this.tables.set(alias!, way.to);
    this.joins.push(...joinsAlong(way, kind, condition?.kind === 'object' ? new Find(way.to, this.joins, this.language).where(condition) : condition ? unknown('a condition of a join') : ALWAYS));
  }

  private term(text: string): OrderTerm['by'] | undefined {
    const [first, second] = text.split('.');
    const at = second === undefined ? this.main : this.tables.get(first!);
    const column = at && columnOf(at.table, second ?? first!);
    return at && column && columnRef(at, column.name);
  }

  private sort(arg: Argument | undefined, isOptional: boolean): void {
    const parts = arg?.kind === 'list' ? arg.items.map(({ value }) => value) : arg ? [arg] : [];
    const terms = parts.flatMap((part): (OrderTerm | undefined)[] => {
      if (part.kind !== 'object' || part.open !== undefined) return [undefined];
      return part.properties.map(({ key, value }) => {
        const [by, direction] = [this.term(key), directionOf(value)];
        return by && direction && { by, direction };
      });
    });
    this.order = this.order === 'unknown' || isOptional || terms.includes(undefined) ? 'unknown' : [...this.order, ...terms.flatMap((term) => term ?? [])];
  }

  private grouped(args: readonly Argument[]): void {
    const texts = args.flatMap((arg) => (arg.kind === 'list' ? arg.items.map(({ value }) => textOf(value)) : [textOf(arg)]));
    const columns = texts.map((text) => (text === undefined ? undefined : this.term(text)));
    this.group = columns.flatMap((column) => (column && 'column' in column ? [column] : []));
    if (this.group.length < columns.length) this.unseen.push('rows are grouped by an expression');
  }

  finished(open: string | undefined): readonly Translation[] | string {
    const { main, operation, joins, where, order, limit, offset, group, distinct } = this;
    if (!main) return open ?? 'its entity is not shown';
    const query = queryOf(operation, main.ref, { joins, where, order, limit, offset, group, distinct, columns: operation === 'select' ? this.columns : 'unknown', unknown: open === undefined ? this.unseen : [...this.unseen, open] });
    return [{ schema: main.schema, table: main.table, query }];
  }
}
