import { type Node, endOf, startOf } from '../facts/nodes.ts';
import type { FixPlan } from '../findings/types.ts';
import { indentAt, lineEndOf } from './edits.ts';
import type { Change } from './edits.ts';
import { declareAfter, importsOf, localNames } from './imports.ts';
import { refused, type Rewrite } from './rewrite.ts';
import type { Tree } from './tree.ts';

type Plan = Extract<FixPlan, { kind: 'add-index' }>;

const CHECK = 'the migration that makes it is still to be written; on a large table build the index without a lock (PostgreSQL: CREATE INDEX CONCURRENTLY)';

function offer(plan: Plan, changes: readonly Change[]): Rewrite {
  return { title: `declare an index on ${plan.parts.map(({ property }) => property).join(', ')} of ${plan.entity}`, safety: 'review', check: CHECK, changes };
}

/** Declares an index where code declares the table. */
export function addIndex(plan: Plan, tree: Tree): Rewrite {
  if (plan.language === 'drizzle') return inTable(plan, tree);
  return plan.language === 'typeorm' || plan.language === 'mikro-orm' ? onClass(plan, plan.language, tree) : refused(`${plan.file} is no code`);
}

/**
 * Declares an index in a schema of Prisma: as the last line of its model.
 * https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes
 */
export function addPrismaIndex(plan: Plan, text: string): Rewrite {
  const head = new RegExp(`^[ \\t]*model[ \\t]+${plan.entity}[ \\t]*\\{[^\\S\\r\\n]*$`, 'm').exec(text);
  const end = head && /^[ \t]*\}/m.exec(text.slice(head.index + head[0].length));
  if (!head || !end) return refused(`${plan.file} has no model ${plan.entity} any more`);
  const start = head.index + head[0].length;
  const at = start + end.index;
  const body = text.slice(start, at);
  const absent = plan.parts.find(({ property }) => !new RegExp(`^[ \\t]*${property}[ \\t]`, 'm').test(body));
  if (absent) return refused(`model ${plan.entity} has no field ${absent.property} any more`);
  const lineEnd = lineEndOf(text);
  const indent = /^([ \t]+)\S/m.exec(body)?.[1] ?? '  ';
  const isFirst = !/^[ \t]*@@/m.test(body);
  const line = `${indent}@@index([${plan.parts.map(({ property, direction }) => `${property}${direction === 'desc' ? '(sort: Desc)' : ''}`).join(', ')}])${lineEnd}`;
  return offer(plan, [{ at: [at, at], text: `${isFirst ? lineEnd : ''}${line}` }]);
}

/** How a decorator on the class says it, and where it comes from. */
const DECORATORS: Readonly<Record<'typeorm' | 'mikro-orm', { specifiers: readonly [string, ...string[]]; argument(properties: string): string }>> = {
  // https://typeorm.io/docs/advanced-topics/indices
  typeorm: { specifiers: ['typeorm'], argument: (properties) => `[${properties}]` },
  // https://mikro-orm.io/docs/defining-entities#indexes
  'mikro-orm': { specifiers: ['@mikro-orm/core', '@mikro-orm/decorators/legacy', '@mikro-orm/decorators/es'], argument: (properties) => `{ properties: [${properties}] }` },
};

function onClass(plan: Plan, language: 'typeorm' | 'mikro-orm', tree: Tree): Rewrite {
  const found = [...tree.within(tree.root)].find((node) => node.type === 'ClassDeclaration' && node.id?.name === plan.entity);
  if (!found) return refused(`${plan.file} declares no class ${plan.entity} any more`);
  const decorators = (found.decorators ?? []) as Node[];
  if (decorators.length === 0) return refused(`class ${plan.entity} has no decorators`);
  const { specifiers, argument } = DECORATORS[language];
  const [own] = importsOf(tree).filter(({ specifier }) => specifiers.includes(specifier));
  const from = own?.specifier ?? specifiers[0];
  const names = localNames(tree, { specifiers: [from], names: ['Index'] });
  const local = names?.locals.get('Index');
  if (!names || local === undefined) return refused('the name Index is taken in this file');
  // Decorators may stand before `export`, or behind it: the first one is where they do.
  const at = startOf(decorators[0]!);
  const properties = plan.parts.map(({ property }) => `'${property}'`).join(', ');
  return offer(plan, [
    ...declareAfter(tree, from, names.missing, own),
    { at: [at, at], text: `@${local}(${argument(properties)})${lineEndOf(tree.text)}${indentAt(tree.text, at)}` },
  ]);
}

/** `index('name').on(table.a)` in what the third argument gives: https://orm.drizzle.team/docs/indexes-constraints */
function inTable(plan: Plan, tree: Tree): Rewrite {
  const call = tableCall(plan, tree);
  if (!call) return refused(`${plan.file} declares no table ${plan.entity} any more`);
  const maker = call.callee.type === 'Identifier' ? importsOf(tree).find(({ names }) => names.some(({ local }) => local === call.callee.name)) : undefined;
  if (!maker || !maker.specifier.startsWith('drizzle-orm/')) return refused(`the table ${plan.entity} is made by a function of the project's own`);
  const names = localNames(tree, { specifiers: [maker.specifier], names: ['index'] });
  const local = names?.locals.get('index');
  if (!names || local === undefined) return refused('the name index is taken in this file');
  const imports = declareAfter(tree, maker.specifier, names.missing, maker);
  const made = (table: string): string => `${local}('${plan.name}').on(${plan.parts.map(({ property, direction }) => `${table}.${property}${direction === 'desc' ? '.desc()' : ''}`).join(', ')})`;
  const [, columns, extra] = call.arguments as Node[];
  if (!extra) return offer(plan, [...imports, { at: [endOf(columns!), endOf(columns!)], text: `, (table) => [${made('table')}]` }]);
  const param = (extra.params as Node[] | undefined)?.[0];
  const body: Node | undefined = extra.type === 'ArrowFunctionExpression' ? (extra.body.type === 'ParenthesizedExpression' ? extra.body.expression : extra.body) : undefined;
  if (param?.type !== 'Identifier' || !body || (body.type !== 'ArrayExpression' && body.type !== 'ObjectExpression')) return refused(`the indexes of ${plan.entity} are declared in a way that is not understood`);
  const items = (body.type === 'ArrayExpression' ? body.elements : body.properties) as Node[];
  const item = body.type === 'ArrayExpression' ? made(param.name) : `${plan.parts.map(({ property }) => property).join('_')}_idx: ${made(param.name)}`;
  const last = items.at(-1);
  if (!last) return offer(plan, [...imports, { at: [startOf(body) + 1, startOf(body) + 1], text: item }]);
  const isOwnLine = tree.text.slice(startOf(body), startOf(last)).includes('\n');
  return offer(plan, [...imports, { at: [endOf(last), endOf(last)], text: isOwnLine ? `,${lineEndOf(tree.text)}${indentAt(tree.text, startOf(last))}${item}` : `, ${item}` }]);
}

/** The call that makes the table, where one variable is declared with it. */
function tableCall(plan: Plan, tree: Tree): Node | undefined {
  const declarators = tree.mentions(plan.entity).flatMap((node) => {
    const parent = tree.parent(node);
    return parent?.type === 'VariableDeclarator' && parent.id === node ? [parent] : [];
  });
  const [declarator] = declarators;
  const call = declarator?.init as Node | undefined;
  return declarators.length === 1 && call?.type === 'CallExpression' && call.arguments.length >= 2 ? call : undefined;
}
