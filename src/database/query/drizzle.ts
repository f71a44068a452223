import { stripped } from '../../program/values.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, CallArgument, ObjectArgument, Source, Step } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import { Builder, builderTable, chainOf, columnOf, limitBy, offsetBy, returned, textOf, when, withReasons, type BuilderTable } from './builder.ts';
import { and, compare, equals, listOperand, not, operandOf, optional, or, patternOf, unknown } from './conditions.ts';
import { notSeen, Options } from './options.ts';
import { rawCondition, textSource, translateText, type RawContext } from './raw.ts';
import { relationOf, tableNamed } from './tables.ts';
import type { Ask, Scope, Translation, Translator } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operator, type OrderTerm, type Query } from './types.ts';
import { spanStart } from '../../facts/spans.ts';

/** Statements of Drizzle: https://orm.drizzle.team/docs/select, https://orm.drizzle.team/docs/rqb, https://orm.drizzle.team/docs/operators */
function translate(call: QueryCall, ask: Ask): readonly Translation[] | string {
  if (call.operation === 'findMany' || call.operation === 'findFirst') return new DrizzleReader(ask).relational(call);
  const chain = chainOf(call, ask);
  const reader = new DrizzleReader(ask);
  const relational = chain.steps.find(({ name }) => name === 'findMany' || name === 'findFirst');
  if (relational) return reader.relational({ ...call, call: relational.call, operation: relational.name });
  if (!chain.steps.some(({ name }) => name in BEGINNINGS)) {
    if (call.effect.operation !== 'raw') return chain.open ?? 'its steps are not shown';
    const sent = chain.steps.find(({ name }) => /^(?:execute|run|all|get|values)$/.test(name));
    return translateText(call, ask, sent?.args[0] ? { expr: sent.args[0], spot: sent.spot } : textSource(call), (source) => reader.nameOf(source));
  }
  for (const step of chain.steps) reader.step(step);
  if (chain.open !== undefined) reader.builder.unseen(chain.open);
  return reader.translation();
}

export const drizzle: Translator = { library: 'drizzle', translate };
export const drizzleInProcess: Translator = { library: 'drizzle-in-process', translate };

const BEGINNINGS: Readonly<Record<string, Builder['operation']>> = { select: 'select', selectDistinct: 'select', selectDistinctOn: 'select', update: 'update', delete: 'delete', insert: 'insert', $count: 'count' };
const JOINS: Readonly<Record<string, Join['kind']>> = { innerJoin: 'inner', leftJoin: 'left' };
const SILENT: ReadonlySet<string> = new Set(['set', 'values', 'returning', 'execute', 'all', 'get', 'run', 'then', 'catch', 'finally', 'prepare', '$dynamic', 'for', 'having', 'onConflictDoNothing', 'onDuplicateKeyUpdate', 'as', 'overridingSystemValue', '$withCache', 'ignore', 'transaction']);

