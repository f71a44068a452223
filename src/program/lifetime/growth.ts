import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { Expr } from '../../facts/types.ts';
import { namesIn } from '../../facts/walk.ts';
import { CALLED_AT_ONCE } from '../file-index.ts';
import { invocationOf } from '../effects/graph.ts';
import { LOOK_UPS } from '../effects/memoised.ts';
import { callersOf } from '../entries/callers.ts';
import { CLOSED_KINDS, fileKind, SERVING_KINDS } from '../entries/file-kinds.ts';
import { isPageCode } from '../entries/page-code.ts';
import { enclosing, hasNoTest, isInside, spans } from '../multiplicity/regions.ts';
import { mentions, polarity } from '../multiplicity/flow.ts';
import { runsOnlyWhere } from '../multiplicity/gates.ts';
import { exprText } from '../print.ts';
import { NATIVE_MEMBERS } from '../resolve/builtins.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, stripped, type FunctionRef, type LinkedFile } from '../values.ts';
import type { Collection } from './collections.ts';
import { isFiniteKey, isFiniteType } from './keys.ts';
import { isLongLived } from './lifetimes.ts';
import { runsOf, type Ground, type Runs } from './runs.ts';
import type { Use, Used } from './uses.ts';

/** A collection that lives on and only grows. */
export interface Growth {
  collection: Collection;
  /** Where it grows, nearest to a known entry first. */
  grows: readonly { use: Use; runs: Runs }[];
  /** Removals that do not bound it, and why not. */
  weak: readonly { use: Use; why: WeakRemoval }[];
}

/** Why a removal bounds nothing. */
export type WeakRemoval = 'on-read' | 'on-failure' | 'before-insert' | 'unreachable' | 'once';

/** The growing collections that a file declares. */
export function growthIn(ground: Ground, file: LinkedFile): Growth[] {
  return ground.usesOf(file).flatMap((used) => {
    const growth = judge(ground, used);
    return growth ? [growth] : [];
  });
}

function judge(ground: Ground, { collection, uses }: Used): Growth | undefined {
  if (collection.store.bounded || !isLongLived(ground, collection)) return undefined;
  const grows = uses.filter((use) => use.does === 'grow' && outlives(ground, collection, use) && !isInConstruction(collection, use) && !isReplacement(use, uses) && !isBoundedKey(ground, collection, use)).flatMap((use) => {
    const maker = makerOfKey(ground, use);
    const runs = runsOf(ground, { file: use.file, id: maker ?? use.functionId }, false);
    // A closure that is handed on adds the one key that it was made with.
    if (maker !== undefined && runs.frequency === 'unknown') return [];
    return isRepeated(ground, use, runs, uses) ? [{ use, runs }] : [];
  });
  if (grows.length === 0 || uses.some(({ does }) => does === 'measure')) return undefined;
  const weak: { use: Use; why: WeakRemoval }[] = [];
  for (const use of uses) {
    if (use.does !== 'remove' && use.does !== 'empty') continue;
    const why = weakness(ground, use, uses);
    if (!why) return undefined;
    weak.push({ use, why });
  }
  if (isHandedOn(ground, collection, uses)) return undefined;
  return { collection, grows: grows.toSorted((a, b) => Number(SERVING_KINDS.has(b.runs.entry?.kind ?? 'build')) - Number(SERVING_KINDS.has(a.runs.entry?.kind ?? 'build'))), weak };
}

/** A local variable of a function grows past its run only from a closure that runs later. */
function outlives(ground: Ground, { holder, file }: Collection, use: Use): boolean {
  if (holder.kind !== 'variable' || holder.functionId === 0 || use.file !== file) return true;
  let id = use.functionId;
  while (id > 0 && id !== holder.functionId) {
    const site = file.index.callbackSite.get(id);
    const invocation = site && invocationOf(ground.link, { file, id: site.call }, site.arg, site.path);
    if (!site || site.arg === CALLED_AT_ONCE || !invocation) return !site || !invocation;
    if (invocation.runs === 'later') return true;
    id = file.facts.calls[site.call]!.functionId;
  }
  return false;
}

/** Each instance has a collection of its own, which it fills while it is made. */
function isInConstruction({ holder }: Collection, { file, functionId, own }: Use): boolean {
  const { kind, classId } = file.facts.functions[functionId]!;
  return own === true && holder.kind === 'field' && !holder.static && kind === 'constructor' && classId === holder.classId;
}

