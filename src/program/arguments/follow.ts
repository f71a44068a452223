/** What an expression may be where it stands: names, calls and parameters are followed to what gives them their value. */
import { spanEnd, spanFrom, spanStart } from '../../facts/spans.ts';
import type { BindingFact, CallFact, Expr, ParamFact } from '../../facts/types.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callsOfFunction, MAX_CALLERS } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import { declared, exported, type Declared } from '../resolve/names.ts';
import { lastName } from '../../facts/outline.ts';
import type { FunctionRef, LinkedFile } from '../values.ts';
import { calleeName, fromOf, isKept, isWithin, TYPES } from './calls.ts';
import { choice, merged, present } from './choices.ts';
import { changesOf, happens, type Change } from './changes.ts';
import { enumValue } from './enums.ts';
import { originOf } from './origins.ts';
import { alternatives, element, isNothing, property, spread, taken, whyOf } from './parts.ts';
import { isOfSomething, isProven, mayBeMissing, thatIsThere } from './presence.ts';
import { binary, runtime, shortText, template, textOf, typeSaid, unary } from './scalars.ts';
import { endOf, mayReturnNothing, regionAt, returnsOf, spotOf } from './spots.ts';
import type { Argument, Frame, ObjectArgument, Source, Spot } from './types.ts';
import { mergedInto, opened, pushed, updated } from './updates.ts';

/** Names, calls and callers that are followed for one argument, one inside the other. */
const MAX_DEPTH = 24;
/** Callers of callers that are asked what a parameter is. */
const MAX_FRAMES = 4;
/** Steps that are made for one argument: beyond, the code is too much to follow. */
const MAX_STEPS = 3000;

/** What an expression may be at a spot. */
export function argumentOf(link: Link, source: Source): Argument {
  return new Follower(link).argument(source.expr, source.spot, 0);
}

class Follower {
  private steps = 0;
  private readonly link: Link;
  /** By the frame, what the initialisers of names are and what parameters are given: many members may be read of one. */
  private readonly seen = new Map<Frame | null, Map<Expr | ParamFact, { depth: number; value: Argument | undefined }>>();

  constructor(link: Link) {
    this.link = link;
  }

