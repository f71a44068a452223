import type { ts as TypeScript } from 'ts-morph';
import type { InputShape } from '../harness/processes/protocol.ts';
import type { ReplaySource } from './source.ts';

type Ts = typeof TypeScript;

/** Types in types that are followed. */
const MAX_DEPTH = 6;

/** What to call a function with, by the types of its parameters; or why that cannot be told, as a clause. */
export function inputShapes(ts: Ts, source: ReplaySource, file: string, span: readonly [start: number, end: number]): readonly InputShape[] | string {
  const reader = new ShapeReader(ts, source);
  const root = reader.open(file);
  const declared = root && reader.functionAt(root, span);
  if (!declared) return 'its text is not known';
  try {
    const shapes = declared.parameters.filter(({ initializer, questionToken, dotDotDotToken }) => !initializer && !questionToken && !dotDotDotToken).map((parameter) => reader.ofParameter(parameter, file));
    const growing = shapes.map(grown);
    return growing.some(grows) ? growing : 'nothing in its parameters has a size that can grow';
  } catch (error) {
    if (error instanceof NoShape) return error.message;
    throw error;
  }
}

/** A type of which no value can be made. */
class NoShape extends Error {}

/** Of a parameter that is a string, the size is its length. */
function grown(shape: InputShape): InputShape {
  return shape.kind === 'string' ? { kind: 'text' } : shape;
}

function grows(shape: InputShape): boolean {
  if (shape.kind === 'object') return shape.members.some(({ shape: of }) => grows(of));
  if (shape.kind === 'tuple') return shape.elements.some(grows);
  return ['list', 'set', 'map', 'record', 'bytes', 'text'].includes(shape.kind);
}

/** Types by name that stand for values which can be made. */
const NAMED: Readonly<Record<string, (args: readonly (() => InputShape)[]) => InputShape>> = {
  Array: ([element]) => ({ kind: 'list', element: of(element) }),
  ReadonlyArray: ([element]) => ({ kind: 'list', element: of(element) }),
  Iterable: ([element]) => ({ kind: 'list', element: of(element) }),
  Set: ([element]) => ({ kind: 'set', element: of(element) }),
  ReadonlySet: ([element]) => ({ kind: 'set', element: of(element) }),
  Map: ([key, value]) => ({ kind: 'map', key: of(key), value: of(value) }),
  ReadonlyMap: ([key, value]) => ({ kind: 'map', key: of(key), value: of(value) }),
  Record: ([key, value]) => ({ kind: 'record', key: of(key), value: of(value) }),
  Readonly: ([inner]) => of(inner),
  Partial: ([inner]) => of(inner),
  Required: ([inner]) => of(inner),
  NonNullable: ([inner]) => of(inner),
  Date: () => ({ kind: 'date' }),
  Buffer: () => ({ kind: 'bytes' }),
  Uint8Array: () => ({ kind: 'bytes' }),
};

function of(shape: (() => InputShape) | undefined): InputShape {
  if (!shape) throw new NoShape('a type of its parameters has no arguments');
  return shape();
}

/** Reads the types that are written down, in the files where they stand. */
class ShapeReader {
  private readonly files = new Map<string, TypeScript.SourceFile | undefined>();

  private readonly ts: Ts;
  private readonly source: ReplaySource;

  constructor(ts: Ts, source: ReplaySource) {
    this.ts = ts;
    this.source = source;
  }

  open(file: string): TypeScript.SourceFile | undefined {
    if (!this.files.has(file)) {
      const text = this.source.read(file);
      this.files.set(file, text === undefined ? undefined : this.ts.createSourceFile(file, text, this.ts.ScriptTarget.ES2022, true));
    }
    return this.files.get(file);
  }

  /** The function that takes up exactly that part of the text. */
  functionAt(root: TypeScript.SourceFile, [start, end]: readonly [start: number, end: number]): TypeScript.FunctionLikeDeclaration | undefined {
    const { ts } = this;
    const find = (node: TypeScript.Node): TypeScript.FunctionLikeDeclaration | undefined => {
      const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
      // A declaration that is exported starts with a keyword that is not part of the function's span.
      if (isFunction && node.end === end && node.getStart(root) <= start) return node;
      return node.pos <= start && node.end >= end ? ts.forEachChild(node, find) : undefined;
    };
    return find(root);
  }

  ofParameter({ type, name }: TypeScript.ParameterDeclaration, file: string): InputShape {
    if (!type) throw new NoShape(`${name.getText()} has no type`);
    return this.ofType(type, file, 0);
  }

