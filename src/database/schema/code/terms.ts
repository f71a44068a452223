import type { Expr, ParamFact, Property, Span } from '../../../facts/types.ts';
import { importedSpecifier } from '../../../facts/requires.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Link } from '../../../program/link.ts';
import { keyOf } from '../../../program/values.ts';

/**
 * What an expression that declares something comes to, in order and in full: the project's own constants and helpers are
 * followed, and what a library is asked for stays as it is written, to be read by that library's reader.
 */
export type Term =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A text with values in it that are not known. */
  | { kind: 'text'; quasis: readonly string[]; values: readonly Term[] }
  /** `whole`: all items are known to be there. */
  | { kind: 'list'; items: readonly Term[]; whole: boolean }
  | ObjectTerm
  | FunctionTerm
  | ClassTerm
  | { kind: 'instance'; file: LinkedFile; id: number }
  | { kind: 'module'; file: LinkedFile }
  /** What a package exports; `*` for all of it. */
  | { kind: 'export'; specifier: string; name: string }
  | { kind: 'global'; name: string }
  /** What a library hands to a function of the project. */
  | { kind: 'symbol'; name: string }
  | { kind: 'member'; object: Term; name: string }
  | CallTerm
  /** A regular expression, or something that is not followed. */
  | { kind: 'unknown' };

export interface ObjectTerm {
  kind: 'object';
  /** By key, in order. */
  entries: ReadonlyMap<string, { value: Term; span: Span; file: LinkedFile }>;
  /** False where it has further entries that are not known. */
  whole: boolean;
  /** Where it is written; one made of several stands where the last one does. */
  file: LinkedFile;
}

export interface FunctionTerm {
  kind: 'function';
  file: LinkedFile;
  id: number;
  env: Env | undefined;
}

export interface ClassTerm {
  kind: 'class';
  file: LinkedFile;
  id: number;
}

export interface CallTerm {
  kind: 'call';
  callee: Term;
  args: readonly Term[];
  /** It is a construction, or stands before a template. */
  form: 'call' | 'new' | 'tag';
  file: LinkedFile;
  id: number;
}

/** What parameters and loop variables stand for while a function runs. */
export class Env {
  private readonly around: Env | undefined;
  private readonly known = new Map<number, Term>();

  constructor(around: Env | undefined) {
    this.around = around;
  }

  set(file: LinkedFile, binding: number, term: Term): void {
    this.known.set(keyOf(file, binding), term);
  }

  get(file: LinkedFile, binding: number): Term | undefined {
    return this.known.get(keyOf(file, binding)) ?? this.around?.get(file, binding);
  }
}

const UNKNOWN: Term = { kind: 'unknown' };
const UNDEFINED: Term = { kind: 'global', name: 'undefined' };

/** Calls of helpers that are followed into each other. */
const MAX_DEPTH = 24;

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
      const term = this.read(expr, file, functionId, env);
      return (term.kind === 'member' || term.kind === 'call' ? this.answer?.(term) : undefined) ?? term;
    } finally {
      this.depth--;
    }
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
        return this.member(of(expr.object), expr.name);
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
        if (binding.loopRegion >= 0 || assigned.length > (binding.init ? 0 : 1)) return UNKNOWN;
        const init = binding.init ?? assigned[0]?.value;
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
    let id = functionId;
    const { functions } = file.facts;
    while (id > 0 && functions[id]!.kind === 'arrow' && functions[id]!.classId < 0) id = functions[id]!.parentId;
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
      if (field?.init) return this.of(field.init, link.file, fact.functionId);
    }
    return undefined;
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
    const callee = this.of(call.callee, file, call.functionId, env);
    if (call.kind === 'get') return callee;
    const args = call.args.flatMap((arg): readonly Term[] => {
      const term = this.of(arg, file, call.functionId, env);
      return arg.kind === 'spread' && term.kind === 'list' ? term.items : [term];
    });
    const made: CallTerm = { kind: 'call', callee, args, form: call.kind === 'new' ? 'new' : call.kind === 'tag' ? 'tag' : 'call', file, id };
    if (made.form !== 'call') return made;
    if (callee.kind === 'function') return this.returned(callee, args) ?? made;
    return this.builtin(made) ?? made;
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

  /** What the language's own functions make of what is known. */
  private builtin({ callee, args }: CallTerm): Term | undefined {
    if (callee.kind !== 'member') return undefined;
    const { object, name } = callee;
    const [first] = args;
    if (object.kind === 'global' && object.name === 'Object' && first?.kind === 'object') {
      const items = [...first.entries].map(([key, { value }]): Term => {
        const named: Term = { kind: 'literal', value: key };
        return name === 'keys' ? named : name === 'values' ? value : { kind: 'list', items: [named, value], whole: true };
      });
      if (name === 'keys' || name === 'values' || name === 'entries') return { kind: 'list', items, whole: first.whole };
      if (name === 'freeze' || name === 'seal') return first;
      if (name === 'assign') return args.every((arg) => arg.kind === 'object') ? merged(args) : undefined;
    }
    if (object.kind === 'list') {
      if (name === 'map' && first?.kind === 'function') {
        const items = object.items.map((item, position) => this.returned(first, [item, { kind: 'literal', value: position }]));
        return items.every((item) => item !== undefined) ? { kind: 'list', items, whole: object.whole } : undefined;
      }
      if (name === 'includes' && object.whole && first?.kind === 'literal' && object.items.every((item) => item.kind === 'literal')) return { kind: 'literal', value: object.items.some((item) => item.kind === 'literal' && item.value === first.value) };
      if (name === 'concat') return joined([object, ...args], true);
      if (name === 'join') {
        const parts = object.items.map(textValue);
        const by = first ? textValue(first) : ',';
        return object.whole && by !== undefined && parts.every((part) => part !== undefined) ? { kind: 'literal', value: parts.join(by) } : undefined;
      }
    }
    if (object.kind === 'literal' && typeof object.value === 'string') {
      if (name === 'toLowerCase') return { kind: 'literal', value: object.value.toLowerCase() };
      if (name === 'toUpperCase') return { kind: 'literal', value: object.value.toUpperCase() };
      if (name === 'trim') return { kind: 'literal', value: object.value.trim() };
      const [from, to] = args.map((arg) => (arg.kind === 'literal' && typeof arg.value === 'number' ? arg.value : undefined));
      if (name === 'slice' && from !== undefined && (args.length === 1 || to !== undefined)) return { kind: 'literal', value: object.value.slice(from, to) };
    }
    return undefined;
  }
}

