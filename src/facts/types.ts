/**
 * What one file says, as plain data. No AST nodes, no library knowledge, no paths: the same facts come from the parser
 * port and from the AST that ESLint hands a rule, and they can be stored.
 *
 * All numbers named `*Id`, and the members of `Expr` that refer to a table, are indexes into the tables of the same
 * `FileFacts`. Offsets are UTF-16 code units from the start of the text, a byte-order mark not counted. Lists with nothing in
 * them are one and the same: none is to be added to.
 */

declare const packed: unique symbol;

/**
 * Half-open range of offsets in one number (spans.ts reads it): the facts of a large project hold half a million of them, and an
 * array of two takes four times the memory. Equal numbers are equal ranges.
 */
export type Span = number & { readonly [packed]: true };

/** A value expression, reduced to what name resolution, messages and rules read. */
export type Expr =
  /** An identifier: `binding` is its declaration in this file, or -1 for a global. */
  | { kind: 'name'; name: string; binding: number }
  | { kind: 'this' }
  | { kind: 'super' }
  /** `object.name`, also `object['name']`. Private names keep their `#`. */
  | { kind: 'member'; object: Expr; name: string }
  /** `object[index]` with an index that is no literal. */
  | { kind: 'index'; object: Expr; index: Expr }
  /** Any entry of `calls`: a call, `new`, tagged template, JSX element, dynamic import. */
  | { kind: 'call'; call: number }
  | { kind: 'function'; function: number }
  | { kind: 'class'; class: number }
  | { kind: 'object'; properties: readonly Property[] }
  /** `length` counts all elements; `elements` holds at most the first `MAX_ELEMENTS`. */
  | { kind: 'array'; elements: readonly Expr[]; length: number }
  /** A primitive literal; long strings are cut to `MAX_STRING`, those of SQL to `MAX_DEFINITIONS`. A regular expression is its source text, with `regexp` set. */
  | { kind: 'literal'; value: string | number | boolean | null; regexp?: true }
  | { kind: 'template'; quasis: readonly string[]; values: readonly Expr[] }
  | { kind: 'binary'; operator: string; left: Expr; right: Expr }
  | { kind: 'logical'; operator: '&&' | '||' | '??'; left: Expr; right: Expr }
  | { kind: 'conditional'; test: Expr; yes: Expr; no: Expr }
  | { kind: 'unary'; operator: string; operand: Expr }
  | { kind: 'await'; operand: Expr }
  | { kind: 'yield'; operand: Expr | null }
  | { kind: 'spread'; operand: Expr }
  /** An assignment or update used as a value: what it evaluates to. */
  | { kind: 'assign'; target: Expr; value: Expr; operator: string }
  /** `x as T`, `<T>x`, `x satisfies T`. */
  | { kind: 'cast'; operand: Expr; type: TypeRef | null }
  | { kind: 'other' };

/** A property of an object literal; a spread has `key` null and its operand as value; a computed key is `[Op.in]` when it is a dotted name, else `[]`. */
export interface Property {
  key: string | null;
  value: Expr;
  span: Span;
  /** `get x() {}` : the value is the getter function. */
  getter?: true;
}

/** A type annotation, reduced to what leads to a declaration. */
export type TypeRef =
  /** `A.B<C>`: `binding` is the declaration of `A` in this file, or -1. */
  | { kind: 'ref'; path: readonly string[]; binding: number; args: readonly TypeRef[] }
  | { kind: 'array'; element: TypeRef }
  | { kind: 'tuple'; elements: readonly TypeRef[] }
  | { kind: 'union' | 'intersection'; members: readonly TypeRef[] }
  /** `typeof a.b` */
  | { kind: 'typeof'; path: readonly string[]; binding: number }
  /** `import('x').Y` */
  | { kind: 'import'; specifier: string; path: readonly string[]; args: readonly TypeRef[] }
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'object'; members: readonly TypeMember[] }
  | { kind: 'function'; params: readonly TypeRef[]; returns: TypeRef | null }
  /** `T['key']` */
  | { kind: 'indexed'; object: TypeRef; key: TypeRef }
  | { kind: 'this' }
  /** One of the names that a type declares. */
  | { kind: 'keyof' }
  /** Mapped, conditional and other types that lead nowhere; of some keywords, which. */
  | { kind: 'other'; keyword?: 'string' | 'number' | 'bigint' };

export interface TypeMember {
  name: string;
  type: TypeRef | null;
}

export interface ImportFact {
  specifier: string;
  /** Exported name in the other module; `default`, or `*` for the namespace. */
  imported: string;
  bindingId: number;
  typeOnly: boolean;
}

