import { type Node, endOf, startOf } from '../facts/nodes.ts';
import type { FixPlan } from '../findings/types.ts';
import { plainProperties } from './chain.ts';
import { type AwaitInLoop, awaitInLoop, isWithin, mayChange, movedOut, namesRead, storedIn } from './loop.ts';
import { changedText } from './read-recipes.ts';
import { refused, type Rewrite } from './rewrite.ts';
import type { Tree } from './tree.ts';
import { writeRecipes } from './write-recipes.ts';

/** The turns put their rows into a list, which one statement writes after the loop. */
export function writeInLoop(plan: Extract<FixPlan, { kind: 'write-in-loop' }>, tree: Tree): Rewrite {
  const site = awaitInLoop(plan, tree);
  if ('refused' in site) return site;
  const recipe = writeRecipes[plan.library];
  if (!recipe) return refused(`there is no rewrite for inserts of ${plan.library}`);
  const insert = recipe(site.call, tree);
  if ('refused' in insert) return insert;
  const reason = resultIsUnused(tree, site) ?? rowsAreAlike(insert.row) ?? valuesStay(tree, site, insert.row) ?? statementStays(tree, site, insert.row);
  if (reason !== undefined) return refused(reason);
  const rows = tree.numberedName('rows');
  const { loop, awaited, indent, lineEnd, semicolon } = site;
  const statement = movedOut(tree, changedText(tree, site.call, insert.changes(rows)), site.call, indent);
  return {
    title: 'collect the rows in the loop, and insert them with one statement after it',
    safety: 'review',
    check: 'the rows are written together or not at all: an error of one keeps back all, also those of earlier turns; with a great many rows, write in parts',
    changes: [
      { at: [startOf(loop), startOf(loop)], text: `const ${rows} = []${semicolon}${lineEnd}${indent}` },
      { at: [startOf(awaited), startOf(insert.row)], text: `${rows}.push(` },
      { at: [endOf(insert.row), endOf(awaited)], text: ')' },
      { at: [endOf(loop), endOf(loop)], text: `${lineEnd}${indent}if (${rows}.length > 0) await ${statement}${semicolon}` },
    ],
  };
}

function resultIsUnused(tree: Tree, { awaited }: AwaitInLoop): string | undefined {
  return tree.parent(awaited)?.type === 'ExpressionStatement' ? undefined : 'what the insert gives is used';
}

/** Every row has the same columns, and is an object of its own. */
function rowsAreAlike(row: Node): string | undefined {
  return plainProperties(row) ? undefined : 'the row is no object literal with plain properties: rows may have different columns, or be one object that changes';
}

/** A list or an object that a row holds is not changed by a later turn, when the row is still to be written. */
function valuesStay(tree: Tree, { loop, head, body, call }: AwaitInLoop, row: Node): string | undefined {
  for (const { name } of namesRead(tree, row)) {
    if (!head.has(name) && !body.has(name) && mayChange(tree, loop, name, call)) return `the loop may change ${name}, which rows hold`;
  }
  return undefined;
}

/** All but the row is the same at every turn. */
function statementStays(tree: Tree, { loop, head, body, call }: AwaitInLoop, row: Node): string | undefined {
  const stored = storedIn(tree, loop);
  for (const name of namesRead(tree, call)) {
    if (!isWithin(name, row) && (head.has(name.name) || body.has(name.name) || stored.includes(name.name))) return `${name.name} in the statement changes from turn to turn`;
  }
  for (const inner of tree.within(call)) {
    const isOnChain = startOf(inner) === startOf(call);
    if (/^(?:Call|New|Await)Expression$/.test(inner.type) && !isOnChain && !isWithin(inner, row)) return `${tree.textOf(inner)} in the statement is made at every turn`;
    if (inner.type === 'AwaitExpression') return `${tree.textOf(inner)} is waited for within the row`;
  }
  return undefined;
}
