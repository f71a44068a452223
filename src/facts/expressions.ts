import { addClass, addFunction, isFunction } from './functions.ts';
import { grown, listOf } from './lists.ts';
import { names } from './names.ts';
import { bare, endOf, keyName, nameOf, spanOf, startOf, type Node } from './nodes.ts';
import { walkPattern } from './patterns.ts';
import { isModuleExports } from './requires.ts';
import { spanFrom } from './spans.ts';
import type { Tables } from './tables.ts';
import { typeArgs, typeRef } from './type-refs.ts';
import { MAX_DEFINITIONS, MAX_ELEMENTS, MAX_STRING, type CallFact, type CallUse, type Expr, type Property, type Span } from './types.ts';

const OTHER: Expr = { kind: 'other' };

/**
 * Reduces an expression, and records the calls, functions and assignments in it.
 *
 * @param use what the surrounding code does with the value; it reaches a call through casts, branches and parentheses
 */
export function expression(tables: Tables, node: Node, use: CallUse = 'value', useCall = -1): Expr {
  const lower = LOWER[node.type];
  if (!lower) return OTHER;
  tables.descend();
  const expr = lower(tables, node, use, useCall);
  tables.ascend();
  return expr;
}

type Lower = (tables: Tables, node: Node, use: CallUse, useCall: number) => Expr;

/** A named value: the name of an anonymous function or class is where it is put. */
export function namedExpression(tables: Tables, node: Node, name: string, nameNode?: Node): Expr {
  const value = bare(node);
  if (isFunction(value)) {
    return { kind: 'function', function: addFunction(tables, value, { name: value.id ? nameOf(value.id) : name, nameSpan: nameNode ? spanOf(nameNode) : undefined }) };
  }
  if (value.type === 'ClassExpression') return { kind: 'class', class: addClass(tables, value, value.id ? nameOf(value.id) : name) };
  return expression(tables, value);
}

function call(tables: Tables, node: Node, kind: 'call' | 'new' | 'tag', callee: Node, args: Node[], use: CallUse, useCall: number): Expr {
  const id = tables.addCall(kind, spanOf(node), use, useCall);
  const fact = tables.facts.calls[id]!;
  fact.callee = expression(tables, callee, 'receiver', id);
  fact.calleeEnd = endOf(callee);
  fact.typeArgs = typeArgs(tables, node);
  fact.args = listOf(args, (arg) => expression(tables, arg, 'argument', id));
  if (kind === 'call' && fact.args.some((arg) => arg.kind === 'this')) shareThis(tables, fact);
  return { kind: 'call', call: id };
}

/** A function that is handed over beside `this`, or bound to it, is called with it. */
function shareThis(tables: Tables, { callee, args }: CallFact): void {
  for (const expr of callee.kind === 'member' ? [callee.object, ...args] : args) {
    const fact = expr.kind === 'function' ? tables.facts.functions[expr.function]! : undefined;
    if (fact?.kind === 'function') fact.sharesThis = true;
  }
}

function member(tables: Tables, node: Node, _use: CallUse, useCall: number): Expr {
  // `a.b().c()`: the inner call is the receiver of the outer one, whether a property stands between them or not.
  const object = expression(tables, node.object, 'receiver', useCall);
  const name = keyName(node.property, node.computed);
  return name === null ? { kind: 'index', object, index: expression(tables, node.property) } : { kind: 'member', object, name };
}

/** Terms of a chain of operators that lean to the left, as they are written; longer chains become a balanced tree. */
const MAX_LEANING = 64;

/** Left-leaning chains of operators can be thousands long in generated code: walked with a loop. */
function binary(tables: Tables, node: Node): Expr {
  const chain: Node[] = [];
  let left = bare(node);
  while (left.type === 'BinaryExpression') {
    chain.push(left);
    left = bare(left.left);
  }
  chain.reverse();
  const terms = [left, ...chain.map(({ right }) => right as Node)].map((term) => expression(tables, term));
  const operators = chain.map(({ operator }) => operator as string);
  if (terms.length > MAX_LEANING) return balanced(terms, operators, 0, terms.length);
  return terms.slice(1).reduce<Expr>((expr, right, index) => ({ kind: 'binary', operator: operators[index]!, left: expr, right }), terms[0]!);
}

