/** What expressions of a program come to: names, imports, members and calls of the project's own functions are followed. */
import type { Expr, ParamFact, Property, Span } from '../../../facts/types.ts';
import { importedSpecifier } from '../../../facts/requires.ts';
import { thisFunction } from '../../../program/file-index.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Link } from '../../../program/link.ts';
import { keyOf } from '../../../program/values.ts';
import { binary, builtin, joined, textOf, unary } from './operators.ts';
import { Env, isAbsent, truthOf, UNDEFINED, UNKNOWN, type CallTerm, type ClassTerm, type FunctionTerm, type Term } from './terms.ts';

/** Expressions that are followed into each other. A chain of calls is one, however long it is. */
const MAX_DEPTH = 24;

/** What a name, or a field, has until it is given its value: `let users = null`. */
function isNothing(init: Expr): boolean {
  return (init.kind === 'literal' && init.value === null) || (init.kind === 'name' && init.binding < 0 && init.name === 'undefined');
}

/** Finds what expressions of a program come to. Answers on names of modules are kept. */
export class Terms {
  readonly link: Link;
  private readonly names = new Map<number, Term | 'asked'>();
  private depth = 0;
  /** What the reader of a library knows of its own: the dialect that a connection says it has. */
  private readonly answer: ((term: Term) => Term | undefined) | undefined;

  constructor(link: Link, answer?: (term: Term) => Term | undefined) {
    this.link = link;
    this.answer = answer;
  }

  /** @param functionId the function that the expression stands in: `this` is its own */
  of(expr: Expr, file: LinkedFile, functionId: number, env?: Env): Term {
    if (this.depth > MAX_DEPTH) return UNKNOWN;
    this.depth++;
    try {
      return this.chained(expr, file, functionId, env);
    } finally {
      this.depth--;
    }
  }

  /** One link of a chain: what it hangs on is no deeper than it. */
  private chained(expr: Expr, file: LinkedFile, functionId: number, env: Env | undefined): Term {
    const term = this.read(expr, file, functionId, env);
    return (term.kind === 'member' || term.kind === 'call' ? this.answer?.(term) : undefined) ?? term;
  }

