import { type Node, rangeOf } from '../facts/nodes.ts';
import type { Range } from '../findings/types.ts';
import { chainOf, plainProperties } from './chain.ts';
import { refused, type Refusal } from './rewrite.ts';
import type { Tree } from './tree.ts';

/** A statement that writes one row, and what makes it one that writes a list of them. */
export interface OneRow {
  /** The object literal that is written. */
  row: Node;
  /** The changes in the statement, given the name of the list. */
  changes(rows: string): readonly { at: Range; text: string }[];
}

export type WriteRecipe = (call: Node, tree: Tree) => OneRow | Refusal;

const unknownShape = (tree: Tree, node: Node): Refusal => refused(`${tree.textOf(node).split('\n', 1)[0]!.trim()} is no insert of one row that is known to have a counterpart for many`);

/** An insert whose last argument is the row: the statement takes a list as well, or another function does. */
function byName(names: Readonly<Record<string, { many?: string; after?: string; before?: readonly string[]; last?: readonly string[] }>>): WriteRecipe {
  return (call, tree) => {
    const { steps } = chainOf(call, new Set(Object.entries(names).flatMap(([name, { before = [], last = [] }]) => [name, ...before, ...last])));
    const at = steps.findIndex(({ name }) => name in names);
    const step = steps[at];
    const known = step && names[step.name];
    const row = step?.args.at(-1);
    const isWhole = known && steps.slice(0, at).map(({ name }) => name).join() === (known.before ?? []).join() && steps.slice(at + 1).map(({ name }) => name).join() === (known.last ?? []).join();
    if (!step || !row || !isWhole || step.args.length > 2 || (step.args.length === 2 && step.args[0]!.type !== 'Identifier')) return unknownShape(tree, call);
    const { many, after = '' } = known;
    return { row, changes: (rows) => [...(many ? [{ at: rangeOf(step.property), text: many }] : []), { at: rangeOf(row), text: `${rows}${after}` }] };
  };
}

const prisma: WriteRecipe = (call, tree) => {
  const { steps: [step] } = chainOf(call, new Set(['create']));
  const options = step?.args.length === 1 ? plainProperties(step.args[0]) : undefined;
  const data = options?.get('data');
  if (!step || !data || options!.size > 1) return unknownShape(tree, call);
  const nested = [...(plainProperties(data.value) ?? [])].find(([, property]) => property.value.type === 'ObjectExpression');
  if (nested) return refused(`${nested[0]} is written with a relation of its own, which createMany does not do`);
  return { row: data.value, changes: (rows) => [{ at: rangeOf(step.property), text: 'createMany' }, { at: rangeOf(data), text: `data: ${rows}` }] };
};

const sequelize = byName({ create: { many: 'bulkCreate', after: ', { validate: true }' } });
const typeorm = byName({ insert: {} });

/** By the id of the library's table. */
export const writeRecipes: Readonly<Record<string, WriteRecipe>> = {
  prisma,
  sequelize,
  typeorm,
  'nestjs-typeorm': typeorm,
  knex: byName({ insert: {} }),
  kysely: byName({ values: { before: ['insertInto'], last: ['execute'] } }),
  drizzle: byName({ values: { before: ['insert'] } }),
  mongoose: byName({ create: { many: 'insertMany' } }),
};