/** All terms in their order, at a depth that every later stage can walk. */
function balanced(terms: readonly Expr[], operators: readonly string[], from: number, to: number): Expr {
  if (to - from === 1) return terms[from]!;
  const middle = (from + to) >> 1;
  return { kind: 'binary', operator: operators[middle - 1]!, left: balanced(terms, operators, from, middle), right: balanced(terms, operators, middle, to) };
}

function logical(tables: Tables, node: Node, use: CallUse, useCall: number): Expr {
  const left = expression(tables, node.left, use, useCall);
  const right = tables.within('branch', spanOf(node.right), { test: left, negated: node.operator !== '&&', operator: node.operator }, () =>
    expression(tables, node.right, use, useCall),
  );
  return { kind: 'logical', operator: node.operator, left, right };
}

function conditional(tables: Tables, node: Node, use: CallUse, useCall: number): Expr {
  const test = expression(tables, node.test);
  const branch = (side: Node, negated: boolean) =>
    tables.within('branch', spanOf(side), { test, negated, operator: '?:' }, () => expression(tables, side, use, useCall));
  return { kind: 'conditional', test, yes: branch(node.consequent, false), no: branch(node.alternate, true) };
}

function assignment(tables: Tables, node: Node): Expr {
  const left = bare(node.left);
  const name = left.type === 'Identifier' ? nameOf(left) : left.type === 'MemberExpression' ? (keyName(left.property, left.computed) ?? '') : '';
  if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') {
    const value = expression(tables, node.right);
    walkPattern(tables, left, [], null, (target, path) => {
      const part = path.reduce<Expr>((object, key) => ({ kind: 'member', object, name: key }), value);
      record(tables, node, expression(tables, target), '=', part);
    });
    return value;
  }
  const target = expression(tables, left);
  const lazy = node.operator === '??=' || node.operator === '||=' || node.operator === '&&=';
  const value = lazy
    ? tables.within('branch', spanOf(node.right), { test: target, negated: node.operator !== '&&=', operator: node.operator.slice(0, 2) }, () => namedExpression(tables, node.right, name))
    : namedExpression(tables, node.right, name, left.type === 'Identifier' ? left : undefined);
  record(tables, node, target, node.operator, value);
  return { kind: 'assign', target, value, operator: node.operator };
}

function record(tables: Tables, node: Node, target: Expr, operator: string, value: Expr | null): void {
  tables.facts.assignments.push({ target, operator, value, functionId: tables.functionId, region: tables.region, span: spanOf(node) });
  if (operator === '=' && value) recordCommonJs(tables, target, value);
}

/** `module.exports = x`, `exports.x = …`, `module.exports.x = …` */
function recordCommonJs(tables: Tables, target: Expr, value: Expr): void {
  if (target.kind !== 'member') return;
  if (isModuleExports(target)) tables.facts.exports.push({ kind: 'value', name: 'module.exports', value });
  else if (isModuleExports(target.object) || (target.object.kind === 'name' && target.object.name === 'exports')) {
    tables.facts.exports.push({ kind: 'value', name: target.name, value });
  }
}

function object(tables: Tables, node: Node): Expr {
  const properties = listOf(node.properties as readonly Node[], (property): Property => {
    if (property.type === 'SpreadElement') return { key: null, value: expression(tables, property.argument), span: spanOf(property) };
    const key = keyName(property.key, property.computed) ?? computedKey(expression(tables, property.key));
    const value = namedExpression(tables, property.value, property.computed ? '' : key, property.key);
    const fact: Property = { key, value, span: spanOf(property) };
    if (property.kind === 'get') fact.getter = true;
    return fact;
  });
  return { kind: 'object', properties };
}

/** `[Op.in]` for a key that names a constant, `[]` for any other. */
function computedKey(expr: Expr): string {
  const dotted = (part: Expr): string | null => (part.kind === 'name' ? part.name : part.kind === 'member' ? join(dotted(part.object), part.name) : null);
  const join = (left: string | null, right: string): string | null => (left === null ? null : `${left}.${right}`);
  return `[${dotted(expr) ?? ''}]`;
}

