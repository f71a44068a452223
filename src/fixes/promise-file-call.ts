import { type Node, endOf, keyName, rangeOf, startOf } from '../facts/nodes.ts';
import type { FixPlan } from '../findings/types.ts';
import type { Change } from './edits.ts';
import { declaration, declareAfter, dropNames, type ImportedName, importsOf, localNames, type ModuleImport } from './imports.ts';
import { refused, type Rewrite } from './rewrite.ts';
import { isFunction, type Tree } from './tree.ts';

/** A synchronous function and the one of fs/promises that does the same, given the same arguments. https://nodejs.org/api/fs.html#promises-api */
interface Twin {
  name: string;
  /** What follows the call, where the promise form answers in another way. */
  then?: string;
  /** The first argument may also be a file descriptor, which the promise form does not take. */
  descriptor?: true;
}

const SAME = ['copyFile', 'readdir', 'rm', 'cp', 'access', 'stat', 'lstat', 'statfs', 'readlink', 'mkdir', 'mkdtemp', 'rmdir', 'unlink', 'rename', 'link', 'symlink', 'chmod', 'chown', 'lchown', 'utimes', 'lutimes', 'realpath'];
const TWINS: ReadonlyMap<string, Twin> = new Map<string, Twin>([
  ...SAME.map((name): [string, Twin] => [`${name}Sync`, { name }]),
  ...['readFile', 'writeFile', 'appendFile', 'truncate'].map((name): [string, Twin] => [`${name}Sync`, { name, descriptor: true }]),
  ['existsSync', { name: 'access', then: '.then(() => true, () => false)' }],
]);

const MODULES = ['fs', 'node:fs'];

/** A call with the import that its callee comes from. */
interface FileCall {
  node: Node;
  twin: Twin;
  from: ModuleImport;
  name: ImportedName;
}

/** Synchronous file calls of an asynchronous function, awaited in their promise form. */
export function promiseFileCalls(plan: Extract<FixPlan, { kind: 'promise-file-call' }>, tree: Tree): Rewrite {
  const imports = importsOf(tree);
  const calls: FileCall[] = [];
  for (const span of plan.calls) {
    const node = tree.at(span, 'CallExpression');
    const call = node && fileCall(node, imports);
    if (!call) return refused(`${tree.text.slice(...span).split('(', 1)[0]} has no form in fs/promises that is given the same and answers the same`);
    const host = tree.functionOf(call.node);
    const reason = standsInBody(tree, call.node) ?? takesPath(tree, call) ?? takesSameOptions(call) ?? keepsOrder(tree, call.node) ?? keepsStateWhole(tree, call.node, host!);
    if (reason) return refused(reason);
    calls.push(call);
  }
  const byName = calls.filter(({ name }) => name.imported !== '*' && name.imported !== 'default');
  const renamed = importChanges(tree, byName);
  if (!renamed) return refused('the names of fs/promises are taken in this file');
  const changes = [...renamed.changes, ...calls.flatMap((call) => callChanges(tree, call, renamed.locals))];
  const names = [...new Set(calls.map(({ twin }) => twin.name))].join(', ');
  return {
    title: `await ${names} of fs/promises`,
    // Up to its first await an asynchronous function runs before its call returns.
    safety: calls.every(({ node }) => awaitsBefore(tree, node)) ? 'safe' : 'review',
    check: 'other requests now run while the function waits for the file',
    changes,
  };
}

function fileCall(node: Node, imports: readonly ModuleImport[]): FileCall | undefined {
  const { callee } = node;
  const isMember = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && !callee.optional;
  if (node.optional || (callee.type !== 'Identifier' && !isMember)) return undefined;
  const local: string = isMember ? callee.object.name : callee.name;
  for (const from of imports) {
    if (!MODULES.includes(from.specifier)) continue;
    const name = from.names.find((item) => item.local === local);
    if (!name) continue;
    const isWhole = name.imported === '*' || name.imported === 'default';
    const twin = isMember === isWhole ? TWINS.get(isMember ? (keyName(callee.property, callee.computed) ?? '') : name.imported) : undefined;
    return twin && (!isMember || !callee.computed) ? { node, twin, from, name } : undefined;
  }
  return undefined;
}