export type ExportFact =
  /** `export { local as name }`, `export const name`, `export function name`, `export type name` */
  | { kind: 'local'; name: string; bindingId: number }
  /** `export default expr`, `export = expr`, `module.exports = expr` (name `module.exports`), `exports.name = expr` */
  | { kind: 'value'; name: string; value: Expr }
  /** `export { imported as name } from 'x'`; `imported` is `*` for `export * as name from 'x'` */
  | { kind: 'from'; name: string; specifier: string; imported: string }
  /** `export * from 'x'` */
  | { kind: 'star'; specifier: string };

export type BindingKind = 'import' | 'param' | 'var' | 'let' | 'const' | 'function' | 'class' | 'catch' | 'type' | 'enum' | 'namespace';

/** One declared name. */
export interface BindingFact {
  name: string;
  kind: BindingKind;
  /** The function in whose body it is declared. */
  functionId: number;
  span: Span;
  type: TypeRef | null;
  /** What it is initialised with; for a destructured name the whole right-hand side, and `path` leads from there. */
  init: Expr | null;
  /** Property names, `[]` for an array element or a computed key, `...` for a rest element; empty when not destructured. */
  path: readonly string[];
  /** Default value inside a pattern or of a parameter. */
  fallback: Expr | null;
  /** The loop region whose variable it is, or -1. */
  loopRegion: number;
  /** For kinds function, class, type: index into that table; for a param: its position in the parameter list; else -1. */
  target: number;
  /** `using`, `await using`: it is disposed of when its block ends. */
  using?: true;
}

export interface FunctionFact {
  /** Own, assigned or property name; '' when there is none. Function 0 is the module body, named `<module>`. */
  name: string;
  kind: 'module' | 'function' | 'arrow' | 'method' | 'getter' | 'setter' | 'constructor' | 'static-block';
  async: boolean;
  generator: boolean;
  /** Function around it; -1 for the module. */
  parentId: number;
  /** Region of the parent in which it is written; -1 for none. */
  region: number;
  /** Class whose member it is, or -1. */
  classId: number;
  /** Parameters in order; a destructured one has its names as further bindings with `path`. */
  params: readonly ParamFact[];
  /** Type of a declared `this` parameter, which is none of `params`. */
  thisType: TypeRef | null;
  /** It is handed over with the `this` of the function around it: `rows.forEach(function (row) { … }, this)`, `function () { … }.bind(this)`. */
  sharesThis?: true;
  returnType: TypeRef | null;
  /** Names of type parameters. */
  typeParams: readonly string[];
  /** Values of `return` statements, or the arrow's expression. */
  returns: readonly Expr[];
  span: Span;
  /** Place of the name, or of the head when it has none. */
  nameSpan: Span;
  decorators: readonly DecoratorFact[];
  /** Directive such as 'use server', at the head of the body. */
  directive: string | null;
}

export interface ParamFact {
  /** Binding when the parameter is a plain name, else -1. */
  bindingId: number;
  /** All bindings it declares. */
  bindings: readonly number[];
  type: TypeRef | null;
  fallback: Expr | null;
  rest: boolean;
  /** `name?: T`: a call may leave it out. */
  optional?: true;
  decorators: readonly DecoratorFact[];
}

export interface DecoratorFact {
  /** The decorator's callee: `Injectable` of `@Injectable()`. */
  callee: Expr;
  /** Entry of `calls` when it is called, else -1. */
  call: number;
}

export interface ClassFact {
  name: string;
  bindingId: number;
  superClass: Expr | null;
  superTypeArgs: readonly TypeRef[];
  implements: readonly TypeRef[];
  typeParams: readonly string[];
  abstract: boolean;
  methods: readonly MethodFact[];
  fields: readonly FieldFact[];
  constructorId: number;
  decorators: readonly DecoratorFact[];
  functionId: number;
  span: Span;
  nameSpan: Span;
}

export interface MethodFact {
  name: string;
  static: boolean;
  kind: 'method' | 'getter' | 'setter';
  /** -1 for abstract methods and overload signatures. */
  functionId: number;
  returnType: TypeRef | null;
}

export interface FieldFact {
  name: string;
  static: boolean;
  type: TypeRef | null;
  /** Initialiser; for a constructor parameter property null. */
  init: Expr | null;
  /** Parameter binding for a parameter property, or -1. */
  paramBinding: number;
  decorators: readonly DecoratorFact[];
  span: Span;
}