function array(tables: Tables, node: Node, _use: CallUse, useCall: number): Expr {
  const elements = listOf(node.elements as readonly (Node | null)[], (element) => (element ? expression(tables, element, 'element', useCall) : OTHER));
  return { kind: 'array', elements: elements.length > MAX_ELEMENTS ? elements.slice(0, MAX_ELEMENTS) : elements, length: elements.length };
}

function awaited(tables: Tables, node: Node): Expr {
  const argument = bare(node.argument);
  if (argument.type === 'Identifier') return { kind: 'await', operand: takenName(tables, argument, 'await') };
  if (argument.type !== 'MemberExpression') return { kind: 'await', operand: expression(tables, argument, 'await') };
  const id = tables.addCall('get', spanOf(argument), 'await', -1);
  const operand = expression(tables, argument, 'receiver', id);
  tables.facts.calls[id]!.callee = operand;
  return { kind: 'await', operand };
}

/** What may hold a value that does its work when it is awaited: what a call gave, or somebody passed in. */
const MAY_WAIT: ReadonlySet<Expr['kind']> = new Set(['call', 'conditional', 'logical', 'cast', 'name', 'member', 'index']);

/** `await query`, `return query`: a name whose value somebody waits for. */
export function takenName(tables: Tables, node: Node, use: 'await' | 'return'): Expr {
  const name = tables.name(nameOf(node));
  const declared = tables.declaredSoFar(name.name);
  if (!declared || (use === 'return' ? declared.init?.kind !== 'call' : declared.init && !MAY_WAIT.has(declared.init.kind))) return name;
  const id = tables.addCall('get', spanOf(node), use, -1);
  tables.facts.calls[id]!.callee = name;
  return name;
}

function dynamicImport(tables: Tables, node: Node, use: CallUse, useCall: number): Expr {
  const id = tables.addCall('import', spanOf(node), use, useCall);
  tables.facts.calls[id]!.args = [expression(tables, node.source)];
  return { kind: 'call', call: id };
}

function jsxElement(tables: Tables, node: Node, use: CallUse, useCall: number): Expr {
  const head: Node = node.openingElement;
  const component = jsxName(head.name);
  const id = component ? tables.addCall('jsx', spanOf(node), use, useCall) : -1;
  const properties: Property[] = [];
  for (const attribute of head.attributes as Node[]) {
    if (attribute.type === 'JSXSpreadAttribute') properties.push({ key: null, value: expression(tables, attribute.argument), span: spanOf(attribute) });
    else if (attribute.value) {
      const key = nameOf(attribute.name.type === 'JSXNamespacedName' ? attribute.name.name : attribute.name);
      properties.push({ key, value: expression(tables, attribute.value), span: spanOf(attribute) });
    }
  }
  for (const child of node.children as Node[]) expression(tables, child);
  if (id < 0) return OTHER;
  const fact = tables.facts.calls[id]!;
  fact.callee = component!.map((name, index) => (index === 0 ? tables.name(name) : null)).reduce<Expr>((left, first, index) => first ?? { kind: 'member', object: left, name: component![index]! }, OTHER);
  fact.calleeEnd = endOf(head);
  fact.args = [{ kind: 'object', properties: grown(properties) }];
  return { kind: 'call', call: id };
}

/** `Foo` and `a.Foo` as names; null for intrinsic elements. */
function jsxName(node: Node): string[] | null {
  if (node.type === 'JSXMemberExpression') return (jsxName(node.object) ?? [nameOf(node.object)]).concat(nameOf(node.property));
  return node.type === 'JSXIdentifier' && /^[A-Z]/.test(node.name) ? [nameOf(node)] : null;
}

function children(tables: Tables, node: Node): Expr {
  for (const child of node.children as Node[]) expression(tables, child);
  return OTHER;
}

const cast: Lower = (tables, node, use, useCall) => ({
  kind: 'cast',
  operand: expression(tables, node.expression, use, useCall),
  type: typeRef(tables, node.typeAnnotation),
});

const DEFINITIONS = /\b(?:create|alter|drop|rename)\s/i;

/** Migrations hold whole schemas in one string. */
function kept(text: string): string {
  return names.shared(text.length <= MAX_STRING ? text : text.slice(0, DEFINITIONS.test(text) ? MAX_DEFINITIONS : MAX_STRING));
}

