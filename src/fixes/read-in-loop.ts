import { type Node, endOf, rangeOf, startOf } from '../facts/nodes.ts';
import type { FixPlan } from '../findings/types.ts';
import { declareAfter, localNames } from './imports.ts';
import { type AwaitInLoop, awaitInLoop, isWithin, mayChange, movedOut, namesRead, storedIn } from './loop.ts';
import { changedText, readRecipes, type RowByKey } from './read-recipes.ts';
import { refused, type Refusal, type Rewrite } from './rewrite.ts';
import { isFunction, type Tree } from './tree.ts';

/** One query for the rows of all turns, and a Map from which each turn takes its own. */
export function readInLoop(plan: Extract<FixPlan, { kind: 'read-in-loop' }>, tree: Tree): Rewrite {
  const site = awaitInLoop(plan, tree);
  if ('refused' in site) return site;
  const recipe = readRecipes[plan.library];
  if (!recipe) return refused(`there is no rewrite for queries of ${plan.library}`);
  const row = recipe(site.call, tree, (node) => [...namesRead(tree, node)].some(({ name }) => site.head.has(name)));
  if ('refused' in row) return row;
  const taken = takenFrom(tree, site, row);
  const reason = keyIsOfElement(tree, site, row.key) ?? keyStays(tree, site, row.key) ?? restStays(tree, site, row.key) ?? listStays(tree, site) ?? ('refused' in taken ? taken.refused : rowsAreOnlyRead(tree, site, taken));
  if (reason !== undefined || 'refused' in taken) return refused(reason ?? '');
  const names = namesFor(tree, taken.name);
  const imported = row.imports && localNames(tree, { specifiers: row.imports.specifiers, names: [row.imports.name] });
  if (row.imports && (!imported || imported.locals.get(row.imports.name) !== row.imports.name)) return refused(`the name ${row.imports.name} is taken in this file`);
  const { lines, over } = before(tree, site, row, names, plan.isList || isListHere(tree, site.over));
  return {
    title: `read all rows with one query before the loop, and take each from a Map by ${row.column}`,
    safety: 'review',
    check: `rows are read before the first turn; turns of one key share one row; keys must be equal as text, so not by a collation that ignores case; above some ten thousand keys, ask in parts`,
    changes: [
      { at: [startOf(site.loop), startOf(site.loop)], text: lines.map((line) => `${line}${site.semicolon}${site.lineEnd}${site.indent}`).join('') },
      ...(over === undefined ? [] : [{ at: rangeOf(site.over), text: over }]),
      { at: rangeOf(taken.replaced), text: taken.text(`${names.byKey}.get(String(${tree.textOf(row.key)}))${row.missing === 'null' ? ' ?? null' : ''}`) },
      ...(row.imports && imported ? declareAfter(tree, row.imports.specifiers[0], imported.missing) : []),
    ],
  };
}

/** Where a turn takes its row, and what stands there afterwards. */
interface Taken {
  replaced: Node;
  text(row: string): string;
  /** The variable that holds the row; undefined where there is none. */
  variable: Node | undefined;
  /** How rows are called. */
  name: string;
}

function takenFrom(tree: Tree, { awaited, call }: AwaitInLoop, { isList, missing }: RowByKey): Taken | Refusal {
  const parent = tree.parent(awaited)!;
  if (parent.type === 'ExpressionStatement') return refused('nothing uses the row');
  const named = (node: Node | undefined): string => (node?.type === 'Identifier' ? node.name : node?.type === 'MemberExpression' && !node.computed ? node.property.name : 'row');
  if (isList) {
    if (parent.type === 'MemberExpression' && parent.object === awaited && parent.computed && parent.property.value === 0 && !parent.optional) {
      const holder = tree.parent(parent);
      const variable = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? holder.id : undefined;
      return { replaced: parent, text: (row) => row, variable, name: named(variable) };
    }
    const [only, more] = parent.type === 'VariableDeclarator' && parent.id.type === 'ArrayPattern' ? (parent.id.elements as Node[]) : [];
    if (only?.type !== 'Identifier' || more) return refused(`of ${tree.textOf(call).split('(', 1)[0]} more than the first row is taken`);
    return { replaced: parent, text: (row) => `${only.name} = ${row}`, variable: only, name: only.name };
  }
  const isEnclosed = /[(,]\s*$/.test(tree.text.slice(0, startOf(awaited))) && /^\s*[),]/.test(tree.text.slice(endOf(awaited)));
  const standsAlone = isEnclosed || /^(?:VariableDeclarator|AssignmentExpression|ReturnStatement)$/.test(parent.type);
  const text = (row: string): string => (standsAlone || missing === 'undefined' ? row : `(${row})`);
  if (parent.type === 'VariableDeclarator') {
    if (parent.id.type !== 'Identifier') return refused('the row is taken apart where it is read');
    return { replaced: awaited, text, variable: parent.id, name: parent.id.name };
  }
  if (parent.type === 'AssignmentExpression' && parent.operator === '=') return { replaced: awaited, text, variable: parent.left.type === 'Identifier' ? parent.left : undefined, name: named(parent.left) };
  return { replaced: awaited, text, variable: undefined, name: 'row' };
}