/** Another value for a key that is there: `const item = items.get(key); if (item) items.set(key, renewed(item))`. */
function isReplacement(use: Use, uses: readonly Use[]): boolean {
  const { facts } = use.file;
  const found = new Set(uses.filter((read) => read.does === 'read' && isOfSameKey(use, read)).map(({ span }) => spanStart(span)));
  if (found.size === 0) return false;
  const isFound = (expr: Expr): boolean => {
    const inner = stripped(expr);
    if (inner.kind === 'call') return found.has(spanStart(facts.calls[inner.call]!.span));
    const binding = inner.kind === 'name' && inner.binding >= 0 ? facts.bindings[inner.binding]! : undefined;
    return binding?.kind === 'const' && binding.path.length === 0 && binding.init !== null && isFound(binding.init);
  };
  return runsOnlyWhere(use.file, use, true, (test) => polarity(facts, test, isFound));
}

function isOfSameKey(use: Use, other: Use): boolean {
  return use.key !== null && other.key !== null && other.file === use.file && exprText(other.file.facts, other.key) === exprText(use.file.facts, use.key);
}

/** The function in which the key was made that a closure adds, where that closure runs later than the function: each run of it has one key. */
function makerOfKey({ link }: Ground, { file, functionId, key }: Use): number | undefined {
  const { facts, index } = file;
  const made = key && mentions(facts, key, ({ kind }) => kind === 'this' || kind === 'call') ? [] : key ? [...namesIn(facts, key)].map((id) => facts.bindings[id]!).filter(({ functionId: at }) => at > 0) : [];
  if (made.length === 0) return undefined;
  const isAround = (outer: number): boolean => made.every(({ functionId: at }) => spans(facts.functions[at]!.span, facts.functions[outer]!.span));
  for (let id = functionId; id > 0 && !made.some(({ functionId: at }) => at === id); id = facts.functions[id]!.parentId) {
    if (!isAround(id)) return undefined;
    const site = index.callbackSite.get(id);
    const invocation = site && site.arg !== CALLED_AT_ONCE ? invocationOf(link, { file, id: site.call }, site.arg, site.path) : undefined;
    const isInPlace = site !== undefined && (site.arg === CALLED_AT_ONCE || (invocation !== undefined && invocation.runs !== 'later'));
    if (!isInPlace) return Math.max(...made.map(({ functionId: at }) => at));
  }
  return undefined;
}

function isBoundedKey({ link }: Ground, collection: Collection, use: Use): boolean {
  const { file, store: { keyType } } = collection;
  // An element that a set has already is not added again; a list takes it each time.
  if (use.key === null) return false;
  if (keyType && isFiniteType(link, file, keyType)) return true;
  if (isOwnKey(collection, use)) return true;
  return isFiniteKey(link, use.key, { file: use.file, functionId: use.functionId });
}

/** A key that the collection is iterated over for is there already: `for (const [key, value] of cache) cache.set(key, renew(value))`. */
function isOwnKey({ holder, file }: Collection, use: Use): boolean {
  const key = use.key && stripped(use.key);
  if (holder.kind !== 'variable' || use.file !== file || key?.kind !== 'name' || key.binding < 0) return false;
  const { loopRegion, path } = file.facts.bindings[key.binding]!;
  const over = loopRegion < 0 || path.length === 0 ? null : file.facts.regions[loopRegion]!.over;
  return over?.kind === 'name' && over.binding === holder.binding;
}

/** Whether it grows again and again: for requests and jobs; and where nobody is seen to call, only if it looks like a cache. */
function isRepeated(ground: Ground, use: Use, runs: Runs, uses: readonly Use[]): boolean {
  const kind = fileKind(use.file, ground.packages);
  if (kind && CLOSED_KINDS.has(kind)) return false;
  if (runs.frequency === 'repeated') return true;
  if (runs.frequency === 'once') return false;
  return !isPageCode(use.file) && isCacheLike(use, uses);
}

/** The same function looks the key up before it stores what it made for it: a registry stores what it is given. */
function isCacheLike(use: Use, uses: readonly Use[]): boolean {
  if (!use.key || !use.value) return false;
  if (isGiven(use.file, use.value) || isOfGiven(use) || refusesTwice(use)) return false;
  return uses.some((read) => read.does === 'read' && isOfSameKey(use, read) && sameFunction(use, read)) || readsByIndex(use, exprText(use.file.facts, use.key));
}

