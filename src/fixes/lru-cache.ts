import { type Node, endOf, keyName, rangeOf, startOf } from '../facts/nodes.ts';
import type { FixPlan } from '../findings/types.ts';
import { declareAfter, importsOf, localNames } from './imports.ts';
import type { Change } from './edits.ts';
import { refused, type Refusal, type Rewrite } from './rewrite.ts';
import { isFunction, type Tree } from './tree.ts';

/** Entries that the cache keeps. A number to be looked at. */
const MAX = 1000;

/** Members that mean the same on both: https://github.com/isaacs/node-lru-cache#readme */
const SHARED = new Set(['get', 'set', 'has', 'delete', 'clear', 'size']);

/** The declaration of the Map, and what of it changes. */
interface Declared {
  name: string;
  made: Node;
  /** The type annotation `Map<K, V>`. */
  type: Node | undefined;
  /** Every use of it in the file, and none elsewhere. */
  uses: readonly Node[];
}

/** A Map that is a cache becomes an LRUCache with a max. */
export function lruCache(plan: Extract<FixPlan, { kind: 'lru-cache' }>, tree: Tree): Rewrite {
  const declared = declaredMap(plan, tree);
  if ('refused' in declared) return declared;
  const reason = usesAreShared(tree, declared) ?? missesAreMadeAgain(tree, declared) ?? valuesAreThere(tree, declared);
  if (reason !== undefined) return refused(reason);
  const found = localNames(tree, { specifiers: ['lru-cache'], names: ['LRUCache'] });
  const local = found?.locals.get('LRUCache');
  if (!found || local === undefined) return refused('the name LRUCache is taken in this file');
  const args: Node | undefined = declared.made.typeArguments ?? declared.made.typeParameters ?? undefined;
  const changes: Change[] = [
    ...declareAfter(tree, 'lru-cache', found.missing, importsOf(tree).at(-1)),
    ...(declared.type ? [{ at: rangeOf(declared.type.typeName), text: local }] : []),
    { at: rangeOf(declared.made), text: `new ${local}${args ? tree.textOf(args) : ''}({ max: ${MAX} })` },
  ];
  return {
    title: `keep the ${MAX} entries of ${declared.name} that were used last, in an LRUCache of lru-cache`,
    safety: 'review',
    check: `max: ${MAX} is a guess: it should hold what is in use at one time, in the memory that there is`,
    changes,
    ...(plan.installed ? {} : { installs: ['lru-cache'] }),
  };
}

