import { grown, NONE } from './lists.ts';
import { exportedByName } from './requires.ts';
import { spanEnd } from './spans.ts';
import type { BindingFact, CallFact, CallUse, Expr, FileFacts, FunctionFact, RegionFact, Span, TypeRef } from './types.ts';

interface Scope {
  parent: Scope | null;
  names: Map<string, number>;
  functionId: number;
  /** `var` declarations land here: the body of a function. */
  hoists: boolean;
}

interface JumpTarget {
  label: string;
  /** -1 for a switch or a labelled block. */
  region: number;
  loop: boolean;
}

/** Levels of code in code that are read: hand-written code stays below forty, and each level takes stack in every later stage. */
const MAX_DEPTH = 400;

/** The code nests too deeply to be read. The message is a reason for a reader. */
export class NestingError extends Error {
  constructor() {
    super(`code nested over ${MAX_DEPTH} levels deep: taken for generated code`);
  }
}

type NameExpr = Extract<Expr, { kind: 'name' }>;
type NamedType = Extract<TypeRef, { kind: 'ref' | 'typeof' }>;

/** Facts whose tables still grow. */
export type GrowingFacts = { -readonly [K in keyof FileFacts]: FileFacts[K] extends readonly (infer Fact)[] ? Fact[] : FileFacts[K] };

/** The growing tables of one file, and where the walk stands in them. */
export class Tables {
  readonly facts: GrowingFacts;
  functionId = 0;
  region = -1;
  /** Class whose body is being walked, for members; -1 outside. */
  scope: Scope = { parent: null, names: new Map(), functionId: 0, hoists: true };
  jumps: JumpTarget[] = [];
  /** What the function that is being walked gives back. */
  returns: Expr[] = [];
  private depth = 0;
  private readonly pendingNames: [NameExpr, Scope][] = [];
  private readonly pendingTypes: [NamedType, Scope][] = [];

  constructor(facts: GrowingFacts) {
    this.facts = facts;
  }

  /** A use of a name; it is bound once every declaration of the file is known. */
  name(name: string): NameExpr {
    const expr: NameExpr = { kind: 'name', name, binding: -1 };
    this.pendingNames.push([expr, this.scope]);
    return expr;
  }

  /** The declaration that a name has so far; what is declared further down is not known yet. */
  declaredSoFar(name: string): BindingFact | undefined {
    return this.facts.bindings[lookUp(this.scope, name)];
  }

  typeName<T extends NamedType>(ref: T): T {
    this.pendingTypes.push([ref, this.scope]);
    return ref;
  }

  /** The facts when all of the file is walked: names are bound, and the tables take what they need. */
  finished(): FileFacts {
    for (const [expr, scope] of this.pendingNames) expr.binding = lookUp(scope, expr.name);
    for (const [ref, scope] of this.pendingTypes) ref.binding = lookUp(scope, ref.path[0]!);
    this.facts.exports.push(...exportedByName(this.facts));
    const { imports, exports, bindings, functions, classes, calls, regions, exits, assignments, types, directives, hashbang, lines } = this.facts;
    functions[0]!.returns = grown(this.returns);
    return {
      imports: grown(imports), exports: grown(exports), bindings: grown(bindings), functions: grown(functions), classes: grown(classes), calls: grown(calls),
      regions: grown(regions), exits: grown(exits), assignments: grown(assignments), types: grown(types), directives: grown(directives), hashbang, lines: grown(lines),
    };
  }

  declare(name: string, kind: BindingFact['kind'], span: Span, more: Partial<BindingFact> = {}): number {
    let scope = this.scope;
    if (kind === 'var') while (!scope.hoists && scope.parent) scope = scope.parent;
    const known = scope.names.get(name);
    // A redeclared `var` or an overload is one name; an interface and a const of one name keep the value.
    if (known !== undefined && (kind === 'var' || kind === 'function' || kind === 'type')) {
      const fact = this.facts.bindings[known]!;
      if (kind === 'function' && fact.kind === 'function' && more.target !== undefined && more.target >= 0) fact.target = more.target;
      // A type, or an imported type, that shares the name of a value gives way to it.
      if (kind !== 'type' && (fact.kind === 'type' || fact.kind === 'import')) Object.assign(fact, { kind, target: more.target ?? -1 });
      return known;
    }
    const id = this.facts.bindings.length;
    const { type = null, init = null, path = NONE, fallback = null, loopRegion = -1, target = -1, using } = more;
    const fact: BindingFact = { name, kind, functionId: scope.functionId, span, type, init, path, fallback, loopRegion, target };
    if (using) fact.using = using;
    this.facts.bindings.push(fact);
    scope.names.set(name, id);
    return id;
  }

  /**
   * Goes one level down; each call is followed by one of `ascend`.
   * @throws NestingError
   */
  descend(): void {
    if (++this.depth > MAX_DEPTH) throw new NestingError();
  }

  ascend(): void {
    this.depth--;
  }

  /** Runs `body` in a block of its own names. */
  block(body: () => void, functionId = this.functionId, hoists = false): void {
    const outer = this.scope;
    this.scope = { parent: outer, names: new Map(), functionId, hoists };
    body();
    this.scope = outer;
  }

  /** Runs `body` as the inside of function `id`. */
  inside(id: number, body: () => void): void {
    const { functionId, region, jumps, returns } = this;
    this.functionId = id;
    this.region = -1;
    this.jumps = [];
    this.returns = [];
    this.block(body, id, true);
    this.facts.functions[id]!.returns = grown(this.returns);
    this.functionId = functionId;
    this.region = region;
    this.jumps = jumps;
    this.returns = returns;
  }

  /** Runs `body` within a new region; a branch in which nothing happens is not kept. */
  within<T>(kind: RegionFact['kind'], span: Span, more: Partial<RegionFact>, body: (id: number) => T): T {
    const id = this.facts.regions.length;
    const { head = span, test = null, negated = false, operator = '', over = null, vars = NONE, update = null, loop = -1, label = '' } = more;
    this.facts.regions.push({ kind, functionId: this.functionId, parent: this.region, span, head, test, negated, operator, over, vars, update, loop, label });
    const before = this.happened();
    const outer = this.region;
    this.region = id;
    const result = body(id);
    this.region = outer;
    if (this.facts.regions.length === id + 1 && this.happened() === before) this.facts.regions.pop();
    return result;
  }

  addFunction(fact: FunctionFact): number {
    return this.facts.functions.push(fact) - 1;
  }

  /** Adds a call; arguments are filled in by the caller, after it, so that outer calls come before inner ones. */
  addCall(kind: CallFact['kind'], span: Span, use: CallUse, useCall: number): number {
    return (
      this.facts.calls.push({
        kind, callee: { kind: 'other' }, args: NONE, typeArgs: NONE, functionId: this.functionId, region: this.region,
        span, calleeEnd: spanEnd(span), use, useCall,
      }) - 1
    );
  }

  private happened(): number {
    const { calls, exits, assignments, functions, classes } = this.facts;
    return calls.length + exits.length + assignments.length + functions.length + classes.length;
  }
}

function lookUp(scope: Scope | null, name: string): number {
  for (let at = scope; at; at = at.parent) {
    const id = at.names.get(name);
    if (id !== undefined) return id;
  }
  return -1;
}
