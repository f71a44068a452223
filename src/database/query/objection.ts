import type { Argument, Step } from '../../program/arguments/types.ts';
import { classBase } from '../../program/resolve/classes.ts';
import { stripped } from '../../program/values.ts';
import { argsOf, builderTable, callbackSteps, chainOf, columnOf, limitBy, textOf, when, type BuilderTable } from './builder.ts';
import { compare, equals, listOperand, unknown } from './conditions.ts';
import { classOf, type ClassRef } from './entities.ts';
import { KnexReader } from './knex.ts';
import { queryOf } from './options.ts';
import { primaryKey } from './tables.ts';
import type { Ask, Scope, Translation, Translator } from './translator.ts';
import type { ColumnRef, Condition, Join } from './types.ts';
import { spanEnd } from '../../facts/spans.ts';

/** Queries of Objection's models, which are Knex's with steps of their own: https://vincit.github.io/objection.js/api/query-builder/ */
export const objection: Translator = {
  library: 'objection',
  translate(call, ask) {
    const { steps, open } = chainOf(call, ask);
    const begins = steps.findLastIndex(({ name }) => BEGINS.has(name));
    if (begins < 0) return open ?? `${call.operation}() is not read`;
    const [first, ...rest] = steps.slice(begins);
    const model = modelOf(first!, ask);
    if (typeof model === 'string') return model;
    const reader = new Reader(ask, model);
    const why = reader.begin(first!, rest);
    if (why !== undefined) return why;
    for (const step of rest) reader.step(step);
    if (open !== undefined) reader.unseen(open);
    return reader.translation();
  },
};

/** Steps that begin a query: of a model, of a row, and of the relation of one. */
const BEGINS: ReadonlySet<string> = new Set(['query', '$query', '$relatedQuery', 'relatedQuery']);

const JOINS: Readonly<Record<string, Join['kind']>> = { joinRelated: 'inner', innerJoinRelated: 'inner', leftJoinRelated: 'left', leftOuterJoinRelated: 'left', withGraphJoined: 'left' };

/** Steps that say nothing of which rows are found. */
const SILENT: ReadonlySet<string> = new Set([
  ...['modifyGraph', 'allowGraph', 'context', 'skipUndefined', 'modifiers', 'throwIfNotFound', 'debug', 'runBefore', 'runAfter', 'onError', 'castTo', 'withGraph', 'alias', 'execute'],
  ...['insertGraph', 'insertGraphAndFetch', 'upsertGraph', 'upsertGraphAndFetch', 'relate', 'unrelate', 'for', 'eagerAlgorithm', 'mergeContext', 'tableRefFor', 'resolve', 'returning'],
]);

/** A model of the project with its table. */
interface Model {
  of: ClassRef;
  scope: Scope;
}

function modelOf({ call, spot }: Step, ask: Ask): Model | string {
  const { callee } = call.file.facts.calls[call.id]!;
  const values = callee.kind === 'member' ? ask.program.values({ expr: callee.object, spot }) : [];
  const of = values.map((value) => classOf(ask.program.link, value)).find((one) => one !== undefined);
  if (!of) return 'the model is not shown';
  const name = textOf(staticOf(of, 'tableName', ask));
  const scope = name === undefined ? undefined : ask.named(name);
  return scope ? { of, scope } : name === undefined ? `${of.file.facts.classes[of.id]!.name} does not show its table` : `no table ${name} is declared`;
}

/** What a static property of a class is, or a static method or accessor of that name returns. */
function staticOf(of: ClassRef, name: string, ask: Ask): Argument | undefined {
  for (const { file, id } of classBase(ask.program.link, of.file, of.id).chain) {
    const { fields, methods, functionId } = file.facts.classes[id]!;
    const field = fields.find((one) => one.static && one.name === name);
    if (field?.init) return ask.follow({ expr: field.init, spot: { file, functionId, region: -1, at: spanEnd(field.span), frame: null } });
    const method = methods.find((one) => one.static && one.name === name && one.functionId >= 0);
    const fact = method && file.facts.functions[method.functionId];
    const [only, ...others] = fact?.returns ?? [];
    if (method && fact && only && others.length === 0) return ask.follow({ expr: stripped(only), spot: { file, functionId: method.functionId, region: -1, at: spanEnd(fact.span), frame: null } });
  }
  return undefined;
}