const LOWER: Readonly<Record<string, Lower>> = {
  Identifier: (tables, node) => tables.name(nameOf(node)),
  ThisExpression: () => ({ kind: 'this' }),
  Super: () => ({ kind: 'super' }),
  Literal: (_tables, node) => {
    if (node.regex) return { kind: 'literal', value: `/${node.regex.pattern}/${node.regex.flags}`, regexp: true };
    const number = node.bigint ? Number(node.bigint) : node.value;
    // JSON has no infinity.
    if (typeof number === 'number') return Number.isFinite(number) ? { kind: 'literal', value: number } : OTHER;
    return { kind: 'literal', value: typeof node.value === 'string' ? kept(node.value) : node.value };
  },
  TemplateLiteral: (tables, node) => ({
    kind: 'template',
    quasis: node.quasis.map((quasi: Node) => kept(quasi.value.cooked ?? quasi.value.raw)),
    values: listOf(node.expressions as readonly Node[], (value) => expression(tables, value)),
  }),
  MemberExpression: member,
  CallExpression: (tables, node, use, useCall) => call(tables, node, 'call', bare(node.callee), node.arguments, use, useCall),
  NewExpression: (tables, node, use, useCall) => call(tables, node, 'new', bare(node.callee), node.arguments, use, useCall),
  TaggedTemplateExpression: (tables, node, use, useCall) => call(tables, node, 'tag', bare(node.tag), [node.quasi], use, useCall),
  ImportExpression: dynamicImport,
  ChainExpression: (tables, node, use, useCall) => expression(tables, node.expression, use, useCall),
  ParenthesizedExpression: (tables, node, use, useCall) => expression(tables, node.expression, use, useCall),
  TSNonNullExpression: (tables, node, use, useCall) => expression(tables, node.expression, use, useCall),
  TSInstantiationExpression: (tables, node, use, useCall) => expression(tables, node.expression, use, useCall),
  TSAsExpression: cast,
  TSTypeAssertion: cast,
  TSSatisfiesExpression: cast,
  ArrowFunctionExpression: (tables, node) => ({ kind: 'function', function: addFunction(tables, node, { name: '' }) }),
  FunctionExpression: (tables, node) => ({ kind: 'function', function: addFunction(tables, node, { name: nameOf(node.id), nameSpan: node.id ? spanOf(node.id) : undefined }) }),
  ClassExpression: (tables, node) => ({ kind: 'class', class: addClass(tables, node, nameOf(node.id)) }),
  ObjectExpression: object,
  ArrayExpression: array,
  BinaryExpression: binary,
  LogicalExpression: logical,
  ConditionalExpression: conditional,
  UnaryExpression: (tables, node) => {
    const operand = expression(tables, node.argument, node.operator === 'void' ? 'discard' : 'value');
    if (node.operator === 'delete') record(tables, node, operand, 'delete', null);
    return { kind: 'unary', operator: node.operator, operand };
  },
  UpdateExpression: (tables, node) => {
    const target = expression(tables, node.argument);
    record(tables, node, target, node.operator, null);
    return { kind: 'assign', target, value: target, operator: node.operator };
  },
  AssignmentExpression: assignment,
  AwaitExpression: awaited,
  YieldExpression: (tables, node) => ({ kind: 'yield', operand: node.argument ? expression(tables, node.argument, 'yield') : null }),
  SpreadElement: (tables, node, use, useCall) => ({ kind: 'spread', operand: expression(tables, node.argument, use, useCall) }),
  SequenceExpression: (tables, node, use, useCall) => {
    const last = node.expressions.length - 1;
    return (node.expressions as Node[]).map((part, index) => (index === last ? expression(tables, part, use, useCall) : expression(tables, part, 'discard')))[last]!;
  },
  JSXElement: jsxElement,
  JSXFragment: children,
  JSXExpressionContainer: (tables, node) => expression(tables, node.expression),
  JSXSpreadChild: (tables, node) => expression(tables, node.expression),
  MetaProperty: (tables, node) => ({ kind: 'member', object: tables.name(nameOf(node.meta)), name: nameOf(node.property) }),
};

/** Offset at which the head of a node ends: where its body starts, white space not counted. */
export function headSpan(node: Node, body: Node): Span {
  return spanFrom(startOf(node), Math.max(startOf(node) + 1, startOf(body)));
}