  private read(expr: Expr, file: LinkedFile, functionId: number, env: Env | undefined): Term {
    const of = (part: Expr): Term => this.of(part, file, functionId, env);
    switch (expr.kind) {
      case 'literal':
        return expr.regexp ? UNKNOWN : { kind: 'literal', value: expr.value };
      case 'name':
        return expr.binding < 0 ? { kind: 'global', name: expr.name } : this.binding(file, expr.binding, env);
      case 'this':
        return this.self(file, functionId);
      case 'member':
        return this.member(this.chained(expr.object, file, functionId, env), expr.name);
      case 'index':
        return this.element(of(expr.object), of(expr.index));
      case 'call':
        return this.call(file, expr.call, env);
      case 'function':
        return { kind: 'function', file, id: expr.function, env };
      case 'class':
        return { kind: 'class', file, id: expr.class };
      case 'object':
        return this.object(expr.properties, file, functionId, env);
      case 'array': {
        const parts = expr.elements.map((element): Term => (element.kind === 'spread' ? of(element.operand) : { kind: 'list', items: [of(element)], whole: true }));
        return joined(parts, expr.length <= expr.elements.length);
      }
      case 'template':
        return textOf(expr.quasis, expr.values.map(of));
      case 'binary':
        return binary(expr.operator, of(expr.left), of(expr.right));
      case 'logical': {
        const left = of(expr.left);
        const truth = truthOf(left);
        if (expr.operator === '&&') return truth === false ? left : of(expr.right);
        return truth === true || (expr.operator === '??' && truth === false && !isAbsent(left)) ? left : of(expr.right);
      }
      case 'conditional': {
        const truth = truthOf(of(expr.test));
        return truth === undefined ? UNKNOWN : of(truth ? expr.yes : expr.no);
      }
      case 'unary':
        return unary(expr.operator, of(expr.operand));
      case 'await':
      case 'cast':
      case 'spread':
        return of(expr.operand);
      case 'assign':
        return expr.operator === '=' ? of(expr.value) : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** What a name of a file stands for. */
  binding(file: LinkedFile, id: number, env?: Env): Term {
    const set = env?.get(file, id);
    if (set) return set;
    const { functionId } = file.facts.bindings[id]!;
    if (functionId !== 0) return this.declared(file, id, env);
    const key = keyOf(file, id);
    const known = this.names.get(key);
    // A name that is asked for while it is found out leads back to itself.
    if (known) return known === 'asked' ? UNKNOWN : known;
    this.names.set(key, 'asked');
    const term = this.declared(file, id, undefined);
    this.names.set(key, term);
    return term;
  }

  private declared(file: LinkedFile, id: number, env: Env | undefined): Term {
    const binding = file.facts.bindings[id]!;
    switch (binding.kind) {
      case 'import': {
        const { specifier, imported } = file.facts.imports[binding.target]!;
        return this.imported(file, specifier, imported);
      }
      case 'function':
        return binding.target < 0 ? UNKNOWN : { kind: 'function', file, id: binding.target, env };
      case 'class':
        return { kind: 'class', file, id: binding.target };
      case 'var':
      case 'let':
      case 'const': {
        // What is assigned again, or comes from a loop that nobody runs, may be anything.
        const assigned = file.index.assignmentsTo.get(id) ?? [];
        const isMade = binding.init !== null && !isNothing(binding.init);
        if (binding.loopRegion >= 0 || assigned.length > (isMade ? 0 : 1)) return UNKNOWN;
        const init = isMade ? binding.init : (assigned[0]?.value ?? binding.init);
        return init ? this.follow(this.of(init, file, binding.functionId, env), binding.path, () => (binding.fallback ? this.of(binding.fallback, file, binding.functionId, env) : undefined)) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  }

  /** What an import stands for: followed through the project's files to what declares it, or the package's export. */
  imported(from: LinkedFile, specifier: string, name: string): Term {
    const file = this.link.resolve(specifier, from);
    if (!file) return { kind: 'export', specifier, name };
    return (name === '*' ? this.namespace(file) : this.exported(file, name)) ?? UNKNOWN;
  }

  private namespace(file: LinkedFile): Term {
    return this.exported(file, 'module.exports') ?? { kind: 'module', file };
  }

  /** What a file exports under a name; undefined where it does not. */
  exported(file: LinkedFile, name: string, seen = new Set<number>()): Term | undefined {
    if (seen.has(file.number)) return undefined;
    seen.add(file.number);
    for (const fact of file.index.exportsNamed.get(name) ?? []) {
      if (fact.kind === 'local') return this.binding(file, fact.bindingId);
      if (fact.kind === 'value') return this.of(fact.value, file, 0);
      if (fact.kind === 'from') return this.imported(file, fact.specifier, fact.imported);
    }
    for (const specifier of name === 'default' || name === 'module.exports' ? [] : file.stars) {
      const target = this.link.resolve(specifier, file);
      const found = target ? this.exported(target, name, seen) : undefined;
      if (found) return found;
    }
    const whole = name === 'module.exports' ? undefined : this.exported(file, 'module.exports');
    if (whole) return name === 'default' ? whole : this.member(whole, name);
    // One package whose exports are all passed on can be where an unknown name comes from.
    const foreign = name === 'default' || name === 'module.exports' ? [] : file.stars.filter((specifier) => !this.link.resolve(specifier, file));
    return foreign.length === 1 ? { kind: 'export', specifier: foreign[0]!, name } : undefined;
  }

  private self(file: LinkedFile, functionId: number): Term {
    const id = thisFunction(file.facts, functionId);
    const method = file.index.methodOf.get(id);
    if (method) return { kind: method.static ? 'class' : 'instance', file, id: method.classId };
    const owner = file.index.objectOf.get(id);
    return owner ? this.object(owner.properties, file, owner.functionId, undefined) : UNKNOWN;
  }

  /** `object.name` */
  member(object: Term, name: string): Term {
    switch (object.kind) {
      case 'object': {
        const entry = object.entries.get(name);
        if (entry) return entry.value;
        return object.whole && object.entries.size > 0 ? UNDEFINED : { kind: 'member', object, name };
      }
      case 'module':
        return this.exported(object.file, name) ?? UNKNOWN;
      case 'export':
        // `import * as s from`, `import s from` and `require` of a package come to the same.
        return object.name === '*' || object.name === 'default' ? (name === 'default' ? object : { kind: 'export', specifier: object.specifier, name }) : { kind: 'member', object, name };
      case 'class':
      case 'instance':
        return this.classMember(object, name) ?? { kind: 'member', object, name };
      case 'call':
        // What the constructor is given is not followed into it.
        return (object.form === 'new' && object.callee.kind === 'class' ? this.classMember({ ...object.callee, kind: 'instance' }, name) : undefined) ?? { kind: 'member', object, name };
      case 'list':
        return name === 'length' && object.whole ? { kind: 'literal', value: object.items.length } : { kind: 'member', object, name };
      case 'unknown':
        return { kind: 'member', object, name };
      default:
        return { kind: 'member', object, name };
    }
  }

  private classMember({ kind, file, id }: Extract<Term, { kind: 'class' | 'instance' }>, name: string): Term | undefined {
    for (const link of this.chain({ kind: 'class', file, id }).classes) {
      const fact = link.file.facts.classes[link.id]!;
      const isStatic = kind === 'class';
      const method = fact.methods.find((item) => item.name === name && item.static === isStatic && item.functionId >= 0);
      if (method) {
        const { returns } = link.file.facts.functions[method.functionId]!;
        if (method.kind === 'getter') return returns.length === 1 ? this.of(returns[0]!, link.file, method.functionId) : UNKNOWN;
        return { kind: 'function', file: link.file, id: method.functionId, env: undefined };
      }
      const field = fact.fields.find((item) => item.name === name && item.static === isStatic);
      if (field?.init && !isNothing(field.init)) return this.of(field.init, link.file, fact.functionId);
      const assigned = this.assignedField(link, name);
      if (assigned ?? field?.init) return assigned ?? this.of(field!.init!, link.file, fact.functionId);
    }
    return undefined;
  }

  /** What a class sets a field of its own to, where it does so once: `this.users = db.collection('users')`. */
  private assignedField({ file, id }: ClassTerm, name: string): Term | undefined {
    const assigned = file.index.fieldsOf.get(id)?.get(name) ?? [];
    const value = assigned.length === 1 ? this.of(assigned[0]!.value, file, assigned[0]!.functionId) : UNKNOWN;
    return value.kind === 'unknown' ? undefined : value;
  }

  /** A class with those that it inherits from, nearest first, and what the last of them extends where that is none of the project. */
  chain(self: ClassTerm): { classes: readonly ClassTerm[]; base: Term | undefined } {
    const classes: ClassTerm[] = [];
    for (let at: Term = self; ; ) {
      if (at.kind !== 'class' || classes.some(({ file, id }) => file === (at as ClassTerm).file && id === (at as ClassTerm).id)) return { classes, base: at.kind === 'class' ? undefined : at };
      classes.push(at);
      const { superClass, functionId } = at.file.facts.classes[at.id]!;
      if (!superClass) return { classes, base: undefined };
      at = this.of(superClass, at.file, functionId);
    }
  }

  private element(object: Term, index: Term): Term {
    if (index.kind !== 'literal') return UNKNOWN;
    if (object.kind === 'list' && typeof index.value === 'number') return object.items[index.value] ?? UNKNOWN;
    return typeof index.value === 'string' ? this.member(object, index.value) : UNKNOWN;
  }

  private object(properties: readonly Property[], file: LinkedFile, functionId: number, env: Env | undefined): Term {
    const entries = new Map<string, { value: Term; span: Span; file: LinkedFile }>();
    let whole = true;
    for (const { key, value, span } of properties) {
      if (key === null) {
        const spread = this.of(value, file, functionId, env);
        if (spread.kind === 'object') for (const [name, entry] of spread.entries) entries.set(name, entry);
        whole &&= spread.kind === 'object' && spread.whole;
      } else if (key === '[]') whole = false;
      else entries.set(key, { value: this.of(value, file, functionId, env), span, file });
    }
    return { kind: 'object', entries, whole, file };
  }

  /** The path of a destructuring pattern, from what is taken apart. */
  follow(term: Term, path: readonly string[], fallback: () => Term | undefined = () => undefined): Term {
    let at = term;
    for (const [position, key] of path.entries()) {
      if (key === '...') return position === path.length - 1 && at.kind === 'object' ? { ...at, whole: false } : at;
      at = key === '[]' ? UNKNOWN : this.member(at, key);
    }
    return isAbsent(at) || (at.kind === 'unknown' && path.length === 0) ? (fallback() ?? at) : at;
  }

  call(file: LinkedFile, id: number, env?: Env): Term {
    const call = file.facts.calls[id]!;
    const specifier = importedSpecifier(file.facts, call);
    if (specifier !== undefined) return this.imported(file, specifier, '*');
    const callee = this.chained(call.callee, file, call.functionId, env);
    if (call.kind === 'get') return callee;
    const args = call.args.flatMap((arg): readonly Term[] => {
      const term = this.of(arg, file, call.functionId, env);
      return arg.kind === 'spread' && term.kind === 'list' ? term.items : [term];
    });
    const made: CallTerm = { kind: 'call', callee, args, form: call.kind === 'new' ? 'new' : call.kind === 'tag' ? 'tag' : 'call', file, id };
    if (made.form !== 'call') return made;
    if (callee.kind === 'function') return this.returned(callee, args) ?? made;
    return builtin(made, (called, given) => this.returned(called, given)) ?? made;
  }

  /** What a function of the project gives back, where it has one thing to give. */
  returned(called: FunctionTerm, args: readonly Term[]): Term | undefined {
    const { returns, generator } = called.file.facts.functions[called.id]!;
    if (returns.length !== 1 || generator) return undefined;
    return this.of(returns[0]!, called.file, called.id, this.entered(called, args));
  }

  /** What parameters stand for in a call of a function. */
  entered({ file, id, env }: FunctionTerm, args: readonly Term[]): Env {
    const inner = new Env(env);
    for (const [position, param] of file.facts.functions[id]!.params.entries()) {
      const given = param.rest ? ({ kind: 'list', items: args.slice(position), whole: true } as const) : (args[position] ?? UNDEFINED);
      this.fill(inner, file, id, param, given);
    }
    return inner;
  }

  private fill(env: Env, file: LinkedFile, functionId: number, param: ParamFact, given: Term): void {
    const value = isAbsent(given) && param.fallback ? this.of(param.fallback, file, functionId, env) : given;
    this.take(env, file, param.bindings, value);
  }

  /** The names of a pattern, or the single one, take their parts of a value. */
  take(env: Env, file: LinkedFile, ids: readonly number[], value: Term): void {
    const { bindings } = file.facts;
    const elements = ids.filter((id) => bindings[id]!.path[0] === '[]');
    // A pattern does not say which elements it leaves out: `[, b]`.
    const isPlain = value.kind === 'list' && elements.length === value.items.length && elements.every((id) => bindings[id]!.path.length === 1);
    for (const id of ids) {
      const { path, fallback, functionId } = bindings[id]!;
      const item = isPlain ? value.items[elements.indexOf(id)] : undefined;
      env.set(file, id, item ?? this.follow(value, path, () => (fallback ? this.of(fallback, file, functionId, env) : undefined)));
    }
  }
}
