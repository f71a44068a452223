import { grown, listOf, NONE } from './lists.ts';
import { names } from './names.ts';
import { keyName, nameOf, specifierOf, type Node } from './nodes.ts';
import type { Tables } from './tables.ts';
import type { TypeMember, TypeRef } from './types.ts';

/** The type behind an annotation node (`: T`), a type node, or nothing. */
export function typeRef(tables: Tables, node: Node | null | undefined): TypeRef | null {
  if (node == null) return null;
  if (node.type === 'TSTypeAnnotation') return typeRef(tables, node.typeAnnotation);
  const lower = LOWER[node.type];
  if (!lower) return OTHER;
  tables.descend();
  const type = lower(tables, node);
  tables.ascend();
  return type;
}

/** Type arguments of a call, `new`, class heritage or type reference. */
export function typeArgs(tables: Tables, node: Node): readonly TypeRef[] {
  const list: Node | undefined = node.typeArguments ?? node.typeParameters;
  return listOf((list?.params ?? NONE) as readonly Node[], (param) => some(tables, param));
}

export function typeParamNames(node: Node): readonly string[] {
  return listOf((node.typeParameters?.params ?? NONE) as readonly Node[], (param): string => (nameOf(typeof param.name === 'string' ? param : param.name)));
}

/** Members of an interface body or a type literal, methods as function types. */
export function typeMembers(tables: Tables, members: Node[]): readonly TypeMember[] {
  return grown(members.flatMap((member) => {
    const name = member.key ? keyName(member.key, member.computed) : null;
    if (name === null) return [];
    if (member.type === 'TSMethodSignature') return [{ name, type: functionType(tables, member) }];
    return [{ name, type: typeRef(tables, member.typeAnnotation) }];
  }));
}

function some(tables: Tables, node: Node | null | undefined): TypeRef {
  return typeRef(tables, node) ?? OTHER;
}

function functionType(tables: Tables, node: Node): TypeRef {
  const params: Node[] = node.params ?? [];
  return {
    kind: 'function',
    params: listOf(params, (param) => some(tables, (param.type === 'TSParameterProperty' ? param.parameter : param).typeAnnotation)),
    returns: typeRef(tables, node.returnType),
  };
}

/** `A.B.C` as names. */
function entityPath(node: Node): string[] {
  if (node.type === 'TSQualifiedName') return entityPath(node.left).concat(nameOf(node.right));
  if (node.type === 'MemberExpression') return entityPath(node.object).concat(nameOf(node.property));
  if (node.type === 'ThisExpression') return ['this'];
  return [node.name == null ? '' : nameOf(node)];
}

const members = (kind: 'union' | 'intersection') => (tables: Tables, node: Node): TypeRef => ({
  kind,
  members: node.types.map((type: Node) => some(tables, type)),
});

const inner = (tables: Tables, node: Node): TypeRef => some(tables, node.typeAnnotation);

function importType(tables: Tables, node: Node): TypeRef {
  const source: Node = node.source ?? node.argument;
  const literal: Node = source?.literal ?? source;
  if (typeof literal?.value !== 'string') return { kind: 'other' };
  return { kind: 'import', specifier: specifierOf(literal), path: node.qualifier ? entityPath(node.qualifier) : NONE, args: typeArgs(tables, node) };
}

/** `'a'`, `1`, `-1`, `true`; a bigint or a template leads nowhere. */
function literalType(node: Node): TypeRef {
  if (node.type === 'UnaryExpression') return node.operator === '-' && typeof node.argument.value === 'number' ? { kind: 'literal', value: -node.argument.value } : { kind: 'other' };
  const value: unknown = node.value;
  if (typeof value === 'string') return { kind: 'literal', value: names.shared(value) };
  return typeof value === 'number' || typeof value === 'boolean' ? { kind: 'literal', value } : { kind: 'other' };
}

/** Types that are the same wherever they are written. */
const NOTHING: TypeRef = { kind: 'literal', value: null };
const BOOLEAN: TypeRef = { kind: 'union', members: [{ kind: 'literal', value: true }, { kind: 'literal', value: false }] };
const STRING: TypeRef = { kind: 'other', keyword: 'string' };
const NUMBER: TypeRef = { kind: 'other', keyword: 'number' };
const BIGINT: TypeRef = { kind: 'other', keyword: 'bigint' };
const OTHER: TypeRef = { kind: 'other' };

const LOWER: Readonly<Record<string, (tables: Tables, node: Node) => TypeRef>> = {
  TSTypeReference: (tables, node) => tables.typeName({ kind: 'ref', path: entityPath(node.typeName), binding: -1, args: typeArgs(tables, node) }),
  TSExpressionWithTypeArguments: (tables, node) => tables.typeName({ kind: 'ref', path: entityPath(node.expression), binding: -1, args: typeArgs(tables, node) }),
  TSInterfaceHeritage: (tables, node) => tables.typeName({ kind: 'ref', path: entityPath(node.expression), binding: -1, args: typeArgs(tables, node) }),
  TSClassImplements: (tables, node) => tables.typeName({ kind: 'ref', path: entityPath(node.expression), binding: -1, args: typeArgs(tables, node) }),
  TSArrayType: (tables, node) => ({ kind: 'array', element: some(tables, node.elementType) }),
  TSTupleType: (tables, node) => ({ kind: 'tuple', elements: node.elementTypes.map((type: Node) => some(tables, type)) }),
  TSNamedTupleMember: (tables, node) => some(tables, node.elementType),
  TSUnionType: members('union'),
  TSIntersectionType: members('intersection'),
  TSTypeQuery: (tables, node) =>
    node.exprName.type === 'TSImportType' ? importType(tables, node.exprName) : tables.typeName({ kind: 'typeof', path: entityPath(node.exprName), binding: -1 }),
  TSImportType: importType,
  TSLiteralType: (_tables, node) => literalType(node.literal),
  TSTypeLiteral: (tables, node) => ({ kind: 'object', members: typeMembers(tables, node.members) }),
  TSFunctionType: functionType,
  TSConstructorType: functionType,
  TSIndexedAccessType: (tables, node) => ({ kind: 'indexed', object: some(tables, node.objectType), key: some(tables, node.indexType) }),
  TSThisType: () => ({ kind: 'this' }),
  TSNullKeyword: () => NOTHING,
  TSUndefinedKeyword: () => NOTHING,
  TSBooleanKeyword: () => BOOLEAN,
  TSStringKeyword: () => STRING,
  TSNumberKeyword: () => NUMBER,
  TSBigIntKeyword: () => BIGINT,
  TSParenthesizedType: inner,
  TSOptionalType: inner,
  TSRestType: inner,
  TSTypeOperator: (tables, node) => (node.operator === 'readonly' ? inner(tables, node) : { kind: node.operator === 'keyof' ? 'keyof' : 'other' }),
};
