/** The query of a Sequelize call: its model, what the operation does, and the model's own scopes. */
import { lastName } from '../../facts/outline.ts';
import { isScalar } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, Step } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Relation } from '../schema/types.ts';
import { and, compare, equals, unknown } from './conditions.ts';
import { classOf, tableOfClass } from './entities.ts';
import { Options, queryOf } from './options.ts';
import { textSource, translateText } from './raw.ts';
import { classOfTable, definitionOf, notDeleted, paranoid, type Model } from './sequelize-models.ts';
import { isOff, OptionsReader } from './sequelize-options.ts';
import { columnRef, limitOf, named, offsetOf, primaryKey, type Named } from './tables.ts';
import type { Ask, Translation, Translator } from './translator.ts';
import { ALWAYS, type Condition, type Query } from './types.ts';

/** Calls of Sequelize's models, rows and associations: https://sequelize.org/docs/v6/core-concepts/model-querying-basics/ */
export const sequelize: Translator = {
  library: 'sequelize',
  translate(call, ask) {
    if (call.effect.operation === 'raw') return translateText(call, ask, call.sql ?? textSource(call));
    const model = modelOf(call, ask);
    if (typeof model === 'string') return model;
    const meaning = Object.hasOwn(CALLS, call.operation) ? CALLS[call.operation] : undefined;
    if (model.isRow) return ofRow(call, ask, model);
    if (!meaning) return `${call.operation}() is not read`;
    const [given, key] = [ask.given(call, meaning.options), meaning.key === undefined ? undefined : ask.given(call, meaning.key)];
    return (given ? ask.variants(given) : [undefined]).map((one) => translated(call, ask, model, meaning, one, key));
  },
};

interface Meaning {
  /** Position of the options. */
  options: number;
  /** Position of the key. */
  key?: number;
  operation: Query['operation'];
  one?: true;
  /** It also counts all rows that match. */
  counts?: true;
}

const CALLS: Readonly<Record<string, Meaning>> = {
  findAll: { options: 0, operation: 'select' },
  findOne: { options: 0, operation: 'select', one: true },
  find: { options: 0, operation: 'select', one: true },
  findByPk: { options: 1, key: 0, operation: 'select', one: true },
  findById: { options: 1, key: 0, operation: 'select', one: true },
  findByPrimary: { options: 1, key: 0, operation: 'select', one: true },
  findAndCountAll: { options: 0, operation: 'select', counts: true },
  findAndCount: { options: 0, operation: 'select', counts: true },
  findOrCreate: { options: 0, operation: 'select', one: true },
  findCreateFind: { options: 0, operation: 'select', one: true },
  findOrBuild: { options: 0, operation: 'select', one: true },
  count: { options: 0, operation: 'count' },
  sum: { options: 1, operation: 'count' },
  max: { options: 1, operation: 'count' },
  min: { options: 1, operation: 'count' },
  aggregate: { options: 2, operation: 'count' },
  update: { options: 1, operation: 'update' },
  increment: { options: 1, operation: 'update' },
  decrement: { options: 1, operation: 'update' },
  destroy: { options: 0, operation: 'delete' },
  restore: { options: 0, operation: 'update' },
  create: { options: 1, operation: 'insert' },
  bulkCreate: { options: 1, operation: 'insert' },
  upsert: { options: 1, operation: 'upsert' },
  truncate: { options: 0, operation: 'delete' },
};

function modelOf({ call, receiver }: QueryCall, ask: Ask): Model | string {
  const { link } = ask.program;
  const isRow = receiver?.kind === 'instance' || (receiver?.kind === 'handle' && receiver.handle === 'instance');
  const of = receiver?.kind === 'instance' || receiver?.kind === 'class' ? { file: receiver.file, id: receiver.id } : classOf(link, receiver);
  const known = of && tableOfClass(ask, of);
  if (known) return { ...known, of, isRow };
  if (of) return `no table is known for ${of.file.facts.classes[of.id]!.name}`;
  // `const Team = sequelize.define('Team', …)`
  const { callee } = call.file.facts.calls[call.id]!;
  const declared = callee.kind === 'member' ? ask.program.declaration({ expr: callee.object, spot: spotOf(call) }) : undefined;
  const init = declared?.file.facts.bindings[declared.binding]!.init;
  const [first] = init?.kind === 'call' ? declared!.file.facts.calls[init.call]!.args : [];
  const scope = declared && first?.kind === 'literal' ? ask.entity(String(first.value), declared.file.path) : undefined;
  if (scope) return { ...scope, isRow };
  // `models.Team`, `const { Team } = models`: a registry has each model under its own name.
  const name = callee.kind === 'member' && receiver?.kind === 'handle' && receiver.handle === 'model' ? lastName(callee.object) : undefined;
  const registered = name === undefined ? undefined : ask.entity(name);
  return registered ? { ...registered, isRow } : 'the model is not shown';
}