const COMPARISONS: Readonly<Record<string, { is: Operator; not?: true; args: 'one' | 'none' | 'list' | 'pattern' }>> = {
  eq: { is: '=', args: 'one' }, ne: { is: '<>', args: 'one' }, gt: { is: '>', args: 'one' }, gte: { is: '>=', args: 'one' }, lt: { is: '<', args: 'one' }, lte: { is: '<=', args: 'one' },
  isNull: { is: 'is null', args: 'none' }, isNotNull: { is: 'is not null', args: 'none' },
  inArray: { is: 'in', args: 'list' }, notInArray: { is: 'not in', args: 'list' },
  like: { is: 'like', args: 'pattern' }, notLike: { is: 'not like', args: 'pattern' }, ilike: { is: 'ilike', args: 'pattern' }, notIlike: { is: 'ilike', not: true, args: 'pattern' },
  arrayContains: { is: 'contains', args: 'one' }, arrayOverlaps: { is: 'contains', args: 'one' },
};
/** Names of the same in filters that are objects. */
const KEYS: Readonly<Record<string, keyof typeof COMPARISONS>> = { in: 'inArray', notIn: 'notInArray' };
/** An expression of SQL that makes one value of all rows, also inside of functions of that value; not of a window, which keeps the rows. */
const AGGREGATE = /^\s*(?:(?:cast|coalesce|ifnull|round|floor|ceil|abs)\s*\(\s*)*(?:count|sum|max|min|avg|bool_or|bool_and|(?:array|json|jsonb|string)_agg|group_concat)\s*\(/i;
const WINDOW = /\)\s*over\s*\(/i;
const AGGREGATES: ReadonlySet<string> = new Set(['count', 'countDistinct', 'sum', 'sumDistinct', 'avg', 'avgDistinct', 'min', 'max']);
const WRITTEN: Readonly<Record<string, string>> = { '=': '=', '<>': '<>', '>': '>', '>=': '>=', '<': '<', '<=': '<=', like: 'like', 'not like': 'not like', ilike: 'ilike' };

/** A table that the code names: a variable, or what `alias(table, 'name')` makes of one. */
interface NamedTable extends Scope {
  /** The declaration that a name of the code leads to. */
  key: string;
  alias: string;
}

class DrizzleReader {
  readonly builder = new Builder();
  private readonly ask: Ask;
  private readonly byKey = new Map<string, BuilderTable>();
  private why: string | undefined;
  private fields: Argument | undefined;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  translation(): readonly Translation[] | string {
    if (this.why !== undefined) return this.why;
    this.select();
    const made = this.builder.translation();
    return made ? [made] : 'its table is not shown';
  }

  step(step: Step): void {
    const { builder } = this;
    const isOptional = step.optional === true;
    const { name } = step;
    const [first, second] = step.args.map((expr): Source => ({ expr, spot: step.spot }));
    const beginning = BEGINNINGS[name];
    if (beginning) {
      builder.operation = beginning;
      if (name.startsWith('selectDistinct')) builder.distinct = true;
      if (beginning === 'select') this.fields = first && this.ask.follow(name === 'selectDistinctOn' ? (second ?? first) : first);
      else this.begin(first);
      if (name === '$count' && second) builder.and(this.condition(second));
      return;
    }
    const kind = JOINS[name];
    if (kind) return this.join(kind, first, second, isOptional);
    switch (name) {
      case 'from':
        if (builder.operation === 'update') builder.unseen('a second table');
        else this.begin(first);
        return;
      case 'where':
        return builder.and(first ? when(this.condition(first), isOptional) : ALWAYS);
      case 'orderBy':
        for (const arg of step.args) this.order({ expr: arg, spot: step.spot }, isOptional);
        return;
      case 'limit':
        builder.limit = limitBy(first && this.ask.follow(first), isOptional);
        return;
      case 'offset':
        builder.offset = offsetBy(first && this.ask.follow(first), isOptional);
        return;
      case 'groupBy': {
        const columns = step.args.map((expr) => this.column({ expr, spot: step.spot }));
        if (columns.includes(undefined)) builder.unseen('rows are grouped by an expression');
        builder.group.push(...columns.flatMap((column) => column ?? []));
        return;
      }
      case 'onConflictDoUpdate':
        builder.operation = 'upsert';
        return;
      case 'with':
      case '$with':
        return builder.unseen('a common table expression');
      default:
        if (!SILENT.has(name) && builder.tables.length > 0) builder.unseen(`${name}()`);
    }
  }

  private begin(source: Source | undefined): void {
    const found = source && this.tableOf(source);
    if (found) this.byKey.set(found.key, this.builder.from(found, found.alias));
    else this.why ??= 'its table is not shown';
  }

  private join(kind: Join['kind'], table: Source | undefined, on: Source | undefined, isOptional: boolean): void {
    const found = table && this.tableOf(table);
    if (!found || isOptional) return this.builder.unseen(found ? 'a join under a condition' : 'a join with what is not shown');
    this.builder.join(kind, found, found.alias, (joined) => {
      this.byKey.set(found.key, joined);
      return on ? this.condition(on) : ALWAYS;
    });
  }

  /** The table that a name of the code stands for. */
  private tableOf({ expr, spot }: Source, hops = 0): NamedTable | undefined {
    const inner = stripped(expr);
    const declared = this.ask.program.declaration({ expr: inner, spot });
    const binding = declared?.file.facts.bindings[declared.binding];
    if (!declared || !binding || hops > 3) return undefined;
    const key = `${declared.file.path}:${declared.binding}`;
    const found = this.ask.entity(binding.name, declared.file.path);
    // A name that another file declares says nothing of this one.
    if (found?.table.entities.some(({ name, file }) => name === binding.name && file === declared.file.path)) return { ...found, key, alias: found.table.name };
    // `const parent = alias(users, 'parent')`
    const made = binding.init && stripped(binding.init);
    const call = made?.kind === 'call' ? declared.file.facts.calls[made.call] : undefined;
    const isAlias = call && (call.callee.kind === 'name' || call.callee.kind === 'member') && call.callee.name === 'alias';
    const there = { file: declared.file, functionId: binding.functionId, region: -1, at: spanStart(binding.span), frame: null };
    const of = isAlias && call.args[0] ? this.tableOf({ expr: call.args[0], spot: there }, hops + 1) : undefined;
    const alias = isAlias && call.args[1] ? textOf(this.ask.follow({ expr: call.args[1], spot: there })) : undefined;
    return of && alias !== undefined ? { ...of, key, alias } : undefined;
  }

  /** `users.email`, and `u.email` of a function that is given the table. */
  private column(source: Source | undefined): ColumnRef | undefined {
    const inner = source && stripped(source.expr);
    if (!source || inner?.kind !== 'member') return undefined;
    const object = stripped(inner.object);
    const own = object.kind === 'name' && object.binding >= 0 ? this.byKey.get(`parameter ${source.spot.file.path}:${object.binding}`) : undefined;
    const named = own ? undefined : this.tableOf({ expr: object, spot: source.spot });
    const table = own ?? (named && (this.byKey.get(named.key) ?? this.sole(named)));
    const column = table && columnOf(table.table, inner.name);
    return column === undefined ? undefined : { table: table!.ref.alias, column };
  }

  /** The only table of the statement, which `db.query` names by a property of its own. */
  private sole({ table, alias }: NamedTable): BuilderTable | undefined {
    const [only, ...more] = this.builder.tables;
    return more.length === 0 && only?.table === table && only.ref.alias === alias ? only : undefined;
  }

  /** A table or a column that stands in a template, as SQL. */
  nameOf(source: Source): string | undefined {
    const column = this.column(source);
    if (column) return `\`${column.table}\`.\`${column.column}\``;
    const table = this.tableOf(source);
    if (table) return `${table.table.namespace === undefined ? '' : `\`${table.table.namespace}\`.`}\`${table.table.name}\``;
    const inner = stripped(source.expr);
    const of = inner.kind === 'member' ? this.tableOf({ expr: inner.object, spot: source.spot }) : undefined;
    const name = of && inner.kind === 'member' ? columnOf(of.table, inner.name) : undefined;
    return name === undefined ? undefined : `\`${of!.alias}\`.\`${name}\``;
  }

  private condition(source: Source): Condition {
    if (source.expr.kind === 'spread') return unknown('conditions that are spread');
    return this.made(this.ask.follow(source), source);
  }

  private made(arg: Argument, source: Source): Condition {
    if (arg.kind === 'undefined') return ALWAYS;
    if (arg.kind === 'choice' && arg.of.some(({ kind }) => kind === 'undefined')) {
      const rest = arg.of.filter(({ kind }) => kind !== 'undefined');
      return rest.length === 1 ? optional(this.made(rest[0]!, rest[0]!.source)) : unknown('one of several conditions');
    }
    const column = this.column(source);
    if (column) return compare(column, '=', { kind: 'literal', value: true });
    if (arg.kind === 'function') return this.returnedBy(arg);
    if (arg.kind === 'object') return this.filter(arg);
    if (arg.kind !== 'call') return unknown(notSeen(arg));
    return this.operator(arg);
  }

  /** `(users, { eq }) => eq(users.id, id)` */
  private returnedBy(arg: Extract<Argument, { kind: 'function' }>): Condition {
    const made = this.withParameter(arg);
    return made ? this.condition(made) : unknown('a condition that a function makes');
  }

  private withParameter(arg: Argument): Source | undefined {
    const made = returned(arg);
    const [table] = this.builder.tables;
    if (!made || arg.kind !== 'function' || !table) return undefined;
    const parameter = arg.to.file.facts.functions[arg.to.id]!.params[0]?.bindingId ?? -1;
    this.byKey.set(`parameter ${arg.to.file.path}:${parameter}`, table);
    return made.source;
  }

  private operator(arg: CallArgument): Condition {
    if (arg.form === 'tag') return rawCondition(arg, this.context(), this.ask);
    const { file, id } = arg.call;
    const args = file.facts.calls[id]!.args.map((expr): Source => ({ expr, spot: arg.source.spot }));
    const [first, second, third] = args;
    switch (arg.name) {
      case 'and':
        return and(this.each(args));
      case 'or':
        return or(this.each(args));
      case 'not':
        return first ? not(this.condition(first)) : unknown('a condition that is not shown');
      case 'exists':
      case 'notExists':
        return unknown('a query as a condition');
      case 'between':
      case 'notBetween': {
        const column = this.column(first);
        if (!column || !second || !third) return unknown('a range of what is not shown');
        const values = [second, third].flatMap((end) => {
          const value = this.ask.follow(end);
          return value.kind === 'literal' ? [value.value] : [];
        });
        const made = compare(column, 'between', values.length === 2 ? { kind: 'list', values } : { kind: 'value' });
        return arg.name === 'between' ? made : not(made);
      }
      default: {
        const known = COMPARISONS[arg.name];
        return known ? this.compared(known, first, second) : unknown(`${arg.name}() as a condition`);
      }
    }
  }

  /** Conditions that are listed, those of lists that are spread among them. */
  private each(sources: readonly Source[]): Condition[] {
    return sources.flatMap(({ expr, spot }): Condition[] => {
      if (expr.kind !== 'spread') return [this.condition({ expr, spot })];
      const list = this.ask.follow({ expr: expr.operand, spot });
      if (list.kind !== 'list') return [unknown(notSeen(list))];
      const items = list.items.map(({ value, optional: isOptional }) => when(this.made(value, value.source), isOptional === true));
      return list.open === undefined ? items : [...items, unknown(list.open)];
    });
  }

  private compared({ is, not: isNot, args }: (typeof COMPARISONS)[string], left: Source | undefined, right: Source | undefined): Condition {
    const column = this.column(left);
    if (!column) return this.written(is, left, right);
    if (args === 'none') return compare(column, is, { kind: 'literal', value: null });
    if (!right) return unknown('a comparison with nothing');
    const other = this.column(right);
    if (other) return compare(column, is, { kind: 'column', column: other });
    const value = this.ask.follow(right);
    if (isPiece(value)) return unknown('a comparison with a part of a statement');
    return this.valued(column, { is, args, ...(isNot && { not: isNot }) }, value);
  }

  private valued(column: ColumnRef, { is, not: isNot, args }: (typeof COMPARISONS)[string], value: Argument): Condition {
    if (args === 'list') return compare(column, is, listOperand(value));
    // `= NULL` holds for nothing here.
    if (is === '=') return value.kind === 'literal' && value.value === null ? unknown('a comparison with null') : equals(column, value);
    const made = compare(column, is, args === 'pattern' ? patternOf(value) : operandOf(value));
    return isNot ? not(made) : made;
  }

  /** A comparison whose left side is written as SQL: `` eq(sql`lower(${users.email})`, email) `` */
  private written(is: Operator, left: Source | undefined, right: Source | undefined): Condition {
    const piece = left && this.ask.follow(left);
    const operator = WRITTEN[is];
    if (!piece || piece.kind !== 'call' || operator === undefined || !right || isPiece(this.ask.follow(right)) || this.column(right)) return unknown('a comparison of what is not shown');
    if (piece.form !== 'tag') return unknown(`${piece.name}() in a comparison`);
    return rawCondition(piece, { ...this.context(), after: [` ${operator} `, { hole: 'value' }] }, this.ask);
  }

  private context(): RawContext {
    return { tables: this.builder.tables, engine: this.builder.schema?.engine, styles: [], nameOf: (source) => this.nameOf(source) };
  }

  private order(source: Source, isOptional: boolean): void {
    if (source.expr.kind === 'spread') return this.builder.sort(undefined, true);
    const column = this.column(source);
    if (column) return this.builder.sort({ by: column, direction: 'asc' }, isOptional);
    const arg = this.ask.follow(source);
    if (arg.kind === 'undefined') return;
    if (arg.kind === 'list') {
      for (const { value, optional: isMissing } of arg.items) this.builder.sort(this.term(value), isOptional || isMissing === true || arg.open !== undefined);
      return;
    }
    const made = arg.kind === 'function' ? this.withParameter(arg) : undefined;
    if (made) return this.order(made, isOptional);
    if (arg.kind === 'object') {
      for (const { key, value, optional: isMissing } of arg.properties) {
        const name = this.builder.tables[0] && columnOf(this.builder.tables[0].table, key);
        const way = textOf(value);
        this.builder.sort(name !== undefined && (way === 'asc' || way === 'desc') ? { by: { table: this.builder.tables[0]!.ref.alias, column: name }, direction: way } : undefined, isOptional || isMissing === true);
      }
      return;
    }
    this.builder.sort(this.term(arg), isOptional);
  }

  private term(arg: Argument): OrderTerm | undefined {
    const column = this.column(arg.source);
    if (column) return { by: column, direction: 'asc' };
    if (arg.kind !== 'call' || (arg.name !== 'asc' && arg.name !== 'desc')) return undefined;
    const [first] = arg.call.file.facts.calls[arg.call.id]!.args;
    const by = first && this.column({ expr: first, spot: arg.source.spot });
    return by && { by, direction: arg.name };
  }

  /** What `select({ … })` reads; rows are counted where it is nothing but a count. */
  private select(): void {
    const { builder, fields } = this;
    if (builder.operation !== 'select') {
      builder.columns = [];
      return;
    }
    if (!fields || fields.kind === 'undefined') return;
    if (fields.kind !== 'object' || fields.open !== undefined) {
      builder.columns = 'unknown';
      return;
    }
    const counts = fields.properties.filter(({ value }) => this.isAggregate(value));
    if (counts.length > 0 && counts.length === fields.properties.length && builder.group.length === 0) {
      builder.operation = 'count';
      builder.order = [];
    }
    const columns = fields.properties.filter((property) => !counts.includes(property)).map(({ value }) => this.column(value.source));
    builder.columns = columns.includes(undefined) || counts.some(({ value }) => value.kind !== 'call' || this.argumentsOf(value).length > 0) ? 'unknown' : (columns as ColumnRef[]);
  }

  private argumentsOf(arg: CallArgument): readonly unknown[] {
    return arg.call.file.facts.calls[arg.call.id]!.args;
  }

  private isAggregate(arg: Argument): boolean {
    if (arg.kind !== 'call') return false;
    const { callee, args } = arg.call.file.facts.calls[arg.call.id]!;
    if (callee.kind === 'member' && (arg.name === 'as' || arg.name === 'mapWith')) return this.isAggregate(this.ask.follow({ expr: callee.object, spot: arg.source.spot }));
    const [text] = args;
    if (arg.form === 'tag') {
      const sql = text?.kind === 'literal' ? String(text.value) : text?.kind === 'template' ? text.quasis.join('?') : '';
      return AGGREGATE.test(sql) && !WINDOW.test(sql);
    }
    return AGGREGATES.has(arg.name);
  }

  // ---- db.query

  relational(call: QueryCall): readonly Translation[] | string {
    const { callee, args } = call.call.file.facts.calls[call.call.id]!;
    const spot = spotOf(call.call);
    const object = callee.kind === 'member' ? stripped(callee.object) : undefined;
    if (object?.kind !== 'member') return 'its table is not shown';
    const scope = this.ask.entity(object.name);
    if (!scope) return `no table ${object.name} is declared`;
    const { builder } = this;
    const table = builder.from(scope);
    const given = args[0] && this.ask.follow({ expr: args[0], spot });
    const options = new Options(given);
    if (options.open !== undefined) builder.unseen(options.open);
    const where = options.get('where');
    if (where) builder.and(when(this.made(where, where.source), options.isOptional('where')));
    const order = options.get('orderBy');
    if (order) this.sorted(order, options.isOptional('orderBy'));
    builder.limit = call.operation === 'findFirst' ? 1 : options.has('limit') ? limitBy(options.get('limit'), options.isOptional('limit')) : options.open === undefined ? 'none' : 'unknown';
    builder.offset = offsetBy(options.get('offset'), options.isOptional('offset'));
    builder.columns = this.columnsOf(options, table);
    builder.loads = this.loaded(options.get('with'), scope, 0);
    const made = builder.translation();
    return made ? [made] : 'its table is not shown';
  }

  private sorted(order: Argument, isOptional: boolean): void {
    if (order.kind === 'list') for (const { value, optional: isMissing } of order.items) this.builder.sort(this.term(value), isOptional || isMissing === true || order.open !== undefined);
    else this.order(order.source, isOptional);
  }

  private columnsOf(options: Options, { table, ref }: BuilderTable): Query['columns'] {
    const columns = options.get('columns');
    if (options.has('extras')) return 'unknown';
    if (!columns || columns.kind === 'undefined') return options.open === undefined ? 'all' : 'unknown';
    if (columns.kind !== 'object' || columns.open !== undefined) return 'unknown';
    const chosen = columns.properties.filter(({ value }) => value.kind === 'literal' && value.value === true);
    if (chosen.length < columns.properties.length) return 'unknown';
    const names = chosen.map(({ key }) => columnOf(table, key));
    return names.includes(undefined) ? 'unknown' : names.map((column) => ({ table: ref.alias, column: column! }));
  }

  /** Relations are looked up by their columns, for each row: https://orm.drizzle.team/docs/rqb#foreign-keys */
  private loaded(given: Argument | undefined, { schema, table }: Scope, depth: number): Query[] {
    if (given?.kind !== 'object' || depth > 4) return [];
    return given.properties.flatMap(({ key, value }): Query[] => {
      const relation = relationOf(table, key);
      const target = relation && !relation.through ? tableNamed(schema, relation.table) : undefined;
      if (!relation || !target || (value.kind === 'literal' && value.value === false)) return [];
      const { ref } = builderTable(target, target.name);
      const options = new Options(value.kind === 'object' ? value : undefined);
      const isFiltered = options.has('where') || options.open !== undefined;
      const by = relation.references.map((column) => compare({ table: ref.alias, column }, '=', { kind: 'value' }));
      const query: Query = {
        operation: 'select', from: ref, joins: [], where: and([...by, ...(isFiltered ? [unknown('a filter of a relation')] : [])]), order: options.has('orderBy') ? 'unknown' : [], limit: relation.many ? limitBy(options.get('limit'), options.isOptional('limit')) : 1, offset: 'none', group: [], distinct: false, columns: options.has('columns') ? 'unknown' : 'all', unknown: [],
      };
      return [withReasons(query), ...this.loaded(options.get('with'), { schema, table: target }, depth + 1)];
    });
  }

  /** `{ status: 'open', age: { gt: 18 }, OR: […] }`: https://orm.drizzle.team/docs/rqb-v2#select-filters */
  private filter(arg: ObjectArgument): Condition {
    const [main] = this.builder.tables;
    const parts = arg.properties.map(({ key, value, optional: isOptional }): Condition => {
      if (value.kind === 'undefined' || !main) return ALWAYS;
      if (key === 'AND' || key === 'OR') {
        const of = value.kind === 'list' ? value.items.map((item) => when(this.made(item.value, item.value.source), item.optional === true)) : [unknown(notSeen(value))];
        const all = value.kind === 'list' && value.open !== undefined ? [...of, unknown(value.open)] : of;
        return when(key === 'AND' ? and(all) : or(all), isOptional === true);
      }
      if (key === 'NOT') return when(not(this.made(value, value.source)), isOptional === true);
      const name = columnOf(main.table, key);
      if (name === undefined) return unknown(`${key} is no column of ${main.table.name}`);
      return when(this.filtered({ table: main.ref.alias, column: name }, value), isOptional === true);
    });
    return and([...parts, ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
  }

  private filtered(column: ColumnRef, value: Argument): Condition {
    if (value.kind !== 'object') return isPiece(value) || value.kind === 'unknown' ? unknown(notSeen(value)) : equals(column, value);
    if (value.open !== undefined) return unknown(value.open);
    return and(
      value.properties.map(({ key, value: operand, optional: isOptional }): Condition => {
        const known = COMPARISONS[KEYS[key] ?? key];
        if (!known) return unknown(`${key} of a filter`);
        return when(known.args === 'none' ? compare(column, known.is, { kind: 'literal', value: null }) : this.valued(column, known, operand), isOptional === true);
      }),
    );
  }
}

/** Whether a value is a part of a statement: a query, a piece of SQL, a column. */
function isPiece(arg: Argument): boolean {
  return arg.kind === 'function' || (arg.kind === 'call' && arg.type === undefined && (arg.form === 'tag' || /^drizzle/.test(arg.from ?? '')));
}