/** An `await` may stand there: in the body of the asynchronous function itself. */
function standsInBody(tree: Tree, node: Node): string | undefined {
  let inner = node;
  for (const at of tree.around(node)) {
    if (isFunction(at)) return at.async && at.body === inner ? undefined : 'the call stands in a synchronous function, or in a parameter';
    if (/^(?:PropertyDefinition|AccessorProperty|StaticBlock|Decorator)$/.test(at.type)) return 'the call stands in the head of a class';
    inner = at;
  }
  return 'the call runs when the module loads';
}

/** The promise form takes a path or a FileHandle, and no number. */
function takesPath(tree: Tree, { node, twin }: FileCall): string | undefined {
  const args = node.arguments as Node[];
  if (args.some(({ type }) => type === 'SpreadElement')) return 'its arguments are spread';
  if (!twin.descriptor) return undefined;
  const [first] = args;
  const reason = `${first ? tree.textOf(first) : 'what it reads'} may be a file descriptor, which fs/promises does not take`;
  if (!first || (first.type === 'Literal' && typeof first.value !== 'string')) return reason;
  const name = first.type === 'Identifier' ? first.name : first.type === 'MemberExpression' ? (keyName(first.property, first.computed) ?? '') : '';
  if (/^fd$|Fd$|descriptor/i.test(name)) return reason;
  const opened = name !== '' && tree.mentions(name).some((mention) => {
    const declarator = tree.parent(mention);
    return declarator?.type === 'VariableDeclarator' && declarator.id === mention && declarator.init != null && /\bopenSync\b|\.fd$/.test(tree.textOf(declarator.init));
  });
  return opened ? reason : undefined;
}

/** `throwIfNoEntry` has no counterpart, and options that are not written out may hold it. */
function takesSameOptions({ node, twin }: FileCall): string | undefined {
  if (twin.name !== 'stat' && twin.name !== 'lstat') return undefined;
  const options: Node | undefined = node.arguments[1];
  if (!options) return undefined;
  const isPlain = options.type === 'ObjectExpression' && (options.properties as Node[]).every((property) => property.type === 'Property' && keyName(property.key, property.computed) === 'bigint');
  return isPlain ? undefined : 'its options may say throwIfNoEntry, which fs/promises does not have';
}

/** `total += readFileSync(…).length` reads the total before it waits and stores it afterwards. */
function keepsOrder(tree: Tree, node: Node): string | undefined {
  for (const at of tree.around(node)) {
    if (isFunction(at)) return undefined;
    if (at.type === 'AssignmentExpression' && at.operator !== '=') return `${tree.textOf(at.left)} is read before the wait and stored after it`;
  }
  return undefined;
}

/**
 * What outlives the function is not both read by it and stored after the wait: two calls that wait at once would both read
 * what was there before.
 */
function keepsStateWhole(tree: Tree, node: Node, host: Node): string | undefined {
  const wait = startOf(node);
  const targets = [...tree.inTurn(host.body)].flatMap((at) => (at.type === 'AssignmentExpression' ? [{ target: at.left as Node, end: endOf(at) }] : at.type === 'UpdateExpression' ? [{ target: at.argument as Node, end: endOf(at) }] : []));
  for (const { target, end } of targets) {
    if (end < wait || !outlives(tree, target, host)) continue;
    const text = tree.textOf(target);
    const reads = [...tree.within(host)].some((at) => at.type === target.type && at !== target && tree.textOf(at) === text);
    if (reads) return `${text} is read and stored around the wait: two calls at once would both find it as it was`;
  }
  return undefined;
}

/** Whether an assignment's target is more than a variable of the function, or a property of one. */
function outlives(tree: Tree, target: Node, host: Node): boolean {
  let root = target;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type !== 'Identifier') return true;
  const [start, end] = rangeOf(host);
  return !tree.mentions(root.name).some((mention) => startOf(mention) >= start && endOf(mention) <= end && declares(tree, mention));
}

/** Whether a mention of a name is where a variable or a parameter is declared. */
function declares(tree: Tree, mention: Node): boolean {
  let inner = mention;
  for (const at of tree.around(mention)) {
    if (at.type === 'VariableDeclarator') return at.id === inner;
    if (isFunction(at)) return (at.params as Node[]).includes(inner);
    if (!/Pattern$|^Property$|^RestElement$/.test(at.type)) return false;
    inner = at;
  }
  return false;
}

