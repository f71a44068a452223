import type { Argument, Step } from '../../program/arguments/types.ts';
import { argsOf, Builder, callbackSteps, chainOf, columnByText, limitBy, offsetBy, tableByText, textOf, when, type BuilderTable } from './builder.ts';
import { and, compare, equals, listOperand, not, operandOf, optional, or, patternOf, unknown } from './conditions.ts';
import { notSeen } from './options.ts';
import { rawCondition, translateText, type RawContext } from './raw.ts';
import type { Ask, Translation, Translator } from './translator.ts';
import { ALWAYS, type Condition, type Join, type Operator, type OrderTerm } from './types.ts';

/** Statements of Knex, by the steps that build them: https://knexjs.org/guide/query-builder.html */
export const knex: Translator = {
  library: 'knex',
  translate(call, ask) {
    if (call.operation === 'raw') return translateText(call, ask, call.sql);
    const chain = chainOf(call, ask);
    const reader = new KnexReader(ask);
    // `knex('users')` names a table, `knex(options).select().from('users')` is the connection.
    const namesLater = chain.steps.some(({ name }, index) => index > 0 && (TABLE_STEPS.has(name) || name === 'batchInsert'));
    for (const [index, step] of chain.steps.entries()) reader.step(step, index === 0 && !namesLater);
    if (chain.open !== undefined) reader.builder.unseen(chain.open);
    return reader.translation();
  },
};

/** The comparison that a step makes, where its name says it. */
const COMPARISONS: Readonly<Record<string, { is: Operator; not?: true; args: 'none' | 'list' | 'pattern' | 'range' }>> = {
  whereNull: { is: 'is null', args: 'none' }, whereNotNull: { is: 'is not null', args: 'none' },
  whereIn: { is: 'in', args: 'list' }, whereNotIn: { is: 'not in', args: 'list' },
  whereBetween: { is: 'between', args: 'range' }, whereNotBetween: { is: 'between', not: true, args: 'range' },
  whereLike: { is: 'like', args: 'pattern' }, whereILike: { is: 'ilike', args: 'pattern' },
  whereJsonSupersetOf: { is: 'contains', args: 'list' },
};

const JOINS: Readonly<Record<string, Join['kind']>> = { join: 'inner', innerJoin: 'inner', leftJoin: 'left', leftOuterJoin: 'left', crossJoin: 'inner' };

