import { type Node, endOf, rangeOf, startOf } from '../facts/nodes.ts';
import type { Range } from '../findings/types.ts';
import { chainOf, plainProperties, type Step, stringOf } from './chain.ts';
import { refused, type Refusal } from './rewrite.ts';
import type { Tree } from './tree.ts';

/** A query of one row by a key, and what makes it one of all rows by their keys. */
export interface RowByKey {
  /** What a turn asks for. */
  key: Node;
  /** The property of a row that holds the key. */
  column: string;
  /** What the query gives for a key that has no row. */
  missing: 'undefined' | 'null';
  /** The changes in the query, given the name of the list of keys. */
  changes(keys: string): readonly { at: Range; text: string }[];
  /** A function that the query needs then, of the same package. */
  imports?: { specifiers: readonly [string, ...string[]]; name: string };
  /** The library makes wrong SQL of an empty list. */
  needsKeys?: true;
  /** It gives a list, of which the code takes the first: `const [user] = await …`. */
  isList?: true;
}

/** Reads a query, given what tells whether a value comes from the loop's element; a refusal says what in it has no counterpart for many rows. */
export type ReadRecipe = (call: Node, tree: Tree, varies: (node: Node) => boolean) => RowByKey | Refusal;

/** Columns that are primary keys where anything of that name is one: a query of the first row by another may choose among several. */
const UNIQUE = /^(?:_?id|uuid|guid)$/i;

const notUnique = (column: string): Refusal => refused(`${column} is not known to be unique, so that one of several rows may be meant`);
const unknownShape = (tree: Tree, node: Node): Refusal => refused(`${tree.textOf(node).split('\n', 1)[0]!.trim()} is no query of one row by one key that is known to have a counterpart for many`);

/** `{ id: key }`, `{ id }` */
function onlyProperty(node: Node | undefined): { column: string; key: Node; property: Node } | undefined {
  const properties = plainProperties(node);
  const [only] = properties ?? [];
  return properties?.size === 1 && only ? { column: only[0], key: only[1].value, property: only[1] } : undefined;
}

/** Options that change neither which rows are meant nor that they are plain reads; what else there is may lock, page or order. */
function hasOnly(properties: ReadonlyMap<string, Node>, allowed: readonly string[]): boolean {
  return [...properties.keys()].every((name) => allowed.includes(name));
}

/** A selection that is written out has the key: `{ id: true, name: true }`, `['id', 'name']`. */
function selects(selection: Node | undefined, column: string): boolean {
  if (!selection) return true;
  const { value } = selection;
  if (value.type === 'ArrayExpression') return (value.elements as Node[]).some((element) => stringOf(element) === column);
  const chosen = plainProperties(value)?.get(column)?.value;
  return chosen?.type === 'Literal' && chosen.value === true;
}

const prisma: ReadRecipe = (call, tree) => {
  const { steps: [step] } = chainOf(call, new Set(['findUnique', 'findFirst']));
  const options = step?.args.length === 1 ? plainProperties(step.args[0]) : undefined;
  const where = onlyProperty(options?.get('where')?.value);
  if (!step || !options || !where || !hasOnly(options, ['where', 'select', 'include'])) return unknownShape(tree, call);
  if (step.name === 'findFirst' && !UNIQUE.test(where.column)) return notUnique(where.column);
  if (!selects(options.get('select'), where.column)) return refused(`${where.column} is not among the columns that are selected`);
  return {
    key: where.key,
    column: where.column,
    missing: 'null',
    changes: (keys) => [{ at: rangeOf(step.property), text: 'findMany' }, { at: rangeOf(where.property), text: `${where.column}: { in: ${keys} }` }],
  };
};

/** `repository.findOneBy({ id })`, `manager.findOne(User, { where: { id } })` */
const typeorm: ReadRecipe = (call, tree) => {
  const { steps: [step] } = chainOf(call, new Set(['findOne', 'findOneBy']));
  const given = step?.args.at(-1);
  if (!step || step.args.length > 2 || (step.args.length === 2 && step.args[0]!.type !== 'Identifier')) return unknownShape(tree, call);
  const options = step.name === 'findOne' ? plainProperties(given) : undefined;
  const where = onlyProperty(step.name === 'findOne' ? options?.get('where')?.value : given);
  if (!where || (options && !hasOnly(options, ['where', 'relations', 'select']))) return unknownShape(tree, call);
  if (!UNIQUE.test(where.column)) return notUnique(where.column);
  if (!selects(options?.get('select'), where.column)) return refused(`${where.column} is not among the columns that are selected`);
  return {
    key: where.key,
    column: where.column,
    missing: 'null',
    imports: { specifiers: ['typeorm'], name: 'In' },
    changes: (keys) => [{ at: rangeOf(step.property), text: step.name === 'findOne' ? 'find' : 'findBy' }, { at: rangeOf(where.property), text: `${where.column}: In(${keys})` }],
  };
};