/** A list or a map that begins empty, and is filled with what the function is given: `hooks[name] ??= []; hooks[name].push(hook)`. */
function isOfGiven({ file, functionId, value }: Use): boolean {
  const { facts } = file;
  if (!isEmpty(file, value!)) return false;
  return facts.calls.some(({ callee, args, functionId: at }) => at === functionId && callee.kind === 'member' && (callee.name === 'push' || callee.name === 'add' || callee.name === 'set') && args.length > 0 && isGiven(file, args.at(-1)!));
}

/** `[]`, `{}`, `new Map()` */
function isEmpty({ facts }: LinkedFile, expr: Expr): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'array') return inner.elements.length === 0;
  if (inner.kind === 'object') return inner.properties.length === 0;
  const made = inner.kind === 'call' ? facts.calls[inner.call]! : undefined;
  return made?.kind === 'new' && made.args.length === 0 && made.callee.kind === 'name' && (made.callee.name === 'Map' || made.callee.name === 'Set');
}

/** What is there already is an error: `if (policies.has(name)) throw …`. A cache gives what it has. */
function refusesTwice({ file: { facts }, functionId, key }: Use): boolean {
  const text = exprText(facts, key!);
  return facts.exits.some(({ kind, region, functionId: at }) => {
    const test = kind === 'throw' && at === functionId && region >= 0 ? facts.regions[region]!.test : null;
    const asked = test?.kind === 'call' ? facts.calls[test.call]! : undefined;
    return asked?.callee.kind === 'member' && LOOK_UPS.has(asked.callee.name) && asked.args.length === 1 && exprText(facts, asked.args[0]!) === text;
  });
}

/** A parameter, or a part of one: `const { name, ...rest } = task`. */
function isGiven(file: LinkedFile, expr: Expr): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'member') return isGiven(file, inner.object);
  const binding = inner.kind === 'name' ? file.facts.bindings[inner.binding] : undefined;
  return binding?.kind === 'param' || (binding?.kind === 'const' && binding.init !== null && isGiven(file, binding.init));
}

function sameFunction(a: Use, b: Use): boolean {
  const { functions } = a.file.facts;
  const within = (inner: number, outer: number) => spanStart(functions[inner]!.span) >= spanStart(functions[outer]!.span) && spanEnd(functions[inner]!.span) <= spanEnd(functions[outer]!.span);
  return a.functionId === b.functionId || (a.functionId > 0 && b.functionId > 0 && (within(a.functionId, b.functionId) || within(b.functionId, a.functionId)));
}

/** `if (!table[key]) table[key] = make(key)`: a branch around the growth asks for the key. */
function readsByIndex({ file, region }: Use, key: string): boolean {
  for (const at of enclosing(file.facts, region)) {
    const { test } = file.facts.regions[at]!;
    if (test && mentions(file.facts, test, (part) => part.kind === 'index' && exprText(file.facts, part.index) === key)) return true;
  }
  return false;
}

/** Why a removal does not bound the collection; undefined where it does, as far as can be told. */
function weakness(ground: Ground, use: Use, uses: readonly Use[]): WeakRemoval | undefined {
  if (isOnFailure(use)) return 'on-failure';
  if (use.does === 'remove' && use.key) {
    if (isBeforeInsert(use, uses)) return 'before-insert';
    if (isExpiryOnRead(use, uses)) return 'on-read';
  }
  return isInEndlessLoop(use) ? undefined : reachability(ground, { file: use.file, id: use.functionId });
}

/** In a loop without an end, that start-up begins: `while (true) { … }`. */
function isInEndlessLoop({ file: { facts, index }, functionId, region }: Use): boolean {
  for (let at = { functionId, region }; ; ) {
    if ([...enclosing(facts, at.region)].some((id) => hasNoTest(facts.regions[id]!))) return true;
    const site = index.callbackSite.get(at.functionId);
    if (site?.arg !== CALLED_AT_ONCE) return false;
    at = facts.calls[site.call]!;
  }
}

/** Only a failure removes: `promise.catch(() => cache.delete(key))`. */
function isOnFailure({ file, functionId, region }: Use): boolean {
  const { facts, index } = file;
  if ([...enclosing(facts, region)].some((at) => facts.regions[at]!.kind === 'catch')) return true;
  const site = index.callbackSite.get(functionId);
  if (!site) return false;
  const { callee } = facts.calls[site.call]!;
  return callee.kind === 'member' && ((callee.name === 'catch' && site.arg === 0) || (callee.name === 'then' && site.arg === 1));
}