/** A relation of a model: columns that are equal, and the table between where there is one. */
interface Mapping {
  own: string;
  other: { scope: Scope; column: string };
  through?: { scope: Scope; own: string; other: string };
}

/** https://vincit.github.io/objection.js/api/types/#type-relationmapping */
function mappingOf(of: ClassRef, name: string, ask: Ask): Mapping | undefined {
  const mapping = property(property(staticOf(of, 'relationMappings', ask), name), 'join');
  const through = property(mapping, 'through');
  const [from, to, first, second] = [property(mapping, 'from'), property(mapping, 'to'), property(through, 'from'), property(through, 'to')].map((one) => endOf(one, ask));
  if (!from || !to || (through && (!first || !second))) return undefined;
  return { own: from.column, other: to, ...(first && second && { through: { scope: first.scope, own: first.column, other: second.column } }) };
}

function property(arg: Argument | undefined, key: string): Argument | undefined {
  return arg?.kind === 'object' ? arg.properties.find((one) => one.key === key)?.value : undefined;
}

/** `owners.id` */
function endOf(arg: Argument | undefined, ask: Ask): Mapping['other'] | undefined {
  const [table, name, ...others] = textOf(arg)?.split('.') ?? [];
  const scope = table === undefined || others.length > 0 ? undefined : ask.named(table);
  const column = scope && name !== undefined ? columnOf(scope.table, name) : undefined;
  return scope && column !== undefined ? { scope, column } : undefined;
}

/** A condition of the key of a table's rows. */
function keyed({ table, ref }: BuilderTable, condition: (key: ColumnRef) => Condition): Condition {
  const [column, ...others] = primaryKey(table);
  return column === undefined || others.length > 0 ? unknown('a key of several columns') : condition({ table: ref.alias, column });
}

class Reader {
  private readonly ask: Ask;
  private readonly model: Model;
  private readonly knex: KnexReader;

  constructor(ask: Ask, model: Model) {
    this.ask = ask;
    this.model = model;
    this.knex = new KnexReader(ask);
  }

  unseen(why: string): void {
    this.knex.builder.unseen(why);
  }

  translation(): readonly Translation[] | string {
    return this.knex.translation();
  }

  /** The table that a query begins at, with what a row or its relation says of the rows. Gives why there is none. */
  begin({ name, ...step }: Step, rest: readonly Step[]): string | undefined {
    const { builder } = this.knex;
    const alias = rest.find((one) => one.name === 'alias');
    const known = alias && textOf(argsOf(alias, this.ask)[0]);
    if (name === 'query' || name === '$query') {
      const main = builder.from(this.model.scope, known);
      if (name === '$query') builder.and(keyed(main, (key) => compare(key, '=', { kind: 'value' })));
      return undefined;
    }
    const relation = textOf(argsOf({ name, ...step }, this.ask)[0]);
    const mapping = relation === undefined ? undefined : mappingOf(this.model.of, relation, this.ask);
    if (!mapping) return 'the relation is not shown';
    const { other, through } = mapping;
    const main = builder.from(other.scope, known);
    const keys = (column: ColumnRef): Condition => (name === '$relatedQuery' ? compare(column, '=', { kind: 'value' }) : compare(column, 'in', { kind: 'value', type: 'list' }));
    if (!through) builder.and(keys({ table: main.ref.alias, column: other.column }));
    else builder.join('inner', through.scope, through.scope.table.name, (joined) => ({ kind: 'and', of: [compare({ table: joined.ref.alias, column: through.other }, '=', { kind: 'column', column: { table: main.ref.alias, column: other.column } }), keys({ table: joined.ref.alias, column: through.own })] }));
    return undefined;
  }