  argument(expr: Expr, spot: Spot, depth: number): Argument {
    const source = { expr, spot };
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS) return { kind: 'unknown', why: 'it is too much to follow', source };
    const at = (inner: Expr) => this.argument(inner, spot, depth + 1);
    switch (expr.kind) {
      case 'literal':
        return expr.regexp ? { kind: 'value', why: 'a pattern', source } : { kind: 'literal', value: expr.value, source };
      case 'template':
        return template(expr.quasis, expr.values.map(at), source);
      case 'object':
        return this.object(expr, spot, depth);
      case 'array':
        return this.list(expr, spot, depth);
      case 'function':
        return { kind: 'function', to: { file: spot.file, id: expr.function }, source };
      case 'name':
        if (expr.binding < 0) return expr.name === 'undefined' ? { kind: 'undefined', source } : runtime(source);
        return proven(this.binding(expr.binding, source, depth), source);
      case 'member':
        return proven(this.member(expr, spot, depth), source);
      case 'index':
        return this.indexed(expr, spot, depth);
      case 'call':
        return this.call(expr.call, spot, depth);
      case 'conditional':
        return choice([at(expr.yes), at(expr.no)], source);
      case 'logical':
        return this.logical(expr, spot, depth);
      case 'binary':
        return binary(expr, at, source);
      case 'unary':
        return unary(expr, at(expr.operand), source);
      case 'await':
      case 'cast':
        return at(expr.operand);
      case 'assign':
        return expr.operator === '=' ? at(expr.value) : runtime(source);
      default:
        return runtime(source);
    }
  }

  /** What is the same wherever a name is read under one frame; what was found less deep was followed at least as far. */
  private once(frame: Frame | null, of: Expr | ParamFact, depth: number, find: () => Argument | undefined): Argument | undefined {
    let known = this.seen.get(frame);
    if (!known) this.seen.set(frame, (known = new Map()));
    const before = known.get(of);
    if (before && before.depth <= depth) return before.value;
    const value = find();
    known.set(of, { depth, value });
    return value;
  }

  private unknown(source: Source, why: string): Argument {
    return { kind: 'unknown', why, source };
  }

  /** `a ?? b`, `a || b`: the left side where it is there; `a && b`: the right side, or nothing. */
  private logical({ operator, left, right }: Extract<Expr, { kind: 'logical' }>, spot: Spot, depth: number): Argument {
    const source = { expr: right, spot };
    const second = this.argument(right, spot, depth + 1);
    if (operator === '&&') return choice([{ kind: 'undefined', source }, second], source);
    const first = this.argument(left, spot, depth + 1);
    // An object is always there.
    if (first.kind === 'object' || first.kind === 'list') return first;
    if (first.kind === 'undefined' || (first.kind === 'literal' && first.value === null)) return second;
    const given = present(first);
    const some = given.value.kind === 'choice' ? given.value.of.filter((one) => !(one.kind === 'literal' && one.value === null)) : [given.value];
    return choice([...some, second], source);
  }

  private object(expr: Extract<Expr, { kind: 'object' }>, spot: Spot, depth: number): Argument {
    const source = { expr, spot };
    let made: readonly ObjectArgument[] = [{ kind: 'object', properties: [], source }];
    // What stands between two spreads is put in at once.
    let own: ObjectArgument['properties'][number][] = [];
    const putIn = (): void => {
      const over: ObjectArgument = { kind: 'object', properties: own, source };
      if (own.length > 0) made = made.map((one) => merged(one, over, true));
      own = [];
    };
    for (const { key, value, getter } of expr.properties) {
      if (key === '[]') made = made.map((one) => ({ ...one, open: 'a property has a key that is not shown' }));
      else if (key !== null) {
        const given = getter ? { value: runtime({ expr: value, spot }) } : present(this.argument(value, spot, depth + 1));
        own.push({ key, ...given });
      } else {
        putIn();
        const over = alternatives(this.argument(value, spot, depth + 1));
        made = made.flatMap((one) => spread(one, over));
      }
      if (made.length > MAX_SPREADS) return this.unknown(source, 'it is spread together from too many alternatives');
    }
    putIn();
    return choice(made, source);
  }

  private list(expr: Extract<Expr, { kind: 'array' }>, spot: Spot, depth: number): Argument {
    const source = { expr, spot };
    const items: { value: Argument; optional?: true }[] = [];
    let open = expr.length > expr.elements.length ? 'it is too long' : undefined;
    for (const element of expr.elements) {
      if (element.kind !== 'spread') {
        items.push(present(this.argument(element, spot, depth + 1)));
        continue;
      }
      const over = alternatives(this.argument(element.operand, spot, depth + 1));
      const always = over.length === 1;
      for (const one of over) {
        if (one.kind === 'list') {
          items.push(...one.items.map((item) => (always ? item : { ...item, optional: true as const })));
          open ??= one.open;
        } else if (!isNothing(one)) open ??= `${whyOf(one)} is spread into it`;
      }
    }
    return { kind: 'list', items, ...(open !== undefined && { open }), source };
  }

  private binding(id: number, source: Source, depth: number): Argument {
    const { file } = source.spot;
    const binding = file.row('bindings', id);
    switch (binding.kind) {
      case 'import':
        return this.imported(id, source, depth);
      case 'function':
        return binding.target < 0 ? runtime(source) : { kind: 'function', to: { file, id: binding.target }, source };
      case 'param':
      case 'var':
      case 'let':
      case 'const':
        return this.variable(id, binding, source, depth);
      default:
        return runtime(source);
    }
  }

  private imported(id: number, source: Source, depth: number): Argument {
    const { file } = source.spot;
    const origin = originOf(this.link, source.expr, file);
    if (origin) return { kind: 'symbol', ...origin, source };
    return this.declared(declared(this.link, file, id), depth) ?? runtime(source);
  }

  /** What an import or `require` leads to, as its module has it at the end. */
  private declared(items: readonly Declared[], depth: number): Argument | undefined {
    for (const item of items) {
      if (item.kind === 'binding') {
        const spot = endOf(item.file);
        return this.binding(item.id, { expr: { kind: 'name', name: item.file.row('bindings', item.id).name, binding: item.id }, spot }, depth + 1);
      }
      if (item.from) return this.argument(item.from.expr, endOf(item.from.file), depth + 1);
    }
    return undefined;
  }

  /** `require('./x')`: what that module of the project sets `module.exports` to. */
  private required({ kind, callee, args: [specifier] }: CallFact, { file }: Spot, depth: number): Argument | undefined {
    if (kind !== 'call' || callee.kind !== 'name' || callee.name !== 'require' || callee.binding >= 0 || specifier?.kind !== 'literal' || typeof specifier.value !== 'string') return undefined;
    const module = this.link.resolve(specifier.value, file);
    return module?.exports('module.exports') ? this.declared(exported(this.link, module, 'module.exports'), depth) : undefined;
  }

  /** A name at a spot: what it was last given, and what was done to that since. */
  private variable(id: number, binding: BindingFact, source: Source, depth: number): Argument {
    const { spot } = source;
    const { file } = spot;
    const before = changesOf(file, id).filter(({ at }) => at <= spot.at);
    const bases: { value: Argument; at: number }[] = [];
    let isSet = false;
    for (const change of [...before].reverse()) {
      if (change.kind !== 'assign') continue;
      bases.push({ value: this.assigned(change, source, depth), at: change.at });
      if (happens(change, spot) === 'always') {
        isSet = true;
        break;
      }
    }
    if (!isSet) bases.push({ value: this.initial(binding, source, depth), at: spanEnd(binding.span) });
    return choice(bases.map(({ value, at }) => before.reduce((made, change) => (change.at > at ? this.changed(made, change, source, depth) : made), value)), source);
  }

  private assigned({ value, operator, functionId, region, at }: Extract<Change, { kind: 'assign' }>, source: Source, depth: number): Argument {
    if (!value) return runtime(source);
    const spot = { ...source.spot, functionId, region, at: at - 1 };
    const given = this.argument(value, spot, depth + 1);
    if (operator === '=' || operator === '??=' || operator === '||=') return given;
    if (operator !== '+=') return runtime(source);
    return textOf([this.argument(source.expr, spot, depth + 1), given], source);
  }

  /** What a name is made with. */
  private initial(binding: BindingFact, source: Source, depth: number): Argument {
    const { file, frame } = source.spot;
    if (binding.kind === 'param') return this.parameter(binding, source, depth);
    const { loopRegion, init, functionId, span, fallback } = binding;
    const made = { file, functionId, region: regionAt(file, functionId, spanStart(span)), at: spanStart(span), frame };
    if (loopRegion >= 0 && !init) return runtime(source);
    if (!init) return { kind: 'undefined', source };
    const from = this.once(frame, init, depth, () => this.argument(init, made, depth + 1))!;
    const value = taken(from, binding, file);
    const whole = this.withFallback(value, fallback, made, depth);
    const type = typeSaid(binding.type);
    return whole.kind === 'value' && !whole.type && type ? { ...whole, type } : whole;
  }

  private withFallback(value: Argument, fallback: Expr | null, spot: Spot, depth: number): Argument {
    if (!fallback) return value;
    const given = present(value);
    if (!given.optional) return value.kind === 'value' || value.kind === 'unknown' ? choice([value, this.argument(fallback, spot, depth + 1)], value.source) : value;
    const otherwise = this.argument(fallback, spot, depth + 1);
    return given.value.kind === 'undefined' ? otherwise : choice([given.value, otherwise], value.source);
  }

  private parameter(binding: BindingFact, source: Source, depth: number): Argument {
    const { file } = source.spot;
    const { functionId, target, path, fallback } = binding;
    const { params, span } = file.row('functions', functionId);
    const fact = params[target];
    const own = { file, functionId, region: -1, at: spanStart(span), frame: source.spot.frame };
    const type = path.length === 0 ? typeSaid(fact?.type) : undefined;
    if (type) return { kind: 'value', type, why: `parameter ${binding.name}`, source };
    const given = !fact || fact.rest || path.includes('[]') ? undefined : this.once(source.spot.frame, fact, depth, () => this.given(binding, { file, id: functionId }, source, depth));
    if (given) {
      const whole = path.length > 0 && fact?.fallback ? this.withFallback(given, fact.fallback, own, depth) : given;
      const handed = this.withFallback(taken(whole, binding, file), path.length > 0 ? fallback : (fact?.fallback ?? fallback), own, depth);
      const found = path.length === 0 && fact && !fact.optional && isOfSomething(fact.type) ? thatIsThere(handed) : handed;
      return found.kind === 'value' ? { ...found, through: source } : found;
    }
    const value: Argument = { kind: 'value', why: `parameter ${[...(path.length > 0 ? path : [binding.name])].join('.')}`, source };
    return fallback ? choice([value, this.argument(fallback, own, depth + 1)], source) : value;
  }

  /** What the call that led here hands over for a parameter; else what its callers do, each an alternative. */
  private given({ target }: BindingFact, to: FunctionRef, source: Source, depth: number): Argument | undefined {
    let depthOfFrames = 0;
    for (let at = source.spot.frame; at; at = at.caller.frame, depthOfFrames++) {
      if (at.to.file !== to.file || at.to.id !== to.id) continue;
      const arg = at.call.file.row('calls', at.call.id).args[target + at.shift];
      return arg ? this.argument(arg, at.caller, depth + 1) : { kind: 'undefined', source };
    }
    if (depthOfFrames >= MAX_FRAMES) return undefined;
    const all = this.link.memo.further([], () => callsOfFunction(this.link, to, target));
    const calls = all.filter(({ ref }) => !isTestFile(ref.file) && !isWithin(ref, to));
    // Where there are many, others may give something else.
    if (calls.length === 0 || all.length >= MAX_CALLERS) return undefined;
    return choice(
      calls.map(({ ref, shift }) => {
        const caller = spotOf(ref);
        return this.argument(ref.file.row('calls', ref.id).args[target + shift]!, { ...caller, frame: null }, depth + 1);
      }),
      source,
    );
  }

  /** What a change makes of a value. */
  private changed(value: Argument, change: Change, source: Source, depth: number): Argument {
    if (change.kind === 'assign') return value;
    const spot = { ...source.spot, functionId: change.functionId, region: change.region, at: change.at - 1 };
    const always = happens(change, source.spot) === 'always';
    const at = (expr: Expr) => this.argument(expr, spot, depth + 1);
    const [key, ...deeper] = change.path;
    switch (change.kind) {
      case 'set':
        return key === undefined ? value : updated(value, [key, ...deeper], () => (change.operator === '=' ? at(change.value) : runtime({ expr: change.value, spot })), always, source);
      case 'remove':
        return key === undefined ? value : updated(value, [key, ...deeper], () => ({ kind: 'undefined', source }), always, source);
      case 'open':
        return opened(value, change.path, change.why, source);
      case 'push':
        return updated(value, change.path, (before) => pushed(before, change.values.map(at), always, source), true, source);
      case 'merge':
        return updated(value, change.path, (before) => mergedInto(before, change.values.map(at), always, source), true, source);
      case 'handed':
        return isKept(this.link, change, source.spot.file) ? value : opened(value, change.path, `${calleeName(source.spot.file, change.call)}() is given it and may change it`, source);
    }
  }

  private member(expr: Extract<Expr, { kind: 'member' }>, spot: Spot, depth: number): Argument {
    const source = { expr, spot };
    const value = enumValue(this.link, expr, spot.file);
    if (value !== undefined) return { kind: 'literal', value, source };
    const origin = originOf(this.link, expr, spot.file);
    if (origin) return { kind: 'symbol', ...origin, source };
    const literals = isOfConstant(expr, spot.file) ? literalsOf(this.link, source) : undefined;
    if (literals) return choice(literals.map((value): Argument => ({ kind: 'literal', value, source })), source);
    if (!leadsToValue(expr.object)) return runtime(source);
    const object = this.argument(expr.object, spot, depth + 1);
    const found = property(object, expr.name);
    if (found.kind === 'value') return { kind: 'value', ...(found.type && { type: found.type }), why: shortText(source), source };
    return found;
  }

  /** `map[key]`: what a literal key names, else any of the properties. */
  private indexed({ object, index }: Extract<Expr, { kind: 'index' }>, spot: Spot, depth: number): Argument {
    const source = { expr: object, spot };
    const of = this.argument(object, spot, depth + 1);
    const key = this.argument(index, spot, depth + 1);
    if (key.kind === 'literal' && typeof key.value === 'string') return property(of, key.value);
    if (of.kind === 'list') return element(of);
    if (of.kind === 'object' && of.open === undefined && of.properties.length > 0) return choice([{ kind: 'undefined', source }, ...of.properties.map(({ value }) => value)], source);
    return of.kind === 'unknown' ? of : runtime(source);
  }

  private call(id: number, spot: Spot, depth: number): Argument {
    const { file } = spot;
    const call = file.row('calls', id);
    const source: Source = { expr: { kind: 'call', call: id }, spot };
    if (call.kind === 'get') return this.argument(call.callee, spot, depth + 1);
    const known = this.builtin(id, spot, depth) ?? this.required(call, spot, depth);
    if (known) return known;
    const targets = call.kind === 'call' ? callTargets(this.link, file, id) : [];
    const functions = targets.filter((target) => target.kind === 'function');
    if (functions.length > 0 && functions.length === targets.length) {
      return choice(functions.map((target) => this.returned({ to: { file: target.file, id: target.id }, call: { file, id }, shift: target.shift, caller: spot }, source, depth)), source);
    }
    if (call.kind !== 'call' && call.kind !== 'new' && call.kind !== 'tag') return runtime(source);
    const from = fromOf(this.link, call.callee, spot);
    // Under its own name, whatever the file calls it.
    const name = (from === undefined ? undefined : originOf(this.link, call.callee, file)?.path.at(-1)) ?? lastName(call.callee) ?? '';
    const type = from === undefined ? TYPES.get(name) : undefined;
    const args = () => call.args.map((expr) => argumentOf(this.link, { expr, spot }));
    return { kind: 'call', call: { file, id }, form: call.kind, name, ...(from !== undefined && { from }), ...(type && { type }), args, source };
  }

  /** What a function of the project gives back at a call of it. */
  private returned(frame: Frame, source: Source, depth: number): Argument {
    const { to } = frame;
    for (let at: Frame | null = frame.caller.frame, hops = 0; at; at = at.caller.frame, hops++) {
      if (hops > MAX_FRAMES || (at.to.file === to.file && at.to.id === to.id)) return this.unknown(source, `${calleeName(frame.call.file, frame.call.id)}() calls itself`);
    }
    return this.results(to, frame, source, depth);
  }

  private results(to: FunctionRef, frame: Frame | null, source: Source, depth: number): Argument {
    const { generator, returns } = to.file.row('functions', to.id);
    if (generator || returns.length === 0) return runtime(source);
    const values = returnsOf(to, frame).flatMap(({ expr, spot }) => alternatives(this.argument(expr, spot, depth + 1)));
    const nothing: Argument = { kind: 'undefined', source };
    return choice([...values.map((value) => (value.kind === 'undefined' ? nothing : value)), ...(mayReturnNothing(to) ? [nothing] : [])], source);
  }

  /** Calls of the language's own objects that give what they are given, or a part of it. */
  private builtin(id: number, spot: Spot, depth: number): Argument | undefined {
    const { file } = spot;
    const { kind, callee, args } = file.row('calls', id);
    if (kind !== 'call' || callee.kind !== 'member') return undefined;
    const source: Source = { expr: { kind: 'call', call: id }, spot };
    if (callee.object.kind === 'name' && callee.object.binding < 0) {
      const name = `${callee.object.name}.${callee.name}`;
      if (name === 'Object.assign' || name === 'Object.freeze') return this.object({ kind: 'object', properties: args.map((value) => ({ key: null, value, span: spanFrom(0, 0) })) }, spot, depth);
      if (name === 'Array.from' && args[0]) return this.argument(args[0], spot, depth + 1);
    }
    const [first] = args;
    // What a callback makes of each element: one stands for all.
    if (callee.name === 'map' && first?.kind === 'function') return { kind: 'list', items: [{ value: this.results({ file, id: first.function }, spot.frame, source, depth), optional: true }], source };
    if (callee.name !== 'filter' && callee.name !== 'concat') return undefined;
    const list = this.argument(callee.object, spot, depth + 1);
    if (list.kind !== 'list') return undefined;
    if (callee.name === 'filter') return { ...list, items: list.items.map((item) => ({ ...item, optional: true })) };
    return this.list({ kind: 'array', elements: [{ kind: 'spread', operand: callee.object }, ...args.map((operand): Expr => ({ kind: 'spread', operand }))], length: args.length + 1 }, source.spot, depth);
  }
}