/** A key that is taken out to be put back at the end: the order of a Map is that of insertion. */
function isBeforeInsert(use: Use, uses: readonly Use[]): boolean {
  const { facts } = use.file;
  const key = exprText(facts, use.key!);
  const isSameKey = (other: Use) => other.file === use.file && other.functionId === use.functionId && other.key !== null && exprText(facts, other.key) === key;
  const onOnePath = (other: Use) => use.region < 0 || other.region < 0 || isInside(facts, use.region, other.region) || isInside(facts, other.region, use.region);
  return uses.some((other) => other.does === 'grow' && spanStart(other.span) > spanEnd(use.span) && isSameKey(other) && onOnePath(other));
}

/** Names that say when something was stored or is to go. */
const TIME_WORDS = /(expir|ttl|stale|maxage|max_age|timestamp|cachedat|fetchedat|storedat|createdat|updatedat|validuntil|deadline|now$)/i;

/** What is found to be too old is removed when its own key is asked for again: keys that nobody asks for stay. */
function isExpiryOnRead(use: Use, uses: readonly Use[]): boolean {
  const { facts } = use.file;
  const key = exprText(facts, use.key!);
  const reads = uses.filter((other) => other.does === 'read' && other.file === use.file && other.functionId === use.functionId && other.key !== null && exprText(facts, other.key) === key);
  if (reads.length === 0) return false;
  for (const at of enclosing(facts, use.region)) {
    const { kind, test } = facts.regions[at]!;
    if ((kind === 'branch' || kind === 'case') && test && mentions(facts, test, (part) => (part.kind === 'name' || part.kind === 'member') && (TIME_WORDS.test(part.name) || isClock(part)))) return true;
  }
  return false;
}

function isClock(expr: Expr): boolean {
  return expr.kind === 'member' && expr.object.kind === 'name' && (expr.object.name === 'Date' || expr.object.name === 'performance');
}

/** Whether a removal runs while the process serves; one at start-up or at the end bounds nothing. */
function reachability(ground: Ground, ref: FunctionRef): WeakRemoval | undefined {
  const runs = runsOf(ground, ref, false);
  if (runs.frequency === 'repeated') return undefined;
  if (runs.frequency === 'once') return runs.kinds.size > 0 ? 'once' : 'unreachable';
  return isMentioned(ground, ref) ? undefined : 'unreachable';
}

/** Whether anything may call a function: a caller, a name that is handed on, a framework that calls a method of its interface. */
function isMentioned({ link, entries }: Ground, { file, id }: FunctionRef): boolean {
  const { facts, index } = file;
  const fact = facts.functions[id]!;
  if (id === 0 || index.callbackSite.has(id) || fact.decorators.length > 0 || entries.has(keyOf(file, id))) return true;
  if (callersOf(link, { file, id }).length > 0) return true;
  const owner = index.methodOf.get(id);
  if (owner) {
    const { superClass, implements: types } = facts.classes[owner.classId]!;
    if (superClass || types.length > 0) return true;
  }
  if (fact.name === '' || fact.parentId > 0) return true;
  if (NATIVE_MEMBERS.has(fact.name)) return false;
  const unresolved = link.names.calls(fact.name).some((call) => callTargets(link, call.file, call.id).length === 0);
  // An object that has it under its name hands it on: `new Server({ afterUnload })`.
  return unresolved || link.names.passed(fact.name).length > 0 || link.names.set('set-to-name', fact.name).length > 0;
}

/** Functions that only look at what they are given. */
const LOOKERS = new Set(['keys', 'values', 'entries', 'from', 'isArray', 'stringify', 'log', 'error', 'warn', 'info', 'debug', 'freeze', 'String', 'Boolean', 'Map', 'Set', 'Array', 'push', 'includes', 'expect', 'structuredClone', 'all', 'has', 'get', 'set']);

/** The collection is given to code that nobody knows, which may empty it. */
function isHandedOn({ link }: Ground, { name, file }: Collection, uses: readonly Use[]): boolean {
  const files = new Set([file, ...uses.map((use) => use.file)]);
  return link.names.passed(name).some((ref) => {
    if (!files.has(ref.file)) return false;
    const { callee } = ref.file.facts.calls[ref.id]!;
    const called = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
    return !LOOKERS.has(called) && callTargets(link, ref.file, ref.id).length === 0;
  });
}
