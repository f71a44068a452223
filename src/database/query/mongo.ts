import { spotOf } from '../../program/arguments/spots.ts';
import { stripped } from '../../program/values.ts';
import type { Argument, ObjectArgument, Step } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import { argsOf, Builder, builderTable, chainOf, columnOf, limitBy, numberOf, offsetBy, textOf, when, withReasons } from './builder.ts';
import { and, compare, listOperand, not, operandOf, optional, or, unknown } from './conditions.ts';
import { notSeen, Options } from './options.ts';
import { relationOf, tableNamed } from './tables.ts';
import type { Ask, Scope, Translation, Translator } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Operator, type OrderTerm, type Query } from './types.ts';

/** Filters of MongoDB: https://www.mongodb.com/docs/manual/reference/operator/query/. Columns are paths: `address.city`. */
function translate(call: QueryCall, ask: Ask): readonly Translation[] | string {
  // What found the document is a query of its own.
  if (call.receiver?.kind === 'handle' && call.receiver.handle === 'document') return 'a document is known by its key';
  const chain = chainOf(call, ask);
  const start = chain.steps.findIndex(({ name }) => name in STARTS);
  if (start < 0) return chain.open ?? `${call.operation}() is not read`;
  const scope = collectionOf(call, chain.steps.slice(0, start + 1), ask);
  if (typeof scope === 'string') return scope;
  const reader = new MongoReader(ask, scope);
  for (const step of chain.steps.slice(start)) reader.step(step);
  if (chain.open !== undefined) reader.builder.unseen(chain.open);
  const made = reader.builder.translation();
  return made ? [made] : 'its collection is not shown';
}

export const mongoose: Translator = { library: 'mongoose', translate };
export const mongodb: Translator = { library: 'mongodb', translate };

/** What a call that begins a query asks for: where its filter stands, where its options, and how many rows it takes. */
interface Start {
  operation: Query['operation'];
  filter?: number;
  options?: number;
  one?: true;
  /** The filter is the key itself. */
  byKey?: true;
}

const STARTS: Readonly<Record<string, Start>> = {
  find: { operation: 'select', filter: 0, options: 2 }, findOne: { operation: 'select', filter: 0, options: 2, one: true }, findById: { operation: 'select', filter: 0, one: true, byKey: true },
  exists: { operation: 'select', filter: 0, one: true }, where: { operation: 'select' }, aggregate: { operation: 'select' }, distinct: { operation: 'select', filter: 1 },
  countDocuments: { operation: 'count', filter: 0 }, count: { operation: 'count', filter: 0 }, estimatedDocumentCount: { operation: 'count' },
  updateOne: { operation: 'update', filter: 0 }, updateMany: { operation: 'update', filter: 0 }, replaceOne: { operation: 'update', filter: 0 }, update: { operation: 'update', filter: 0 },
  findOneAndUpdate: { operation: 'update', filter: 0, one: true }, findOneAndReplace: { operation: 'update', filter: 0, one: true }, findByIdAndUpdate: { operation: 'update', filter: 0, one: true, byKey: true },
  deleteOne: { operation: 'delete', filter: 0 }, deleteMany: { operation: 'delete', filter: 0 }, findOneAndDelete: { operation: 'delete', filter: 0, one: true }, findOneAndRemove: { operation: 'delete', filter: 0, one: true },
  findByIdAndDelete: { operation: 'delete', filter: 0, one: true, byKey: true }, findByIdAndRemove: { operation: 'delete', filter: 0, one: true, byKey: true },
  insertOne: { operation: 'insert' }, insertMany: { operation: 'insert' }, create: { operation: 'insert' },
};

const SILENT: ReadonlySet<string> = new Set([
  'lean', 'exec', 'then', 'catch', 'finally', 'toArray', 'forEach', 'session', 'setOptions', 'read', 'hint', 'collation', 'maxTimeMS', 'batchSize', 'allowDiskUse', 'comment', 'cursor', 'map', 'orFail', 'transform', 'readConcern', 'clone', 'addCursorFlag', 'set', 'stream', 'next', 'explain', 'option', 'tailable', 'writeConcern', 'cache', 'withReadPreference', 'withReadConcern', 'eachAsync',
]);