function declaredMap({ name: span }: Extract<FixPlan, { kind: 'lru-cache' }>, tree: Tree): Declared | Refusal {
  const property = tree.at(span, 'PropertyDefinition');
  const declared = property ? fieldOf(tree, property) : variableAt(tree, span);
  if ('refused' in declared) return declared;
  const { made, type } = declared;
  const isEmptyMap = made?.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'Map' && made.arguments.length === 0;
  if (!isEmptyMap) return refused(`${declared.name} is not made by new Map() without entries`);
  if (type && !(type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Map')) return refused(`${declared.name} is declared as something else than a Map`);
  return { ...declared, made };
}

type Found = Omit<Declared, 'made'> & { made: Node | undefined };

function variableAt(tree: Tree, span: readonly [number, number]): Found | Refusal {
  const id = tree.at(span, 'Identifier');
  const declarator = id && tree.parent(id);
  const statement = declarator && tree.parent(declarator);
  if (!id || declarator?.type !== 'VariableDeclarator' || statement?.kind !== 'const') return refused('it is no constant of the module');
  const mentions = tree.mentions(id.name).filter((mention) => mention !== id);
  const isExported = tree.parent(statement)?.type === 'ExportNamedDeclaration' || mentions.some((mention) => tree.parent(mention)?.type === 'ExportSpecifier');
  if (isExported) return refused(`${id.name} is exported: other files may use it as a Map`);
  return { name: id.name, made: declarator.init ?? undefined, type: id.typeAnnotation?.typeAnnotation, uses: mentions };
}

function fieldOf(tree: Tree, property: Node): Found | Refusal {
  const name = keyName(property.key, property.computed) ?? '';
  if (property.accessibility !== 'private' && !name.startsWith('#')) return refused(`${name} is not private: other files may use it as a Map`);
  const uses = [...tree.within(tree.root)].filter((node) => node.type === 'MemberExpression' && keyName(node.property, node.computed) === name);
  const owner = [...tree.around(property)].find(({ type }) => type === 'ClassDeclaration' || type === 'ClassExpression')!;
  const isOwn = ({ object }: Node) => object.type === 'ThisExpression' || (object.type === 'Identifier' && object.name === owner.id?.name);
  if (!uses.every((use) => isOwn(use) && startOf(use) >= startOf(owner) && endOf(use) <= endOf(owner))) return refused(`something else has a property ${name} in this file`);
  return { name, made: property.value ?? undefined, type: property.typeAnnotation?.typeAnnotation, uses };
}

/** `cache.get(…)`, `cache.size`: each use is one that both have. */
function usesAreShared(tree: Tree, { name, uses }: Declared): string | undefined {
  for (const use of uses) {
    const member = tree.parent(use)!;
    const method = member.type === 'MemberExpression' && member.object === use ? (keyName(member.property, member.computed) ?? '') : '';
    if (!SHARED.has(method)) return `${name} is used by more than get, set, has, delete, clear and size: ${tree.textOf(member).split('\n', 1)[0]}`;
    const isCalled = tree.parent(member)?.type === 'CallExpression' && tree.parent(member)?.callee === member;
    if (isCalled === (method === 'size')) return `${name}.${method} is handed on`;
  }
  return undefined;
}

/** Every function that looks a key up stores one when there is none: what the limit took out is made again. */
function missesAreMadeAgain(tree: Tree, { name, uses }: Declared): string | undefined {
  for (const { method, call } of calls(tree, uses)) {
    if (method !== 'get' && method !== 'has') continue;
    const key = call.arguments[0] ? tree.textOf(call.arguments[0]) : '';
    const host = outermost(tree, call);
    const stores = calls(tree, uses).some((other) => other.method === 'set' && outermost(tree, other.call) === host && tree.textOf(other.call.arguments[0]) === key);
    if (!stores) return `${name}.${method}(${key}) is asked where nothing is stored when it is missing`;
  }
  return undefined;
}

/** An LRUCache keeps no `undefined`: setting it is taking the entry out. */
function valuesAreThere(tree: Tree, { name, made, type, uses }: Declared): string | undefined {
  const args: Node | undefined = made.typeArguments ?? made.typeParameters ?? type?.typeArguments ?? type?.typeParameters ?? undefined;
  for (const arg of (args?.params ?? []) as Node[]) {
    const hasNothing = [...tree.within(arg)].some(({ type: kind }) => kind === 'TSUndefinedKeyword' || kind === 'TSNullKeyword');
    const isDirect = arg.type === 'TSUnionType' || /^TS(?:Undefined|Null|Unknown|Any)Keyword$/.test(arg.type);
    if (isDirect && (hasNothing || arg.type !== 'TSUnionType')) return `${name} may hold ${tree.textOf(arg)}, which an LRUCache does not keep`;
  }
  for (const { method, call } of calls(tree, uses)) {
    const value: Node | undefined = call.arguments[1];
    if (method === 'set' && (!value || (value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'Literal' && value.value === null))) return `${name} may hold nothing, which an LRUCache does not keep`;
  }
  return undefined;
}

function calls(tree: Tree, uses: readonly Node[]): { method: string; call: Node }[] {
  return uses.flatMap((use) => {
    const member = tree.parent(use)!;
    const call = tree.parent(member)!;
    return call.type === 'CallExpression' ? [{ method: keyName(member.property, member.computed) ?? '', call }] : [];
  });
}

/** The outermost function around a node, a class's members each for themselves. */
function outermost(tree: Tree, node: Node): Node | undefined {
  let found: Node | undefined;
  for (const at of tree.around(node)) {
    if (isFunction(at)) found = at;
    if (/^Class/.test(at.type)) break;
  }
  return found;
}
