import { expression } from './expressions.ts';
import { grown, listOf, NONE } from './lists.ts';
import { bare, endOf, keyName, spanOf, startOf, type Node } from './nodes.ts';
import { declarePattern } from './patterns.ts';
import { spanFrom } from './spans.ts';
import { statements } from './statements.ts';
import type { Tables } from './tables.ts';
import { typeArgs, typeParamNames, typeRef } from './type-refs.ts';
import type { ClassFact, DecoratorFact, FieldFact, FunctionFact, MethodFact, ParamFact, Span } from './types.ts';

export function addModuleFunction(tables: Tables, root: Node, length: number): void {
  const directive = directiveOf(root.body);
  tables.addFunction({
    name: '<module>', kind: 'module', async: false, generator: false, parentId: -1, region: -1, classId: -1, params: NONE, thisType: null, returnType: null,
    typeParams: NONE, returns: NONE, span: spanFrom(0, length), nameSpan: spanFrom(0, 0), decorators: NONE, directive,
  });
}

interface Named {
  name: string;
  nameSpan?: Span;
  kind?: FunctionFact['kind'];
  classId?: number;
  decorators?: readonly DecoratorFact[];
}

/** Adds a function and walks its body. A declaration without body (overload, abstract method) gives -1. */
export function addFunction(tables: Tables, node: Node, named: Named): number {
  if (node.body == null) return -1;
  const arrow = node.type === 'ArrowFunctionExpression';
  const id = tables.addFunction({
    name: named.name,
    kind: named.kind ?? (arrow ? 'arrow' : 'function'),
    async: node.async === true,
    generator: node.generator === true,
    parentId: tables.functionId,
    region: tables.region,
    classId: named.classId ?? -1,
    params: NONE,
    thisType: null,
    returnType: null,
    typeParams: typeParamNames(node),
    returns: NONE,
    span: spanOf(node),
    nameSpan: named.nameSpan ?? spanFrom(startOf(node), Math.min(startOf(node.body), endOf(node))),
    decorators: named.decorators ?? NONE,
    directive: directiveOf(node.body.type === 'BlockStatement' ? node.body.body : []),
  });
  const fact = tables.facts.functions[id]!;
  tables.inside(id, () => {
    if (named.name && node.id && node.type === 'FunctionExpression') tables.declare(named.name, 'function', spanOf(node.id), { target: id });
    const [first, ...further] = node.params as Node[];
    const hasThis = first?.type === 'Identifier' && first.name === 'this';
    if (hasThis) fact.thisType = typeRef(tables, first.typeAnnotation);
    fact.params = listOf(hasThis ? further : (node.params as Node[]), (param, index) => addParam(tables, param, index));
    fact.returnType = typeRef(tables, node.returnType);
    if (node.body.type === 'BlockStatement') statements(tables, node.body.body);
    else tables.returns.push(expression(tables, node.body, 'return'));
  });
  return id;
}

function addParam(tables: Tables, node: Node, index: number): ParamFact {
  const decorators = decoratorsOf(tables, node);
  let pattern: Node = node.type === 'TSParameterProperty' ? node.parameter : node;
  let fallback = null;
  if (pattern.type === 'AssignmentPattern') {
    fallback = expression(tables, pattern.right);
    pattern = pattern.left;
  }
  const rest = pattern.type === 'RestElement';
  const type = typeRef(tables, pattern.typeAnnotation);
  if (rest) pattern = pattern.argument;
  const bindings = declarePattern(tables, pattern, 'param', { type: pattern.type === 'Identifier' ? type : null, fallback, target: index });
  return { bindingId: pattern.type === 'Identifier' ? bindings[0]! : -1, bindings, type, fallback, rest, ...(pattern.optional && { optional: true as const }), decorators };
}

function directiveOf(body: Node[]): string | null {
  const first = body[0];
  return first?.type === 'ExpressionStatement' && typeof first.directive === 'string' ? first.directive : null;
}

function decoratorsOf(tables: Tables, node: Node): readonly DecoratorFact[] {
  return listOf((node.decorators ?? NONE) as readonly Node[], (decorator) => {
    const value = expression(tables, decorator.expression);
    return value.kind === 'call' ? { callee: tables.facts.calls[value.call]!.callee, call: value.call } : { callee: value, call: -1 };
  });
}