  step(step: Step): void {
    const { builder } = this.knex;
    const isOptional = step.optional === true;
    const args = argsOf(step, this.ask);
    const [first, second] = args;
    const main = builder.tables[0]!;
    const { name } = step;
    if (SILENT.has(name)) return;
    if (Object.hasOwn(JOINS, name)) return this.join(JOINS[name]!, first);
    switch (name) {
      case 'findById':
      case 'deleteById':
      case 'patchAndFetchById':
      case 'updateAndFetchById':
        builder.and(when(first ? keyed(main, (key) => equals(key, first)) : unknown('a key that is not shown'), isOptional));
        if (name === 'findById') builder.limit = 1;
        else builder.operation = name === 'deleteById' ? 'delete' : 'update';
        return;
      case 'findByIds':
        builder.and(when(keyed(main, (key) => compare(key, 'in', first ? listOperand(first) : { kind: 'value', type: 'list' })), isOptional));
        return;
      case 'findOne':
        if (args.length > 0) this.knex.step({ ...step, name: 'where' }, false);
        builder.limit = 1;
        return;
      case 'patchAndFetch':
      case 'updateAndFetch':
        builder.operation = 'update';
        return;
      case 'insertAndFetch':
        builder.operation = 'insert';
        return;
      case 'resultSize':
        builder.operation = 'count';
        return;
      case 'page':
      case 'range':
        builder.limit = limitBy(second ?? first, isOptional);
        builder.offset = 'some';
        return;
      case 'onBuild':
      case 'modify':
        this.added(first, args.length);
        return;
      case 'withGraphFetched':
        this.fetched(first);
        return;
      default:
        this.knex.step(step, false);
    }
  }

  /** Steps of a function that is given the query. What goes by a name is the model's. */
  private added(given: Argument | undefined, count: number): void {
    const steps = given && count === 1 ? callbackSteps(given) : undefined;
    if (!steps) return this.unseen('a function that is given the query');
    for (const step of steps) this.step(step);
  }

  private join(kind: Join['kind'], expression: Argument | undefined): void {
    const { builder } = this.knex;
    for (const name of relationsIn(expression) ?? []) {
      const mapping = mappingOf(this.model.of, name, this.ask);
      if (!mapping) return builder.unseen(`the relation ${name}`);
      const { own, other, through } = mapping;
      let from: ColumnRef = { table: builder.tables[0]!.ref.alias, column: own };
      if (through) {
        const left = from;
        builder.join(kind, through.scope, `${name}_join`, ({ ref }) => compare({ table: ref.alias, column: through.own }, '=', { kind: 'column', column: left }));
        from = { table: `${name}_join`, column: through.other };
      }
      // Joined rows go by the name of the relation.
      builder.join(kind, other.scope, name, ({ ref }) => compare({ table: ref.alias, column: other.column }, '=', { kind: 'column', column: from }));
    }
  }

  /** Each relation is a statement of its own: https://vincit.github.io/objection.js/api/query-builder/eager-methods.html#withgraphfetched */
  private fetched(expression: Argument | undefined): void {
    for (const name of relationsIn(expression) ?? []) {
      const mapping = mappingOf(this.model.of, name, this.ask);
      if (!mapping) continue;
      const { other, through } = mapping;
      const { ref } = builderTable((through?.scope ?? other.scope).table, (through?.scope ?? other.scope).table.name);
      this.knex.builder.loads.push(queryOf('select', ref, { where: compare({ table: ref.alias, column: through?.own ?? other.column }, 'in', { kind: 'value', type: 'list' }) }));
    }
  }
}

/** The relations that an expression begins with: `pets`, `[pets, children.pets]`, `{ pets: true }`. Undefined where it is not shown. */
function relationsIn(expression: Argument | undefined): string[] | undefined {
  if (expression?.kind === 'object') return expression.properties.flatMap(({ key }) => (key.startsWith('$') ? [] : [key]));
  const text = textOf(expression)?.replaceAll(/\s/g, '');
  if (text === undefined) return undefined;
  let depth = 0;
  let outer = '';
  for (const letter of text.startsWith('[') ? text.slice(1, -1) : text) {
    if (letter === ']' || letter === ')') depth--;
    else if (letter === '[' || letter === '(') depth++;
    else if (depth === 0) outer += letter;
  }
  return [...new Set(outer.split(',').map((part) => /^\w+/.exec(part)?.[0] ?? ''))].filter((name) => name !== '' && !name.startsWith('$'));
}