/** What a turn asks for is a value of its element: `order.userId`, or what the loop's head takes from it. */
function keyIsOfElement(tree: Tree, { head }: AwaitInLoop, key: Node): string | undefined {
  for (let at = key; ; at = at.type === 'TSNonNullExpression' ? at.expression : at.object) {
    if (at.type === 'Identifier' && head.has(at.name)) return undefined;
    const isStep = at.type === 'TSNonNullExpression' || (at.type === 'MemberExpression' && !at.computed && !at.optional);
    if (!isStep) return `${tree.textOf(key)} is no plain property of the loop’s element`;
  }
}

/** Nothing in a turn changes the key of its element, or may do so before it is read. */
function keyStays(tree: Tree, { loop, head, call }: AwaitInLoop, key: Node): string | undefined {
  const text = tree.textOf(key).replaceAll('!', '');
  const stored = storedIn(tree, loop).find((target) => text === target || text.startsWith(`${target}.`));
  if (stored !== undefined) return `the loop stores in ${stored}`;
  for (const inner of tree.within(loop.body)) {
    if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') continue;
    const given = (inner.arguments as Node[]).find((arg) => arg.type === 'Identifier' && head.has(arg.name));
    if (given && startOf(inner) < startOf(call)) return `${tree.textOf(given)} is handed to ${tree.textOf(inner.callee)} before the query`;
  }
  return undefined;
}

/** All else in the query is the same at every turn, and asking once for it is enough. */
function restStays(tree: Tree, { loop, head, body, call }: AwaitInLoop, key: Node): string | undefined {
  const stored = storedIn(tree, loop);
  for (const name of namesRead(tree, call)) {
    if (isWithin(name, key)) continue;
    if (head.has(name.name) || body.has(name.name) || stored.includes(name.name)) return `${name.name} in the query changes from turn to turn`;
    // Of what the chain begins with, methods are called in every query.
    if (startOf(name) !== startOf(call) && mayChange(tree, loop, name.name, call)) return `the loop may change ${name.name}, which the query uses`;
  }
  for (const inner of tree.within(call)) {
    if (/^(?:AwaitExpression|NewExpression|AssignmentExpression|UpdateExpression|YieldExpression)$/.test(inner.type) || isFunction(inner)) return `${tree.textOf(inner).split('\n', 1)[0]} in the query is made at every turn`;
    if (inner.type !== 'CallExpression' || inner === call) continue;
    // Steps of the chain, and the operators of which the recipe has read the arguments.
    const isOnChain = startOf(inner) === startOf(call);
    if (!isOnChain && !(inner.callee.type === 'Identifier' && inner.callee.name === 'eq')) return `${tree.textOf(inner)} in the query is called at every turn`;
  }
  return undefined;
}

/** The loop does not look at what it iterates in any other way. */
function listStays(tree: Tree, { loop, over }: AwaitInLoop): string | undefined {
  if (over.type !== 'Identifier') return undefined;
  return tree.mentions(over.name).some((mention) => isWithin(mention, loop.body)) ? `the loop uses ${over.name} while it iterates it` : undefined;
}

/** Functions that only look at what they are given, or keep it as it is. */
const LOOKERS = /^(?:console\.\w+|JSON\.stringify|Object\.(?:keys|values|entries|assign)|String|Number|Boolean|\w+(?:\.\w+)*\.(?:push|set|add|unshift))$/;