/** How the value of a call is used by the expression or statement around it. */
export type CallUse = 'await' | 'return' | 'discard' | 'argument' | 'element' | 'receiver' | 'yield' | 'value';

export interface CallFact {
  /**
   * `get` is `await x.y` or `await x`, a property or a name that is awaited, and `return x` where a call gave the name its
   * value; `jsx` an element with a component name. A JSX element's arguments are its properties as one object, an import's
   * the specifier, a tagged template's the template.
   */
  kind: 'call' | 'new' | 'tag' | 'jsx' | 'import' | 'get';
  callee: Expr;
  args: readonly Expr[];
  typeArgs: readonly TypeRef[];
  functionId: number;
  /** Innermost region within that function; -1 for none. */
  region: number;
  span: Span;
  /** End of the callee: `span[0]..calleeEnd` is what a report underlines of a long call. */
  calleeEnd: number;
  use: CallUse;
  /** With use `argument`, the call it is an argument of; with `receiver`, the call made on its result; else -1. */
  useCall: number;
}

export type RegionKind =
  | 'for'
  | 'for-of'
  | 'for-in'
  | 'for-await'
  | 'while'
  | 'do-while'
  /** Runs only if `test` holds (or fails, when `negated`): if, else, ?:, &&, ||, ??. */
  | 'branch'
  | 'case'
  | 'try'
  | 'catch'
  | 'finally'
  /** The test, or the update, of the loop that `loop` names: it runs at every turn. */
  | 'loop-test';

export interface RegionFact {
  kind: RegionKind;
  functionId: number;
  parent: number;
  span: Span;
  /** From the keyword to the end of the head. */
  head: Span;
  /** Loop test, branch test, or case value. */
  test: Expr | null;
  negated: boolean;
  /** `??` and `||` branches run when a value is missing. */
  operator: '' | '&&' | '||' | '??' | '?:';
  /** Iterated value of for-of, for-in, for-await. */
  over: Expr | null;
  /** Loop variables: declared in the head. */
  vars: readonly number[];
  /** `for (init; test; update)`: the update expression. */
  update: Expr | null;
  /** For `loop-test`: the loop. */
  loop: number;
  /** For a statement label: its name. */
  label: string;
}

export interface ExitFact {
  kind: 'break' | 'continue' | 'return' | 'throw';
  functionId: number;
  region: number;
  /** Loop or switch region that `break` or `continue` leaves or restarts; -1 for a switch, return, throw. */
  target: number;
  value: Expr | null;
  span: Span;
}

/** Any assignment: `target = value`, `target += value`, `target++` and `delete target` (value null). Initialisers are in `bindings`. */
export interface AssignmentFact {
  target: Expr;
  operator: string;
  value: Expr | null;
  functionId: number;
  region: number;
  span: Span;
}

export interface TypeDeclFact {
  name: string;
  kind: 'alias' | 'interface' | 'enum';
  bindingId: number;
  typeParams: readonly string[];
  /** Alias target; the members of an interface as an object type. */
  type: TypeRef;
  extends: readonly TypeRef[];
  members: readonly EnumMemberFact[];
}

export interface EnumMemberFact {
  name: string;
  /** What it is given, where that is a literal; null also for one that is numbered. */
  value: string | number | null;
}

/** A `perf-lint-…` comment, not yet understood. */
export interface DirectiveFact {
  text: string;
  span: Span;
}

export interface FileFacts {
  imports: readonly ImportFact[];
  exports: readonly ExportFact[];
  bindings: readonly BindingFact[];
  functions: readonly FunctionFact[];
  classes: readonly ClassFact[];
  calls: readonly CallFact[];
  regions: readonly RegionFact[];
  exits: readonly ExitFact[];
  assignments: readonly AssignmentFact[];
  types: readonly TypeDeclFact[];
  directives: readonly DirectiveFact[];
  /** The file starts with `#!`. */
  hashbang: boolean;
  /** Offsets at which lines start; line n (from 1) starts at `lines[n - 1]`. */
  lines: readonly number[];
}

/** Rows that a table of one file has at most: then one small number is enough for a row of any of 32,768 files (V8 keeps numbers below 2^31 without an object). A text of a megabyte that somebody wrote has fewer. */
export const MAX_ROWS = 2 ** 16;
/** Elements of an array literal that are kept. */
export const MAX_ELEMENTS = 64;
/** Characters of a string literal that are kept. */
export const MAX_STRING = 4000;
/** Characters that are kept of one that may hold definitions of SQL. */
export const MAX_DEFINITIONS = 262_144;