const sequelize: ReadRecipe = (call, tree) => {
  const { steps: [step] } = chainOf(call, new Set(['findByPk', 'findOne']));
  const [first, more] = step?.args ?? [];
  if (!step || !first || more || first.type === 'SpreadElement') return unknownShape(tree, call);
  if (step.name === 'findByPk') {
    return { key: first, column: 'id', missing: 'null', changes: (keys) => [{ at: rangeOf(step.property), text: 'findAll' }, { at: rangeOf(first), text: `{ where: { id: ${keys} } }` }] };
  }
  const options = plainProperties(first);
  const where = onlyProperty(options?.get('where')?.value);
  if (!options || !where || !hasOnly(options, ['where', 'include', 'raw', 'attributes'])) return unknownShape(tree, call);
  if (!UNIQUE.test(where.column)) return notUnique(where.column);
  if (!selects(options.get('attributes'), where.column)) return refused(`${where.column} is not among the columns that are selected`);
  return { key: where.key, column: where.column, missing: 'null', changes: (keys) => [{ at: rangeOf(step.property), text: 'findAll' }, { at: rangeOf(where.property), text: `${where.column}: ${keys}` }] };
};

/** Steps that say which rows and columns, and change with no turn of the loop. */
const KNEX = new Set(['first', 'where', 'andWhere', 'whereNull', 'whereNotNull', 'select', 'column', 'columns', 'from']);

const knex: ReadRecipe = (call, tree, varies) => {
  const { root, steps } = chainOf(call, KNEX);
  const first = steps.at(-1);
  const conditions = steps.filter(({ name }) => name === 'where' || name === 'andWhere');
  const [where, ...others] = conditions.flatMap((step) => knexEquality(step).filter(({ key }) => varies(key)));
  // What is begun elsewhere may hold steps of any kind.
  const isBegun = (root.type === 'CallExpression' && root.arguments.length === 1 && stringOf(root.arguments[0]) !== undefined) || (/^(?:Identifier|MemberExpression)$/.test(root.type) && steps.some(({ name }) => name === 'from'));
  const isPlain = conditions.every(({ args }) => args.length === 1 ? args[0]!.type === 'ObjectExpression' : stringOf(args[0]) !== undefined);
  if (first?.name !== 'first' || first.args.length > 0 || !where || others.length > 0 || !isBegun || !isPlain) return unknownShape(tree, call);
  const column = where.column.split('.').at(-1)!;
  if (!UNIQUE.test(column)) return notUnique(column);
  const selected = steps.filter(({ name }) => /^(?:select|columns?)$/.test(name)).flatMap(({ args }) => args.flatMap((arg): readonly Node[] => (arg.type === 'ArrayExpression' ? arg.elements : [arg])));
  if (selected.length > 0 && !selected.some((arg) => ['*', column, where.column].includes(stringOf(arg) ?? ''))) return refused(`${column} is not among the columns that are selected`);
  return {
    key: where.key,
    column,
    missing: 'undefined',
    changes: (keys) => [{ at: where.step.at, text: `whereIn('${where.column}', ${keys})` }, { at: first.whole, text: '' }],
  };
};

/** `where({ id: key })`, `where('id', key)`, `where('id', '=', key)` */
function knexEquality(step: Step): { step: Step; column: string; key: Node }[] {
  const [one, two, three] = step.args;
  const named = step.args.length === 1 ? onlyProperty(one) : undefined;
  if (named) return [{ step, column: named.column, key: named.key }];
  const column = stringOf(one);
  const key = step.args.length === 2 ? two : step.args.length === 3 && stringOf(two) === '=' ? three : undefined;
  return column !== undefined && key ? [{ step, column, key }] : [];
}

const KYSELY = new Set(['selectFrom', 'selectAll', 'select', 'where', 'executeTakeFirst']);