/** Whether the function has waited already when it comes to the call, whatever its branches. */
function awaitsBefore(tree: Tree, node: Node): boolean {
  const host = tree.functionOf(node)!;
  const statements: readonly Node[] = host.body.type === 'BlockStatement' ? host.body.body : [];
  return statements.some((statement) => endOf(statement) < startOf(node) && (statement.type === 'VariableDeclaration' || statement.type === 'ExpressionStatement') && waits(tree, statement));
}

function waits(tree: Tree, statement: Node): boolean {
  const always = tree.within(statement, (inner) => !isFunction(inner) && inner.type !== 'LogicalExpression' && inner.type !== 'ConditionalExpression' && inner.type !== 'ChainExpression');
  return [...always].some(({ type }) => type === 'AwaitExpression');
}

function importChanges(tree: Tree, calls: readonly FileCall[]): { locals: ReadonlyMap<string, string>; changes: Change[] } | undefined {
  const [first] = calls;
  if (!first) return { locals: new Map(), changes: [] };
  const prefix = first.from.specifier.startsWith('node:') ? 'node:' : '';
  const other = prefix === '' ? 'node:' : '';
  const specifier = `${prefix}fs/promises`;
  const found = localNames(tree, { specifiers: [specifier, `${other}fs/promises`], names: [...new Set(calls.map(({ twin }) => twin.name))] });
  if (!found) return undefined;
  const unused = first.from.names.filter((name) => {
    const used = calls.filter((call) => call.name === name).length;
    // One mention is the import itself.
    return used > 0 && tree.mentions(name.local).length === used + 1;
  });
  const text = found.missing.length > 0 ? declaration(tree, specifier, found.missing, first.from) : '';
  const isReplaced = unused.length === first.from.names.length && (first.from.syntax === 'require' || first.from.statement.specifiers.length === unused.length);
  return { locals: found.locals, changes: [...(unused.length > 0 ? dropNames(tree, first.from, unused, text) : []), ...(isReplaced ? [] : declareAfter(tree, specifier, found.missing, first.from))] };
}

function callChanges(tree: Tree, { node, twin, name }: FileCall, locals: ReadonlyMap<string, string>): Change[] {
  const { callee } = node;
  const [start, end] = rangeOf(node);
  const isMember = callee.type === 'MemberExpression';
  const parent = tree.parent(node)!;
  const wraps = bindsTighter(parent, node);
  return [
    { at: [start, start], text: `${wraps && wouldBeCalled(tree, node) ? ';' : ''}${wraps ? '(' : ''}await ` },
    isMember ? { at: rangeOf(callee.property), text: `promises.${twin.name}` } : { at: rangeOf(callee), text: locals.get(twin.name) ?? name.local },
    { at: [end, end], text: `${twin.then ?? ''}${wraps ? ')' : ''}` },
  ];
}

/** Whether what stands around a call would take it before `await` does, or would be hard to read without parentheses. */
function bindsTighter(parent: Node, node: Node): boolean {
  if (parent.type === 'UnaryExpression') return true;
  if (parent.type === 'MemberExpression') return parent.object === node;
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return parent.callee === node;
  if (parent.type === 'BinaryExpression') return parent.operator === '**' && parent.left === node;
  return parent.type === 'TaggedTemplateExpression' || parent.type === 'TSNonNullExpression';
}

/** Statements that end where their line does, unless the next one begins with a parenthesis. */
const OPEN_ENDED = /^(?:VariableDeclaration|ExpressionStatement|ReturnStatement|ThrowStatement)$/;

/** Whether a parenthesis before the node would call what the statement before it ends with, in code without semicolons. */
function wouldBeCalled(tree: Tree, node: Node): boolean {
  for (const at of tree.around(node)) {
    if (startOf(at) !== startOf(node)) return false;
    if (at.type !== 'ExpressionStatement') continue;
    const block = tree.parent(at)!;
    const before = Array.isArray(block.body) ? (block.body as Node[])[block.body.indexOf(at) - 1] : undefined;
    return before !== undefined && OPEN_ENDED.test(before.type) && !tree.textOf(before).endsWith(';');
  }
  return false;
}