/** A class whose members are being walked. */
interface Growing {
  id: number;
  fact: ClassFact;
  methods: MethodFact[];
  fields: FieldFact[];
}

/** Adds a class and walks its members; returns its id. Its name is declared by the caller when it is a declaration. */
export function addClass(tables: Tables, node: Node, name: string): number {
  const decorators = decoratorsOf(tables, node);
  const superClass = node.superClass ? expression(tables, node.superClass) : null;
  const fact: ClassFact = {
    name, bindingId: -1, superClass,
    superTypeArgs: node.superTypeArguments || node.superTypeParameters ? typeArgs(tables, { type: '', typeArguments: node.superTypeArguments ?? node.superTypeParameters }) : NONE,
    implements: listOf((node.implements ?? NONE) as readonly Node[], (item) => typeRef(tables, item)!),
    typeParams: typeParamNames(node), abstract: node.abstract === true,
    methods: NONE, fields: NONE, constructorId: -1, decorators, functionId: tables.functionId,
    span: spanOf(node), nameSpan: node.id ? spanOf(node.id) : spanFrom(startOf(node), startOf(node.body)),
  };
  const id = tables.facts.classes.push(fact) - 1;
  const growing: Growing = { id, fact, methods: [], fields: [] };
  tables.block(() => {
    if (node.type === 'ClassExpression' && node.id) fact.bindingId = tables.declare(name, 'class', spanOf(node.id), { target: id });
    for (const member of node.body.body as Node[]) MEMBERS[member.type]?.(tables, member, growing);
  });
  fact.methods = grown(growing.methods);
  fact.fields = grown(growing.fields);
  return id;
}

const MEMBERS: Readonly<Record<string, (tables: Tables, node: Node, growing: Growing) => void>> = {
  MethodDefinition: addMethod,
  TSAbstractMethodDefinition: addMethod,
  PropertyDefinition: addField,
  AccessorProperty: addField,
  TSAbstractPropertyDefinition: addField,
  TSAbstractAccessorProperty: addField,
  StaticBlock: (tables, node, { id }) => {
    addFunction(tables, { ...node, params: [], body: { type: 'BlockStatement', body: node.body, start: startOf(node), end: endOf(node) } }, { name: '', kind: 'static-block', classId: id });
  },
};

function addMethod(tables: Tables, node: Node, { id, fact, methods, fields }: Growing): void {
  const name = keyName(node.key, node.computed);
  const decorators = decoratorsOf(tables, node);
  if (name === null) expression(tables, node.key);
  const kind = node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : node.kind;
  const functionId = addFunction(tables, node.value, { name: name ?? '', nameSpan: spanOf(node.key), kind, classId: id, decorators });
  if (kind === 'constructor') {
    if (functionId < 0) return;
    fact.constructorId = functionId;
    for (const [index, param] of (node.value.params as Node[]).entries()) {
      if (param.type !== 'TSParameterProperty') continue;
      const paramFact = tables.facts.functions[functionId]!.params[index]!;
      const binding = tables.facts.bindings[paramFact.bindingId];
      if (binding) fields.push({ name: binding.name, static: false, type: paramFact.type, init: paramFact.fallback, paramBinding: paramFact.bindingId, decorators: paramFact.decorators, span: spanOf(param) });
    }
    return;
  }
  if (name !== null) methods.push({ name, static: node.static === true, kind, functionId, returnType: typeRef(tables, node.value.returnType) });
}

function addField(tables: Tables, node: Node, { id, fields }: Growing): void {
  const name = keyName(node.key, node.computed);
  const field: FieldFact = {
    name: name ?? '[]', static: node.static === true, type: typeRef(tables, node.typeAnnotation), init: null, paramBinding: -1,
    decorators: decoratorsOf(tables, node), span: spanOf(node),
  };
  fields.push(field);
  if (node.value == null) return;
  const value = bare(node.value);
  field.init = isFunction(value)
    ? { kind: 'function', function: addFunction(tables, value, { name: name ?? '', nameSpan: spanOf(node.key), classId: id }) }
    : expression(tables, value);
}

export function isFunction(node: Node): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