/** What a name or a member may be where it is read, without what is turned away before. */
function proven(found: Argument, { expr, spot }: Source): Argument {
  return mayBeMissing(found) && isProven(expr, spot) ? thatIsThere(found) : found;
}

/** Objects that conditional spreads may make of one literal. */
const MAX_SPREADS = 8;

/** The literals that a member of a constant may be; undefined where it may be something else. */
function literalsOf(link: Link, { expr, spot }: Source): (string | number | boolean | null)[] | undefined {
  const values = evaluate(link, expr, { file: spot.file, functionId: spot.functionId });
  const literals = values.flatMap((value) => (value.kind === 'literal' ? [value.value] : []));
  return literals.length > 0 && literals.length === values.length ? literals : undefined;
}

/** Whether a member is read from something that a module declares once: what a parameter or a variable holds is for its own spot to say. */
function isOfConstant(expr: Expr, file: LinkedFile): boolean {
  let root = expr;
  while (root.kind === 'member') root = root.object;
  if (root.kind !== 'name' || root.binding < 0) return false;
  const { kind, functionId } = file.row('bindings', root.binding);
  return kind === 'import' || kind === 'class' || kind === 'namespace' || (kind === 'const' && functionId === 0);
}

/** Whether an expression can be followed to an object. */
function leadsToValue(expr: Expr): boolean {
  return expr.kind !== 'this' && expr.kind !== 'super';
}