const OPERATORS: Readonly<Record<string, Operator>> = { '=': '=', '!=': '<>', '<>': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=', like: 'like', 'not like': 'not like', ilike: 'ilike', in: 'in', 'not in': 'not in', is: 'is null', 'is not': 'is not null', '@>': 'contains', '&&': 'contains', '~': 'regexp', '~*': 'regexp', between: 'between' };

/** Steps that say nothing of what is asked for here. */
const SILENT: ReadonlySet<string> = new Set([
  'then', 'catch', 'finally', 'returning', 'transacting', 'forUpdate', 'forShare', 'forNoKeyUpdate', 'forKeyShare', 'skipLocked', 'noWait', 'timeout', 'debug', 'on', 'queryContext', 'options', 'connection', 'as', 'hintComment', 'comment', 'stream', 'pipe',
  'having', 'havingRaw', 'andHaving', 'orHaving', 'havingIn', 'onConflict', 'ignore', 'merge', 'withSchema', 'clone', 'queryBuilder', 'clearCounters', 'execute', 'asCallback', 'useTransaction', 'throwIfNotFound', 'castTo', 'toSQL',
]);

const AGGREGATES: ReadonlySet<string> = new Set(['count', 'countDistinct', 'min', 'max', 'sum', 'sumDistinct', 'avg', 'avgDistinct']);
const WRITES: Readonly<Record<string, Builder['operation']>> = { insert: 'insert', batchInsert: 'insert', upsert: 'upsert', update: 'update', increment: 'update', decrement: 'update', del: 'delete', delete: 'delete', truncate: 'delete', patch: 'update' };
const TABLE_STEPS: ReadonlySet<string> = new Set(['from', 'into', 'table']);

export class KnexReader {
  readonly builder = new Builder();
  private readonly ask: Ask;
  private why: string | undefined;
  private selected: string[] | 'unknown' | undefined;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  translation(): readonly Translation[] | string {
    const { builder } = this;
    if (this.why !== undefined) return this.why;
    if (this.selected !== undefined && builder.operation === 'select') {
      const columns = this.selected === 'unknown' ? undefined : this.selected.map((text) => columnByText(text, builder.tables));
      builder.columns = columns && !columns.includes(undefined) ? (columns as NonNullable<(typeof columns)[number]>[]) : 'unknown';
    } else if (builder.operation !== 'select') builder.columns = [];
    const made = builder.translation();
    return made ? [made] : 'its table is not shown';
  }

  step(step: Step, isFirst: boolean): void {
    const { builder } = this;
    const isOptional = step.optional === true;
    const args = argsOf(step, this.ask);
    const [first, second] = args;
    const { name } = step;
    if (args.length > 0 && this.builder.tables.length === 0 && !isFirst && !this.isStep(name) && !TABLE_STEPS.has(name) && name !== 'batchInsert') return;
    if (TABLE_STEPS.has(name) || (isFirst && !this.isStep(name) && builder.tables.length === 0) || (name === 'batchInsert' && builder.tables.length === 0)) {
      this.table(first);
      if (name !== 'batchInsert') return;
    }
    if (this.condition(name, args, isOptional, builder.tables, (condition, isOr) => (isOr ? builder.or(condition) : builder.and(condition)))) return;
    const kind = JOINS[name];
    if (kind) return this.join(kind, args, isOptional);
    if (AGGREGATES.has(name)) {
      if (builder.group.length === 0) builder.operation = 'count';
      if (name === 'countDistinct') builder.distinct = true;
      builder.columns = 'unknown';
      this.selected = 'unknown';
      return;
    }
    const write = WRITES[name];
    if (write) {
      builder.operation = isOptional ? builder.operation : write;
      return;
    }
    switch (name) {
      case 'select':
      case 'column':
      case 'columns':
      case 'pluck':
        this.select(args);
        return;
      case 'first':
        builder.limit = 1;
        if (args.length > 0) this.select(args);
        return;
      case 'distinct':
      case 'distinctOn':
        builder.distinct = true;
        this.select(args);
        return;
      case 'limit':
        builder.limit = limitBy(first, isOptional);
        return;
      case 'offset':
        builder.offset = offsetBy(first, isOptional);
        return;
      case 'orderBy':
        this.order(args, isOptional);
        return;
      case 'orderByRaw':
        builder.sort(undefined, isOptional);
        return;
      case 'groupBy':
        this.group(args);
        return;
      case 'clearOrder':
        builder.order = isOptional ? 'unknown' : [];
        return;
      case 'clearSelect':
        this.selected = undefined;
        return;
      case 'clearWhere':
        builder.replaceWhere(isOptional ? unknown('conditions that may be cleared') : ALWAYS);
        return;
      case 'modify':
        this.modify(first, second);
        return;
      default:
        if (!SILENT.has(name)) builder.unseen(`${name}()`);
    }
  }

  private isStep(name: string): boolean {
    return name in COMPARISONS || name in JOINS || name in WRITES || SILENT.has(name) || AGGREGATES.has(name) || /^(?:where|andWhere|orWhere|select|column|columns|pluck|first|distinct|limit|offset|orderBy|groupBy|with|union|from|modify|clear)/.test(name);
  }

  table(arg: Argument | undefined): void {
    const { builder } = this;
    if (builder.tables.length > 0) return builder.unseen('a second table');
    const [key, value] = arg?.kind === 'object' && arg.properties.length === 1 ? [arg.properties[0]!.key, textOf(arg.properties[0]!.value)] : [undefined, textOf(arg)];
    const found = value === undefined ? undefined : tableByText(key === undefined ? value : `${value} as ${key}`, this.ask);
    if (found) builder.from(found, found.alias);
    else this.why ??= value === undefined ? 'its table is not shown' : `no table ${value.replace(/\s.*/, '')} is declared`;
  }

  /** Whether a step is one that says a condition; gives it, with how it is joined to what is there. */
  condition(given: string, args: readonly Argument[], isOptional: boolean, tables: readonly BuilderTable[], add: (condition: Condition, isOr: boolean) => void): boolean {
    const [, conjunction, rest] = /^(and|or)?(where\w*)$/i.exec(given) ?? [];
    if (rest === undefined) return false;
    const name = rest[0]!.toLowerCase() + rest.slice(1);
    const made = this.where(name, args, tables);
    if (!made) return false;
    add(when(made, isOptional), conjunction === 'or');
    return true;
  }

  private where(name: string, args: readonly Argument[], tables: readonly BuilderTable[]): Condition | undefined {
    const [first, second, third] = args;
    const known = COMPARISONS[name];
    if (known) return this.named(known, first, second, tables);
    switch (name) {
      case 'where':
        return this.plain(args, tables);
      case 'whereNot':
        return not(this.plain(args, tables));
      case 'whereRaw':
        return rawCondition(first, this.context(tables), this.ask, second);
      case 'whereExists':
      case 'whereNotExists':
        return unknown('a query as a condition');
      case 'whereColumn':
      case 'whereRef':
        return this.columns(first, third ? second : undefined, third ?? second, tables);
      default:
        return unknown(`${name}()`);
    }
  }

  private context(tables: readonly BuilderTable[]): RawContext {
    return { tables, engine: this.builder.schema?.engine, styles: ['knex'] };
  }

  private named({ is, not: isNot, args }: (typeof COMPARISONS)[string], first: Argument | undefined, second: Argument | undefined, tables: readonly BuilderTable[]): Condition {
    const text = textOf(first);
    const column = text === undefined ? undefined : columnByText(text, tables);
    if (!column) return unknown(text === undefined ? 'a column that is not shown' : `${text} is no column of its tables`);
    if (args === 'none') return compare(column, is, { kind: 'literal', value: null });
    if (!second) return unknown('a comparison with nothing');
    if (args === 'list' && (second.kind === 'function' || isBuilt(second))) return unknown('a query as a list');
    if (args === 'list') return compare(column, is, is === 'contains' ? operandOf(second) : listOperand(second));
    if (args === 'pattern') return compare(column, is, patternOf(second));
    const ends = second.kind === 'list' && second.items.length === 2 ? second.items.map(({ value }) => value) : undefined;
    const values = ends?.flatMap((end) => (end.kind === 'literal' ? [end.value] : []));
    const made = compare(column, is, values?.length === 2 ? { kind: 'list', values } : { kind: 'value' });
    return isNot ? not(made) : made;
  }

  /** `where(object)`, `where(column, value)`, `where(column, operator, value)`, `where(builder => …)`. */
  private plain(args: readonly Argument[], tables: readonly BuilderTable[]): Condition {
    const [first, second, third] = args;
    if (!first) return ALWAYS;
    if (first.kind === 'function') return this.grouped(first, tables);
    if (first.kind === 'object') {
      const parts = first.properties.map(({ key, value, optional: isOptional }): Condition => when(this.compared(key, '=', value, tables), isOptional === true));
      return and([...parts, ...(first.open === undefined ? [] : [unknown(first.open)])]);
    }
    const raw = rawCondition(first, this.context(tables), this.ask, second, true);
    if (raw && args.length === 1) return raw;
    const column = textOf(first);
    if (column === undefined) return first.kind === 'literal' && typeof first.value === 'boolean' ? (first.value ? ALWAYS : unknown('a condition that never holds')) : unknown(notSeen(first));
    if (args.length === 2) return this.compared(column, '=', second!, tables);
    const operator = textOf(second)?.toLowerCase();
    return operator === undefined || !third ? unknown('an operator that is not shown') : this.compared(column, operator, third, tables);
  }

  private compared(name: string, operator: string, value: Argument, tables: readonly BuilderTable[]): Condition {
    const column = columnByText(name, tables);
    if (!column) return unknown(`${name} is no column of its tables`);
    const known = OPERATORS[operator];
    if (value.kind === 'choice' && value.of.some(({ kind }) => kind === 'undefined')) return optional(this.compared(name, operator, value.of.find(({ kind }) => kind !== 'undefined')!, tables));
    if (isBuilt(value)) return unknown('a comparison with a part of a statement');
    if (operator === '=') return equals(column, value);
    if (operator === 'in' || operator === 'not in') return compare(column, operator, listOperand(value));
    if (operator === 'like' || operator === 'not like' || operator === 'ilike') return compare(column, operator, patternOf(value));
    if (operator === 'is' || operator === 'is not') return value.kind === 'literal' && value.value === null ? compare(column, operator === 'is' ? 'is null' : 'is not null', { kind: 'literal', value: null }) : unknown('IS with what is not NULL');
    if (operator === '!=' && value.kind === 'literal' && value.value === null) return compare(column, 'is not null', value);
    return compare(column, known ?? 'other', operandOf(value));
  }

  private columns(left: Argument | undefined, operator: Argument | undefined, right: Argument | undefined, tables: readonly BuilderTable[]): Condition {
    const [a, b] = [left, right].map((arg) => (textOf(arg) === undefined ? undefined : columnByText(textOf(arg)!, tables)));
    const known = operator === undefined ? '=' : OPERATORS[textOf(operator) ?? ''];
    return a && b && known ? compare(a, known, { kind: 'column', column: b }) : unknown('columns that are not shown');
  }

  /** Conditions in parentheses, which a function adds. */
  private grouped(arg: Argument, tables: readonly BuilderTable[]): Condition {
    const steps = callbackSteps(arg);
    if (!steps || steps.length === 0) return unknown('conditions that a function adds');
    let made: Condition | undefined;
    for (const { name, optional: isOptional, ...step } of steps) {
      const isOne = this.condition(name, argsOf({ name, ...step }, this.ask), isOptional === true, tables, (condition, isOr) => {
        made = made === undefined ? condition : isOr ? or([made, condition]) : and([made, condition]);
      });
      if (!isOne) return unknown(`${name}() in a condition`);
    }
    return made ?? ALWAYS;
  }

  private join(kind: Join['kind'], args: readonly Argument[], isOptional: boolean): void {
    const { builder } = this;
    const [first, second, third, fourth] = args;
    const text = first?.kind === 'object' && first.properties.length === 1 ? `${textOf(first.properties[0]!.value)} as ${first.properties[0]!.key}` : textOf(first);
    const found = text === undefined ? undefined : tableByText(text, this.ask);
    if (!found || isOptional) return builder.unseen(isOptional ? 'a join under a condition' : text === undefined ? 'a join with what is not shown' : `no table ${text.replace(/\s.*/, '')} is declared`);
    builder.join(kind, found, found.alias, () => {
      if (!second) return ALWAYS;
      if (second.kind === 'function') return this.joinedBy(second);
      if (second.kind === 'object') {
        return and(second.properties.map(({ key, value }) => this.columns({ kind: 'literal', value: key, source: value.source }, undefined, value, builder.tables)));
      }
      return this.columns(second, fourth ? third : undefined, fourth ?? third, builder.tables);
    });
  }

  /** `function () { this.on('a.id', 'b.a_id').andOn(…) }` */
  private joinedBy(arg: Argument): Condition {
    const steps = callbackSteps(arg);
    if (!steps || steps.length === 0) return unknown('a join that a function makes');
    const parts = steps.map((step): Condition => {
      const [first, second, third] = argsOf(step, this.ask);
      const name = step.name.toLowerCase();
      if (step.optional) return unknown('a join under a condition');
      if (name === 'on' || name === 'andon') return this.columns(first, third ? second : undefined, third ?? second, this.builder.tables);
      if (name === 'onval' || name === 'andonval') return this.plain([first!, ...(third ? [second!, third] : [second!])], this.builder.tables);
      if (name === 'onnull' || name === 'andonnull') return this.named(COMPARISONS.whereNull!, first, undefined, this.builder.tables);
      if (name === 'onin' || name === 'andonin') return this.named(COMPARISONS.whereIn!, first, second, this.builder.tables);
      return unknown(`${step.name}() in a join`);
    });
    return and(parts);
  }

  private select(args: readonly Argument[]): void {
    const texts = args.flatMap((arg) => (arg.kind === 'list' ? arg.items.map(({ value }) => textOf(value)) : [textOf(arg)]));
    if (texts.length === 0 || (texts.length === 1 && texts[0] === '*')) return;
    if (texts.some((text) => text === undefined || text.endsWith('*'))) this.selected = 'unknown';
    else if (this.selected !== 'unknown') this.selected = [...(this.selected ?? []), ...(texts as string[])];
  }

  private order(args: readonly Argument[], isOptional: boolean): void {
    const [first, second, third] = args;
    if (first?.kind === 'list') {
      for (const { value } of first.items) this.builder.sort(this.term(value, undefined), isOptional || first.open !== undefined);
      return;
    }
    // Where NULLs stand is no plain order.
    this.builder.sort(third ? undefined : this.term(first, second), isOptional);
  }

  private term(arg: Argument | undefined, direction: Argument | undefined): OrderTerm | undefined {
    const options = arg?.kind === 'object' ? new Map(arg.properties.map(({ key, value }) => [key, value])) : undefined;
    if (options?.has('nulls')) return undefined;
    const text = textOf(options ? options.get('column') : arg);
    const by = text === undefined ? undefined : columnByText(text, this.builder.tables);
    const given = options ? options.get('order') : direction;
    const way = given === undefined || given.kind === 'undefined' ? 'asc' : textOf(given)?.toLowerCase();
    return by && (way === 'asc' || way === 'desc') ? { by, direction: way } : undefined;
  }

  private group(args: readonly Argument[]): void {
    const { builder } = this;
    const texts = args.flatMap((arg) => (arg.kind === 'list' ? arg.items.map(({ value }) => value) : [arg])).map(textOf);
    const columns = texts.map((text) => (text === undefined ? undefined : columnByText(text, builder.tables)));
    if (columns.includes(undefined)) builder.unseen('rows are grouped by an expression');
    builder.group.push(...columns.flatMap((column) => column ?? []));
    if (builder.operation === 'count') builder.operation = 'select';
  }

  /** A function that is given the builder. */
  private modify(first: Argument | undefined, second: Argument | undefined): void {
    const steps = first && !second ? callbackSteps(first) : undefined;
    if (!steps) return this.builder.unseen('a function that is given the query');
    for (const step of steps) this.step(step, false);
  }
}

/** Whether a value is a part of a statement: a query, `knex.raw(…)`, `knex.ref(…)`. */
export function isBuilt(arg: Argument): boolean {
  return arg.kind === 'call' && arg.type === undefined && (arg.from === 'knex' || arg.from === 'objection' || /^(?:raw|ref|fn|from|select|where)$/.test(arg.name));
}