function joined(parts: readonly Term[], whole: boolean): Term {
  return {
    kind: 'list',
    items: parts.flatMap((part) => (part.kind === 'list' ? part.items : [])),
    whole: whole && parts.every((part) => part.kind === 'list' && part.whole),
  };
}

function merged(parts: readonly ObjectTerm[]): ObjectTerm {
  return { kind: 'object', entries: new Map(parts.flatMap(({ entries }) => [...entries])), whole: parts.every(({ whole }) => whole), file: parts.at(-1)!.file };
}

function textOf(quasis: readonly string[], values: readonly Term[]): Term {
  const kept: string[] = [quasis[0]!];
  const holes: Term[] = [];
  for (const [position, value] of values.entries()) {
    const next = quasis[position + 1]!;
    if (value.kind === 'literal') kept.push(`${kept.pop()!}${value.value}${next}`);
    else if (value.kind === 'text') {
      const [head = '', ...rest] = value.quasis;
      kept.push(`${kept.pop()!}${head}`, ...rest);
      kept.push(`${kept.pop()!}${next}`);
      holes.push(...value.values);
    } else {
      holes.push(value);
      kept.push(next);
    }
  }
  return holes.length === 0 ? { kind: 'literal', value: kept[0]! } : { kind: 'text', quasis: kept, values: holes };
}

function binary(operator: string, left: Term, right: Term): Term {
  if (operator === '+') {
    const isText = (term: Term): boolean => term.kind === 'text' || (term.kind === 'literal' && typeof term.value === 'string');
    return isText(left) || isText(right) ? textOf(['', '', ''], [left, right]) : UNKNOWN;
  }
  if (left.kind !== 'literal' || right.kind !== 'literal') return UNKNOWN;
  if (operator === '===' || operator === '==') return { kind: 'literal', value: left.value === right.value };
  if (operator === '!==' || operator === '!=') return { kind: 'literal', value: left.value !== right.value };
  return UNKNOWN;
}

function unary(operator: string, operand: Term): Term {
  const truth = operator === '!' ? truthOf(operand) : undefined;
  if (truth !== undefined) return { kind: 'literal', value: !truth };
  return operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number' ? { kind: 'literal', value: -operand.value } : UNKNOWN;
}

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(term: Term): boolean | undefined {
  if (term.kind === 'literal') return Boolean(term.value);
  if (isAbsent(term)) return false;
  return term.kind === 'object' || term.kind === 'list' || term.kind === 'function' || term.kind === 'class' ? true : undefined;
}

/** Whether it is `undefined`. */
export function isAbsent(term: Term | undefined): boolean {
  return term === undefined || (term.kind === 'global' && term.name === 'undefined');
}

/** The text of a literal; undefined for everything else. */
export function textValue(term: Term | undefined): string | undefined {
  return term?.kind === 'literal' && typeof term.value === 'string' ? term.value : undefined;
}

export function entryOf(term: Term | undefined, key: string): Term | undefined {
  const value = term?.kind === 'object' ? term.entries.get(key)?.value : undefined;
  return isAbsent(value) ? undefined : value;
}

/** A text of an object under the first of the keys that has one. */
export function textEntry(term: Term | undefined, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = textValue(entryOf(term, key));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether an object says `true` under a key. */
export function isSet(term: Term | undefined, key: string): boolean {
  const value = entryOf(term, key);
  return value?.kind === 'literal' && value.value === true;
}

/** Whether an object says `false` under a key. */
export function isOff(term: Term | undefined, key: string): boolean {
  const value = entryOf(term, key);
  return value?.kind === 'literal' && value.value === false;
}

/** All texts of a list, or a single one; undefined where one is not known. */
export function textsOf(term: Term | undefined): string[] | undefined {
  const single = textValue(term);
  if (single !== undefined) return [single];
  if (term?.kind !== 'list' || !term.whole) return undefined;
  const texts = term.items.map(textValue);
  return texts.every((item) => item !== undefined) ? texts : undefined;
}

/** A package's export with the members that are read from it: `['DataTypes', 'STRING']` of `Sequelize.DataTypes.STRING`. */
export function exportPath(term: Term): { specifier: string; path: readonly string[] } | undefined {
  if (term.kind === 'export') return { specifier: term.specifier, path: term.name === '*' || term.name === 'default' ? [] : [term.name] };
  if (term.kind !== 'member') return undefined;
  const inner = exportPath(term.object);
  return inner && { specifier: inner.specifier, path: [...inner.path, term.name] };
}

/** The calls of a chain, the first one first: `index('a').on(b).where(c)` is index, on, where. */
export function chainOf(term: Term): { root: Term; links: readonly { name: string; args: readonly Term[]; call: CallTerm }[] } {
  const links: { name: string; args: readonly Term[]; call: CallTerm }[] = [];
  let at = term;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    links.unshift({ name: at.callee.name, args: at.args, call: at });
    at = at.callee.object;
  }
  return { root: at, links };
}