const OPERATORS: Readonly<Record<string, Operator>> = { $eq: '=', $ne: '<>', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=', $in: 'in', $nin: 'not in', $all: 'contains' };

/** The collection that a chain of calls begins at. */
function collectionOf(call: QueryCall, steps: readonly Step[], ask: Ask): Scope | string {
  const named = steps.find(({ name }) => name === 'collection');
  if (named) {
    const name = textOf(argsOf(named, ask)[0]);
    return name === undefined ? 'its collection is not shown' : (ask.named(name) ?? `no collection ${name} is declared`);
  }
  const start = steps.at(-1)!;
  const { callee } = start.call.file.facts.calls[start.call.id]!;
  const receiver = callee.kind === 'member' ? stripped(callee.object) : undefined;
  if (!receiver || callee.kind !== 'member') return 'its collection is not shown';
  for (const value of [...(call.receiver ? [call.receiver] : []), ...ask.program.values({ expr: receiver, spot: start.spot })]) {
    const of = value.kind === 'handle' ? value.of : value;
    if (of?.kind !== 'class' && of?.kind !== 'instance') continue;
    const found = ask.entity(of.file.facts.classes[of.id]!.name, of.file.path);
    if (found) return found;
  }
  const declared = ask.program.declaration({ expr: receiver, spot: start.spot });
  const binding = declared?.file.facts.bindings[declared.binding];
  const unnamed = (): Scope | undefined => collectionMade(ask.follow({ expr: receiver, spot: start.spot }), ask);
  if (!declared || !binding) return unnamed() ?? (receiver.kind === 'member' ? ask.entity(receiver.name) : undefined) ?? 'its collection is not shown';
  // `const User = mongoose.model('User', schema)`
  const made = binding.init && stripped(binding.init);
  const maker = made?.kind === 'call' ? declared.file.facts.calls[made.call]! : undefined;
  const name = maker?.args.map((expr) => textOf(ask.follow({ expr, spot: spotOf({ file: declared.file, id: made?.kind === 'call' ? made.call : 0 }) }))).find((text) => text !== undefined);
  return ask.entity(binding.name, declared.file.path) ?? (name === undefined ? undefined : (ask.entity(name, declared.file.path) ?? ask.entity(name))) ?? unnamed() ?? ask.entity(binding.name) ?? `no collection of ${binding.name} is declared`;
}

/** The collection of what a call makes by its name, where no name keeps it: `export default mongoose.model('User', schema)`, also where it may be there already, `mongoose.models.User ?? …`; `mongoose.model('User').find`. */
function collectionMade(made: Argument, ask: Ask): Scope | undefined {
  if (made.kind === 'choice') {
    const found = made.of.flatMap((one) => collectionMade(one, ask) ?? []);
    // Which of several models a table of them gives is not known.
    return new Set(found.map(({ table }) => table)).size === 1 ? found[0] : undefined;
  }
  const name = made.kind === 'call' ? made.args().map(textOf).find((text) => text !== undefined) : undefined;
  return made.kind === 'call' && name !== undefined ? (ask.entity(name, made.call.file.path) ?? ask.entity(name)) : undefined;
}

class MongoReader {
  readonly builder = new Builder();
  private readonly ask: Ask;
  private readonly scope: Scope;
  /** The path of `where('path')` that the next step compares. */
  private path: string | undefined;

  constructor(ask: Ask, scope: Scope) {
    this.ask = ask;
    this.scope = scope;
    this.builder.from(scope);
  }

  step(step: Step): void {
    const { builder } = this;
    const args = argsOf(step, this.ask);
    const [first] = args;
    const { name } = step;
    const isOptional = step.optional === true;
    const start = STARTS[name];
    if (name === 'where' && first && textOf(first) !== undefined) {
      if (args[1]) builder.and(when(this.valued(textOf(first)!, args[1]), isOptional));
      else this.path = textOf(first);
      return;
    }
    if (this.path !== undefined && this.compared(name, first, isOptional)) return;
    if (name === 'where' || name === 'and' || name === 'or' || name === 'nor') {
      if (first) builder.and(when(name === 'where' ? this.filter(first) : this.combined(`$${name}`, first), isOptional));
      return;
    }
    if (start) return this.start(start, name, args);
    switch (name) {
      case 'sort':
        return this.sort(first, isOptional);
      case 'limit':
        builder.limit = limitBy(first, isOptional);
        return;
      case 'skip':
        builder.offset = offsetBy(first, isOptional);
        return;
      case 'select':
      case 'project':
      case 'projection':
        builder.columns = 'unknown';
        return;
      case 'populate':
        return this.populate(first);
      default:
        if (!SILENT.has(name)) builder.unseen(`${name}()`);
    }
  }

  private start({ operation, filter, options, one, byKey }: Start, name: string, args: readonly Argument[]): void {
    const { builder } = this;
    builder.operation = operation;
    if (one) builder.limit = 1;
    if (operation !== 'select') builder.columns = [];
    if (name === 'aggregate') return this.aggregate(args[0]);
    if (name === 'distinct') builder.distinct = true;
    const given = filter === undefined ? undefined : args[filter];
    if (given && given.kind !== 'function') builder.and(byKey ? this.valued('_id', given) : this.filter(given));
    const projection = options === undefined ? undefined : args[1];
    if (projection && projection.kind !== 'undefined' && !(projection.kind === 'literal' && projection.value === null)) builder.columns = 'unknown';
    if (options === undefined) return;
    // The driver's options stand second, Mongoose's third.
    const isSecond = projection?.kind === 'object' && projection.properties.some(({ key }) => key === 'sort' || key === 'limit' || key === 'skip' || key === 'projection');
    const found = new Options(isSecond ? projection : args[options]);
    if (found.open !== undefined) builder.unseen(found.open);
    if (found.has('sort')) this.sort(found.get('sort'), found.isOptional('sort'));
    if (found.has('limit') && !one) builder.limit = limitBy(found.get('limit'), found.isOptional('limit'));
    if (found.has('skip')) builder.offset = offsetBy(found.get('skip'), found.isOptional('skip'));
    if (found.has('populate')) this.populate(found.get('populate'));
  }

  /** `where('age').gt(18)` */
  private compared(name: string, value: Argument | undefined, isOptional: boolean): boolean {
    const path = this.path!;
    const operator = name === 'equals' ? '=' : OPERATORS[`$${name}`];
    if (name === 'exists') this.builder.and(when(value ? this.operator(path, '$exists', value) : compare(this.column(path), 'is not null', { kind: 'literal', value: null }), isOptional));
    else if (name === 'regex' && value) this.builder.and(when(this.operator(path, '$regex', value), isOptional));
    else if (operator && value) this.builder.and(when(this.operator(path, name === 'equals' ? '$eq' : `$${name}`, value), isOptional));
    else return false;
    return true;
  }

  private column(path: string): ColumnRef {
    const name = path === 'id' ? '_id' : path;
    return { table: this.builder.tables[0]!.ref.alias, column: columnOf(this.scope.table, name) ?? name };
  }

  filter(arg: Argument, prefix = ''): Condition {
    if (arg.kind === 'undefined') return ALWAYS;
    if (arg.kind === 'choice' && arg.of.some(({ kind }) => kind === 'undefined')) {
      const rest = arg.of.filter(({ kind }) => kind !== 'undefined');
      return rest.length === 1 ? optional(this.filter(rest[0]!, prefix)) : unknown('one of several filters');
    }
    if (arg.kind !== 'object') return unknown(notSeen(arg));
    const parts = arg.properties.map(({ key, value, optional: isOptional }): Condition => when(key.startsWith('$') ? this.combined(key, value, prefix) : isComputed(key) ? unknown('a field that is not written out') : this.valued(prefix + key, value), isOptional === true));
    return and([...parts, ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
  }

  private combined(key: string, value: Argument, prefix = ''): Condition {
    if (key === '$comment') return ALWAYS;
    if (key !== '$and' && key !== '$or' && key !== '$nor') return unknown(`${key} of a filter`);
    if (value.kind !== 'list') return unknown(notSeen(value));
    const parts = value.items.map((item) => when(this.filter(item.value, prefix), item.optional === true));
    const all = value.open === undefined ? parts : [...parts, unknown(value.open)];
    if (all.length === 0) return unknown(`${key} of nothing`);
    return key === '$and' ? and(all) : key === '$or' ? or(all) : not(or(all));
  }

  private valued(path: string, value: Argument): Condition {
    const column = this.column(path);
    if (value.kind === 'literal' && value.value === null) return compare(column, 'is null', { kind: 'literal', value: null });
    if (value.kind === 'object') return this.operators(path, value);
    if (value.kind === 'unknown' || value.kind === 'choice' || value.kind === 'function') return unknown(notSeen(value));
    const pattern = patternIn(value);
    if (pattern !== undefined) return this.matched(column, pattern.text, pattern.flags);
    return compare(column, '=', value.kind === 'list' ? { kind: 'value', type: 'list' } : operandOf(value));
  }

  /** `{ $gt: 1, $lt: 9 }`; an object without operators is a value. */
  private operators(path: string, value: ObjectArgument): Condition {
    const operators = value.properties.filter(({ key }) => key.startsWith('$'));
    if (operators.length === 0) return value.open === undefined && value.properties.length > 0 ? compare(this.column(path), '=', { kind: 'value' }) : unknown(value.open ?? 'an empty object');
    const options = textOf(value.properties.find(({ key }) => key === '$options')?.value);
    const parts = operators.flatMap(({ key, value: operand, optional: isOptional }): Condition[] => (key === '$options' ? [] : [when(this.operator(path, key, operand, options), isOptional === true)]));
    return and([...parts, ...(value.open === undefined ? [] : [unknown(value.open)])]);
  }

  private operator(path: string, key: string, value: Argument, options?: string): Condition {
    const column = this.column(path);
    switch (key) {
      case '$exists':
        if (value.kind !== 'literal') return compare(column, 'other', { kind: 'value' });
        return compare(column, value.value ? 'is not null' : 'is null', { kind: 'literal', value: null });
      case '$regex': {
        const text = textOf(value) ?? (value.kind === 'text' && typeof value.parts[0] === 'string' ? value.parts[0] : undefined);
        const pattern = patternIn(value);
        return this.matched(column, pattern?.text ?? text, pattern?.flags ?? options ?? '');
      }
      case '$not':
        return not(this.valued(path, value));
      case '$elemMatch': {
        if (value.kind !== 'object') return unknown(notSeen(value));
        return value.properties.every(({ key: inner }) => inner.startsWith('$') && inner !== '$and' && inner !== '$or') ? this.operators(path, value) : this.filter(value, `${path}.`);
      }
      case '$in':
      case '$nin':
        return value.kind === 'object' || value.kind === 'unknown' ? unknown(notSeen(value)) : compare(column, OPERATORS[key]!, listOperand(value));
      case '$eq':
        return this.valued(path, value);
      case '$ne':
        return value.kind === 'literal' && value.value === null ? compare(column, 'is not null', value) : compare(column, '<>', operandOf(value));
      default: {
        const known = OPERATORS[key];
        return compare(column, known ?? 'other', known === 'contains' ? { kind: 'value', type: 'list' } : operandOf(value));
      }
    }
  }

  /** Only a pattern that begins with a fixed text finds its rows in an index: https://www.mongodb.com/docs/manual/reference/operator/query/regex/#index-use */
  private matched(column: ColumnRef, text: string | undefined, flags: string): Condition {
    const isAnchored = text !== undefined && /^\^[\w@ -]/.test(text) && !flags.includes('i') && !flags.includes('m') && !text.includes('|');
    return isAnchored ? compare(column, 'like', { kind: 'pattern', anchored: true }) : compare(column, 'regexp', { kind: 'value' });
  }

  private sort(arg: Argument | undefined, isOptional: boolean): void {
    const { builder } = this;
    const add = (path: string, direction: OrderTerm['direction'] | undefined, isMissing = false): void => builder.sort(direction && { by: this.column(path), direction }, isOptional || isMissing);
    const text = textOf(arg);
    if (text !== undefined) for (const name of text.split(/\s+/).filter(Boolean)) add(name.replace(/^[-+]/, ''), name.startsWith('-') ? 'desc' : 'asc');
    else if (arg?.kind === 'object' && arg.open === undefined) for (const { key, value, optional: isMissing } of arg.properties) add(key, isComputed(key) ? undefined : directionOf(value), isMissing);
    else if (arg?.kind === 'list' && arg.open === undefined) {
      for (const { value } of arg.items) {
        const [path, direction] = value.kind === 'list' ? value.items.map((item) => item.value) : [];
        builder.sort(textOf(path) !== undefined && direction && directionOf(direction) ? { by: this.column(textOf(path)!), direction: directionOf(direction)! } : undefined, isOptional);
      }
    } else if (arg && arg.kind !== 'undefined') builder.sort(undefined, true);
  }

  /** What is populated is read by its key: https://mongoosejs.com/docs/populate.html */
  private populate(arg: Argument | undefined): void {
    const items = arg?.kind === 'list' ? arg.items.map(({ value }) => value) : arg ? [arg] : [];
    for (const item of items) {
      const paths = textOf(item) ?? (item.kind === 'object' ? textOf(item.properties.find(({ key }) => key === 'path')?.value) : undefined);
      for (const path of paths?.split(/\s+/) ?? []) {
        const relation = relationOf(this.scope.table, path);
        const target = relation && tableNamed(this.scope.schema, relation.table);
        if (relation && target) this.load(target, relation.references[0] ?? '_id');
      }
    }
  }

  private load(target: Scope['table'], column: string, more: Condition = ALWAYS): void {
    const { ref } = builderTable(target, target.name);
    this.builder.loads.push(
      withReasons({ operation: 'select', from: ref, joins: [], where: and([compare({ table: ref.alias, column }, 'in', { kind: 'value', type: 'list' }), more]), order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: 'all', unknown: [] }),
    );
  }

  /** Stages up to the one that makes other documents: https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/ */
  private aggregate(arg: Argument | undefined): void {
    const { builder } = this;
    if (!arg) return builder.unseen('its stages are not shown');
    if (arg.kind !== 'list') return builder.unseen(notSeen(arg));
    if (arg.open !== undefined) builder.unseen(arg.open);
    builder.columns = 'unknown';
    let isOwn = true;
    for (const { value: stage, optional: isOptional } of arg.items) {
      const [only] = stage.kind === 'object' ? stage.properties : [];
      if (!only || (stage.kind === 'object' && stage.properties.length > 1)) {
        builder.unseen('a stage that is not shown');
        return;
      }
      const { key, value } = only;
      if (key === '$lookup') this.lookup(value);
      if (!isOwn) continue;
      if (key === '$match') builder.and(when(this.filter(value), isOptional === true || only.optional === true));
      else if (key === '$sort') this.sort(value, isOptional === true);
      else if (key === '$limit') builder.limit = limitBy(value, isOptional === true);
      else if (key === '$skip') builder.offset = offsetBy(value, isOptional === true);
      if (key === '$count') builder.operation = 'count';
      if (key !== '$match' && key !== '$sort') isOwn = false;
    }
    // Stages after may group, or take only some.
    if (!isOwn && builder.limit === 'none') builder.limit = 'unknown';
  }

  private lookup(arg: Argument): void {
    const options = new Options(arg);
    const name = textOf(options.get('from'));
    const field = textOf(options.get('foreignField'));
    const target = name === undefined ? undefined : this.ask.named(name);
    if (!target || field === undefined) return;
    this.load(target.table, columnOf(target.table, field) ?? field, options.has('pipeline') ? unknown('stages of a look-up') : ALWAYS);
  }
}

/** `{ [field]: value }`: what the field is called, something else says. */
function isComputed(key: string): boolean {
  return key.startsWith('[');
}

/** A regular expression that the code writes. */
function patternIn({ source: { expr }, kind }: Argument): { text: string; flags: string } | undefined {
  if (kind !== 'value' || expr.kind !== 'literal' || !expr.regexp) return undefined;
  const [, text, flags] = /^\/(.*)\/(\w*)$/s.exec(String(expr.value)) ?? [undefined, String(expr.value), ''];
  return { text: text!, flags: flags! };
}

function directionOf(arg: Argument): OrderTerm['direction'] | undefined {
  const value = numberOf(arg) ?? textOf(arg)?.toLowerCase();
  if (value === 1 || value === 'asc' || value === 'ascending' || value === '1') return 'asc';
  return value === -1 || value === 'desc' || value === 'descending' || value === '-1' ? 'desc' : undefined;
}