const kysely: ReadRecipe = (call, tree, varies) => {
  const { steps } = chainOf(call, KYSELY);
  const named = (name: string) => steps.filter((step) => step.name === name);
  const [from, last] = [steps[0], steps.at(-1)];
  const conditions = named('where');
  const [where, ...others] = conditions.filter(({ args }) => args.some(varies));
  const isPlain = conditions.every(({ args }) => args.length === 3) && stringOf(where?.args[1]) === '=';
  if (from?.name !== 'selectFrom' || stringOf(from.args[0]) === undefined || last?.name !== 'executeTakeFirst' || !where || others.length > 0 || !isPlain) return unknownShape(tree, call);
  const [name, operator, key] = where.args;
  const column = stringOf(name)?.split('.').at(-1);
  if (column === undefined || !operator || !key) return unknownShape(tree, call);
  if (!UNIQUE.test(column)) return notUnique(column);
  const selected = named('select').flatMap(({ args }) => args.flatMap((arg): readonly Node[] => (arg.type === 'ArrayExpression' ? arg.elements : [arg])));
  const isSelected = named('selectAll').length > 0 || selected.some((arg) => stringOf(arg) === column || stringOf(arg) === stringOf(name));
  if (!isSelected) return refused(`${column} is not among the columns that are selected`);
  return {
    key,
    column,
    missing: 'undefined',
    needsKeys: true,
    changes: (keys) => [{ at: rangeOf(operator), text: "'in'" }, { at: rangeOf(key), text: keys }, { at: last.at, text: 'execute()' }],
  };
};

const DRIZZLE = new Set(['select', 'from', 'where', 'limit', 'findFirst']);

const drizzle: ReadRecipe = (call, tree) => {
  const { steps } = chainOf(call, DRIZZLE);
  const named = (name: string) => steps.find((step) => step.name === name);
  const find = named('findFirst');
  const options = find && plainProperties(find.args[0]);
  const condition = find ? options?.get('where')?.value : named('where')?.args[0];
  const isEqual = condition?.type === 'CallExpression' && condition.callee.type === 'Identifier' && condition.callee.name === 'eq' && condition.arguments.length === 2;
  const [field, key] = isEqual ? (condition.arguments as Node[]) : [];
  if (field?.type !== 'MemberExpression' || field.computed || !key) return unknownShape(tree, call);
  const name: string = field.property.name;
  if (!UNIQUE.test(name)) return notUnique(name);
  const shared = { key, missing: 'undefined' as const, imports: { specifiers: ['drizzle-orm'] as const, name: 'inArray' } };
  const equality = (keys: string) => ({ at: rangeOf(condition!), text: `inArray(${tree.textOf(field)}, ${keys})` });
  if (find) {
    if (steps.length > 1 || !options || !hasOnly(options, ['where', 'with'])) return unknownShape(tree, call);
    return { ...shared, column: name, changes: (keys) => [{ at: rangeOf(find.property), text: 'findMany' }, equality(keys)] };
  }
  const [select, from, limit] = [named('select'), named('from'), named('limit')];
  const isKnown = select && from && steps.length === (limit ? 4 : 3) && from.args[0] && tree.textOf(from.args[0]) === tree.textOf(field.object);
  if (!isKnown || (limit && limit.args[0]?.value !== 1)) return unknownShape(tree, call);
  const chosen = select.args[0] && plainProperties(select.args[0]);
  const column = select.args.length === 0 ? name : [...(chosen ?? [])].find(([, property]) => tree.textOf(property.value) === tree.textOf(field))?.[0];
  if (column === undefined) return refused(`${name} is not among the columns that are selected`);
  return { ...shared, column, isList: true, changes: (keys) => [equality(keys), ...(limit ? [{ at: limit.whole, text: '' }] : [])] };
};

const mongoose: ReadRecipe = (call, tree) => {
  const { steps: [step, ...rest] } = chainOf(call, new Set(['findById', 'findOne', 'lean', 'exec', 'populate']));
  const [first, more] = step?.args ?? [];
  if (!step || !/^find/.test(step.name) || !first || more || first.type === 'SpreadElement' || rest.some(({ name }) => /^find/.test(name))) return unknownShape(tree, call);
  if (step.name === 'findById') return { key: first, column: '_id', missing: 'null', changes: (keys) => [{ at: rangeOf(step.property), text: 'find' }, { at: rangeOf(first), text: `{ _id: { $in: ${keys} } }` }] };
  const where = onlyProperty(first);
  if (!where) return unknownShape(tree, call);
  if (where.column !== '_id') return notUnique(where.column);
  return { key: where.key, column: '_id', missing: 'null', changes: (keys) => [{ at: rangeOf(step.property), text: 'find' }, { at: rangeOf(where.property), text: `_id: { $in: ${keys} }` }] };
};

/** By the id of the library's table. */
export const readRecipes: Readonly<Record<string, ReadRecipe>> = { prisma, typeorm, 'nestjs-typeorm': typeorm, sequelize, knex, kysely, drizzle, mongoose };

/** The text of a node with changes inside it. */
export function changedText(tree: Tree, node: Node, changes: readonly { at: Range; text: string }[]): string {
  let text = '';
  let done = startOf(node);
  for (const { at: [start, end], text: replacement } of changes.toSorted((a, b) => a.at[0] - b.at[0])) {
    text += tree.text.slice(done, start) + replacement;
    done = end;
  }
  return text + tree.text.slice(done, endOf(node));
}