/** Rows of one key are one object afterwards: a turn reads its row, or keeps it, but changes nothing in it. */
function rowsAreOnlyRead(tree: Tree, { loop }: AwaitInLoop, { variable }: Taken): string | undefined {
  if (!variable) return undefined;
  const { name } = variable;
  if (storedIn(tree, loop).some((target) => target.startsWith(`${name}.`) || target.startsWith(`${name}[`))) return `the loop changes ${name}, which turns of one key would share`;
  for (const mention of tree.mentions(name)) {
    if (mention === variable || !isWithin(mention, loop.body)) continue;
    const parent = tree.parent(mention)!;
    const isOwnMethod = parent.type === 'MemberExpression' && parent.object === mention && tree.parent(parent)?.type === 'CallExpression' && tree.parent(parent)?.callee === parent;
    if (isOwnMethod) return `${tree.textOf(parent)} may change ${name}, which turns of one key would share`;
    const isArgument = (parent.type === 'CallExpression' || parent.type === 'NewExpression') && (parent.arguments as Node[]).includes(mention);
    if (isArgument && !(LOOKERS.test(tree.textOf(parent.callee)) && !(tree.textOf(parent.callee) === 'Object.assign' && parent.arguments[0] === mention))) return `${tree.textOf(parent.callee)} may change ${name}, which turns of one key would share`;
  }
  return undefined;
}

interface Names {
  keys: string;
  rows: string;
  byKey: string;
  row: string;
  list: string;
}

function namesFor(tree: Tree, name: string): Names {
  const [keys, rows, byKey] = [tree.numberedName(`${name}Keys`), tree.numberedName(`${name}Rows`), tree.numberedName(`${name}ByKey`)];
  return { keys, rows, byKey, row: tree.numberedName('row'), list: tree.numberedName('elements') };
}

/** The lines before the loop, and what it iterates then, where that is another. */
function before(tree: Tree, site: AwaitInLoop, row: RowByKey, names: Names, isList: boolean): { lines: string[]; over: string | undefined } {
  const over = tree.textOf(site.over);
  // What is no list may be iterated once only, and an expression is evaluated once.
  const copied = site.over.type !== 'Identifier' || !isList;
  const list = copied ? names.list : over;
  const element = tree.textOf(site.element);
  const key = tree.textOf(row.key);
  const keys = element === key ? list : `${list}.map((${element}) => ${key})`;
  const query = movedOut(tree, changedText(tree, site.call, row.changes(names.keys)), site.call, site.indent);
  const lines = [
    ...(copied ? [`const ${list} = [...${site.over.type === 'AwaitExpression' ? `(${over})` : over}]`] : []),
    `const ${names.keys} = [...new Set(${keys})]`,
    `const ${names.rows} = ${row.needsKeys ? `${names.keys}.length > 0 ? await ${query} : []` : `await ${query}`}`,
    `const ${names.byKey} = new Map(${names.rows}.map((${names.row}) => [String(${names.row}.${row.column}), ${names.row}]))`,
  ];
  return { lines, over: copied ? list : undefined };
}

/** What gives a list: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object */
const LISTS = /^(?:Object\.(?:keys|values|entries)|Array\.(?:from|of)|.*\.(?:map|filter|slice|concat|flat|flatMap|sort|reverse|toSorted|toReversed|split))$/s;

/** Whether the one declaration that a name can have says that it holds a list. */
function isListHere(tree: Tree, over: Node): boolean {
  if (over.type !== 'Identifier') return false;
  const declared = tree.mentions(over.name).flatMap((mention) => {
    const parent = tree.parent(mention);
    if (parent?.type === 'VariableDeclarator' && parent.id === mention) return [{ mention, host: tree.functionOf(parent) }];
    return parent !== undefined && isFunction(parent) && (parent.params as Node[]).includes(mention) ? [{ mention, host: parent }] : [];
  });
  // The function's own declarations hide all others.
  const own = declared.filter(({ host }) => host === tree.functionOf(over));
  const [{ mention: only } = { mention: undefined }, ...others] = own.length > 0 ? own : declared;
  if (!only || others.length > 0) return false;
  const type: Node | undefined = only.typeAnnotation?.typeAnnotation;
  if (type) return isListType(type);
  const declarator = tree.parent(only)!;
  if (declarator.type !== 'VariableDeclarator' || tree.parent(declarator)?.kind !== 'const') return false;
  const init: Node | undefined = declarator.init ?? undefined;
  return init?.type === 'ArrayExpression' || (init?.type === 'CallExpression' && LISTS.test(tree.textOf(init.callee)));
}

function isListType(type: Node): boolean {
  if (type.type === 'TSTypeOperator') return isListType(type.typeAnnotation);
  return type.type === 'TSArrayType' || (type.type === 'TSTypeReference' && /^(?:Readonly)?Array$/.test(type.typeName.name ?? ''));
}