  private ofType(type: TypeScript.TypeNode, file: string, depth: number): InputShape {
    const { ts } = this;
    const inner = (node: TypeScript.TypeNode): InputShape => this.ofType(node, file, depth + 1);
    if (depth > MAX_DEPTH) throw new NoShape('a type of its parameters holds itself');
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { kind: 'string' };
      case ts.SyntaxKind.NumberKeyword:
        return { kind: 'number' };
      case ts.SyntaxKind.BooleanKeyword:
        return { kind: 'boolean' };
      case ts.SyntaxKind.UndefinedKeyword:
      case ts.SyntaxKind.VoidKeyword:
        return { kind: 'literal', value: undefined };
    }
    if (ts.isArrayTypeNode(type)) return { kind: 'list', element: inner(type.elementType) };
    if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) return inner(type.type);
    if (ts.isTupleTypeNode(type)) return { kind: 'tuple', elements: type.elements.map((element) => inner(ts.isNamedTupleMember(element) ? element.type : element)) };
    if (ts.isLiteralTypeNode(type)) return { kind: 'literal', value: this.literal(type) };
    if (ts.isTypeLiteralNode(type)) return this.ofMembers(type.members, file, depth);
    if (ts.isFunctionTypeNode(type)) return { kind: 'function', returns: inner(type.type) };
    if (ts.isUnionTypeNode(type)) {
      const [first] = type.types.filter((member) => !this.isNothing(member));
      return first ? inner(first) : { kind: 'literal', value: undefined };
    }
    if (ts.isTypeReferenceNode(type)) return this.ofReference(type, file, depth);
    throw new NoShape(`no value can be made of the type ${type.getText()}`);
  }

  private isNothing(type: TypeScript.TypeNode): boolean {
    const { ts } = this;
    return type.kind === ts.SyntaxKind.UndefinedKeyword || (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword);
  }

  private literal({ literal }: TypeScript.LiteralTypeNode): string | number | boolean | null {
    const { ts } = this;
    if (ts.isStringLiteral(literal)) return literal.text;
    if (ts.isNumericLiteral(literal)) return Number(literal.text);
    if (literal.kind === ts.SyntaxKind.TrueKeyword || literal.kind === ts.SyntaxKind.FalseKeyword) return literal.kind === ts.SyntaxKind.TrueKeyword;
    if (literal.kind === ts.SyntaxKind.NullKeyword) return null;
    throw new NoShape(`no value can be made of the type ${literal.getText()}`);
  }

  private ofMembers(members: readonly TypeScript.TypeElement[], file: string, depth: number): InputShape {
    const { ts } = this;
    const properties = members.map((member) => {
      if (ts.isPropertySignature(member) && member.type && !ts.isComputedPropertyName(member.name)) return { name: member.name.getText().replace(/^(['"])(.*)\1$/, '$2'), shape: this.ofType(member.type, file, depth + 1) };
      throw new NoShape(`no value can be made of the member ${member.getText()}`);
    });
    return { kind: 'object', members: properties };
  }

  private ofReference(type: TypeScript.TypeReferenceNode, file: string, depth: number): InputShape {
    const { ts } = this;
    const name = type.typeName.getText();
    const found = ts.isIdentifier(type.typeName) ? this.declarationOf(name, file) : undefined;
    if (!found) {
      const make = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
      if (make) return make((type.typeArguments ?? []).map((arg) => () => this.ofType(arg, file, depth + 1)));
      throw new NoShape(`no value can be made of the type ${type.getText()}`);
    }
    const { declaration, file: where } = found;
    if (ts.isEnumDeclaration(declaration)) return this.ofEnum(declaration);
    if (declaration.typeParameters) throw new NoShape(`the type ${name} takes arguments`);
    if (ts.isTypeAliasDeclaration(declaration)) return this.ofType(declaration.type, where, depth + 1);
    if (declaration.heritageClauses) throw new NoShape(`the type ${name} extends another one`);
    return this.ofMembers(declaration.members, where, depth + 1);
  }

  private ofEnum({ members, name }: TypeScript.EnumDeclaration): InputShape {
    const { ts } = this;
    const [first] = members;
    if (!first) throw new NoShape(`the enum ${name.text} is empty`);
    if (!first.initializer) return { kind: 'literal', value: 0 };
    if (ts.isStringLiteral(first.initializer)) return { kind: 'literal', value: first.initializer.text };
    if (ts.isNumericLiteral(first.initializer)) return { kind: 'literal', value: Number(first.initializer.text) };
    throw new NoShape(`the enum ${name.text} is computed`);
  }

  /** A type by its name: of the file, or imported from another one of the project's. */
  private declarationOf(name: string, file: string, hops = 0): { declaration: TypeScript.TypeAliasDeclaration | TypeScript.InterfaceDeclaration | TypeScript.EnumDeclaration; file: string } | undefined {
    const { ts } = this;
    const root = hops > MAX_DEPTH ? undefined : this.open(file);
    for (const statement of root?.statements ?? []) {
      if ((ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name.text === name) return { declaration: statement, file };
      const named = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
      const specifier = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
      if (!specifier || !ts.isStringLiteral(specifier)) continue;
      const elements = named && (ts.isNamedImports(named) || ts.isNamedExports(named)) ? [...named.elements] : [];
      const element = elements.find(({ name: local }) => local.text === name);
      const isStar = ts.isExportDeclaration(statement) && !statement.exportClause;
      const from = element || isStar ? this.source.resolve(specifier.text, file) : undefined;
      const found = from === undefined ? undefined : this.declarationOf(element?.propertyName?.text ?? name, from, hops + 1);
      if (found) return found;
    }
    return undefined;
  }
}