function translated(call: QueryCall, ask: Ask, model: Model, meaning: Meaning, arg: Argument | undefined, key: Argument | undefined): Translation {
  const { schema, table } = model;
  const at = named(schema, table);
  const options = new Options(arg);
  const { operation } = meaning;
  if (operation === 'insert' || operation === 'upsert' || call.operation === 'truncate') return { schema, table, query: queryOf(operation, at.ref) };
  const reader = new OptionsReader(ask, at);
  const loads: Query[] = [];
  const unseen = options.open === undefined ? [] : [options.open];
  const scope = scopeOf(call, ask, model, reader, loads, unseen);
  reader.include(options.get('include'), loads);
  const keyed = key ? equalsKey(at, key) : ALWAYS;
  const isHard = options.isTrue('force') && operation === 'delete';
  const isParanoid = call.operation !== 'restore' && !isHard && !isOff(options.get('paranoid'));
  const where = and([keyed, reader.whereIn(options), scope, isParanoid ? notDeleted(ask, model, at) : ALWAYS]);
  const counts = operation === 'count';
  const order = counts || operation !== 'select' ? [] : reader.order(options.get('order'), options.isOptional('order'));
  const limit = meaning.one ? 1 : options.open !== undefined && !options.has('limit') ? 'unknown' : limitOf(options.get('limit'), options.isOptional('limit'));
  const parts = { joins: reader.joins, where, order, limit, offset: offsetOf(options.get('offset'), options.isOptional('offset')), group: reader.group(options.get('group')), columns: counts ? ('unknown' as const) : reader.columns(options), unknown: [...unseen, ...reader.unseen] };
  const query = queryOf(operation === 'delete' && isParanoid && paranoid(ask, model) !== undefined ? 'update' : operation, at.ref, parts);
  if (meaning.counts) loads.push(queryOf('count', at.ref, { ...parts, joins: parts.joins.filter(({ kind }) => kind === 'inner'), order: [], limit: 'none', offset: 'none', columns: 'unknown' }));
  return { schema, table, query, loads };
}

function equalsKey(at: Named, key: Argument): Condition {
  const [column, ...others] = primaryKey(at.table);
  return column !== undefined && others.length === 0 && (isScalar(key) || key.kind === 'literal') ? equals(columnRef(at, column), key) : unknown('a key');
}

/** What the scope adds that a model has by default; scopes that are named are not read: https://sequelize.org/docs/v6/other-topics/scopes/ */
function scopeOf(call: QueryCall, ask: Ask, model: Model, reader: OptionsReader, loads: Query[], unseen: string[]): Condition {
  const { steps, open } = ask.program.chain(call.call);
  // `Order.ofCustomer(id).findAll()`: a function gives the model with one scope or another.
  if (open !== undefined) {
    unseen.push(open);
    return unknown(open);
  }
  const scoped = steps.slice(0, -1).filter(({ name }: Step) => name === 'scope' || name === 'withScope' || name === 'unscoped');
  const last = scoped.at(-1);
  if (last && last.name !== 'unscoped' && last.args.length > 0) {
    unseen.push('a scope');
    return unknown('a scope');
  }
  if (last) return ALWAYS;
  const scope = definitionOf(ask, model)?.get('defaultScope');
  if (!scope || scope.kind === 'undefined') return ALWAYS;
  const options = new Options(scope);
  if (options.open !== undefined) {
    unseen.push('the default scope');
    return unknown('the default scope');
  }
  reader.include(options.get('include'), loads);
  return reader.whereIn(options);
}

/** Calls of rows: of the row by its key, or of a relation by its columns. */
function ofRow(call: QueryCall, ask: Ask, model: Model): readonly Translation[] | string {
  const { schema, table } = model;
  const at = named(schema, table);
  const { operation } = call;
  const key = primaryKey(table);
  const own = key.length === 0 ? unknown('a key') : and(key.map((column) => compare(columnRef(at, column), '=', { kind: 'value' })));
  const done = ROWS[operation];
  if (done) return [{ schema, table, query: queryOf(operation === 'destroy' && paranoid(ask, model) !== undefined ? 'update' : done, at.ref, { where: own, limit: done === 'select' ? 1 : 'none' }) }];
  const accessor = /^(get|count|has)([A-Z]\w*)$/.exec(operation);
  const relation = accessor && relationCalled(table.relations, accessor[2]!);
  const target = relation && schema.tables.find(({ name }) => name === relation.table);
  if (!accessor || !relation || !target) return `${operation}() is not read`;
  const to = named(schema, target);
  const arg = accessor[1] === 'has' ? undefined : ask.given(call, 0);
  return (arg ? ask.variants(arg) : [undefined]).map((one): Translation => {
    const options = new Options(one);
    const reader = new OptionsReader(ask, to);
    const { through } = relation;
    const belongs = (columns: readonly string[], alias: string): Condition => and(columns.map((column) => compare({ table: alias, column }, '=', { kind: 'value' })));
    const middle = through && to.aliases.ref({ name: through.table });
    if (through && middle) reader.joins.push({ table: middle, kind: 'inner', on: and([...through.references.map((column, index) => compare({ table: middle.alias, column }, '=', { kind: 'column', column: columnRef(to, relation.references[index]!) })), belongs(through.columns, middle.alias)]) });
    const where = and([through ? ALWAYS : belongs(relation.references, to.ref.alias), reader.whereIn(options), notDeleted(ask, { schema, table: target, isRow: false, ...classOfTable(ask, target) }, to)]);
    const loads: Query[] = [];
    reader.include(options.get('include'), loads);
    const counts = accessor[1] === 'count';
    const parts = { joins: reader.joins, where, order: counts ? [] : reader.order(options.get('order'), options.isOptional('order')), limit: relation.many ? limitOf(options.get('limit'), options.isOptional('limit')) : (1 as const), unknown: options.open === undefined ? reader.unseen : [options.open, ...reader.unseen] };
    return { schema, table: target, query: queryOf(counts ? 'count' : 'select', to.ref, parts), loads };
  });
}

const ROWS: Readonly<Partial<Record<string, Query['operation']>>> = { save: 'update', update: 'update', updateAttributes: 'update', destroy: 'delete', restore: 'update', reload: 'select', increment: 'update', decrement: 'update' };

/** `getPosts` for a relation `posts`, `Posts` or, of one row, `post`. */
function relationCalled(relations: readonly Relation[], name: string): Relation | undefined {
  return relations.find((relation) => relation.name[0]!.toUpperCase() + relation.name.slice(1) === name);
}
