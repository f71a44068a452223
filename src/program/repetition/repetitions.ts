import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { branchesTo, holds, isMissing, resultBindings } from '../multiplicity/flow.ts';
import { enclosing, isInside, isLoop } from '../multiplicity/regions.ts';
import { stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { stepsOf, type Hop, type Read, type Step } from './events.ts';
import { isGiven, textOf } from './symbols.ts';

/** A query that a function's run has asked before with the same arguments. */
export interface Repetition {
  /** The place that shows it: the later call, or the route of a later call in another file. */
  at: CallRef;
  /** The later call, in the function itself. */
  call: CallRef;
  later: Read;
  /** The call that asked first, and how. */
  first: { call: CallRef; read: Read };
  /** The function that asks again. */
  by: FunctionRef;
  /** It is true and not worth much: the later query is not always asked, it asks for a setting, or a helper loads for itself what it needs. */
  minor: boolean;
  /** Calls after the later one that ask the same once more. */
  beside: CallRef[];
  /** More queries of the later call that were asked before. */
  further: number;
}

interface Asked {
  at: number;
  call: CallRef;
  read: Read;
}

/** Finds the queries that functions of a file ask twice in one run. */
export function repetitionsIn(link: Link, file: LinkedFile): Repetition[] {
  return file.facts.functions.flatMap((_, id) => (id === 0 ? [] : repetitionsOf(link, { file, id })));
}

function repetitionsOf(link: Link, ref: FunctionRef): Repetition[] {
  const steps = stepsOf(link, ref);
  if (steps.length < 2) return [];
  const found: Repetition[] = [];
  const byText = new Map<string, Repetition>();
  const asked = new Map<string, Asked[]>();
  for (const [at, { call, event: read }] of steps.entries()) {
    const text = read.kind === 'read' ? textOf(read.query) : undefined;
    if (text === undefined || read.kind !== 'read' || triesAgain(ref, read)) continue;
    const earlier = asked.get(text) ?? [];
    const before = earlier.find((item) => item.call.id !== call.id && isSure(ref, item, call) && !isFallback(ref, item, call) && !changes(steps, item, at, text));
    asked.set(text, [...earlier, { at, call, read }]);
    if (!before) continue;
    const minor = read.conditional || !isGiven(read.query) || givesOther(before.read.path, read.path) || steps.slice(before.at + 1, at).some(({ event }) => event.kind === 'outgoing');
    const same = found.find((item) => item.call.id === call.id);
    const known = byText.get(`${minor}:${text}`);
    if (same) same.further++;
    else if (known) known.beside.push(call);
    else {
      const repetition: Repetition = { at: call, call, later: read, first: before, by: ref, minor, beside: [], further: 0 };
      found.push(repetition);
      byText.set(`${minor}:${text}`, repetition);
    }
  }
  return found;
}

/** Whether the earlier call has run, with its query, whenever the later one runs; loops are not for this question. */
function isSure({ file: { facts } }: FunctionRef, { call, read }: Asked, later: CallRef): boolean {
  const before = facts.calls[call.id]!;
  const after = facts.calls[later.id]!;
  if ([...enclosing(facts, after.region)].some((at) => isLoop(facts.regions[at]!))) return false;
  return (before.region < 0 || isInside(facts, after.region, before.region)) && !read.conditional;
}

/** A function that calls itself with what it was given tries again, since something has come between. */
function triesAgain({ file, id }: FunctionRef, { path }: Read): boolean {
  const [first] = path;
  return first?.enters.file === file && first.enters.id === id;
}

/** The later call runs only where the earlier one gave nothing: it asks another copy of the data, or once more. */
function isFallback({ file: { facts }, id }: FunctionRef, { call: earlier }: Asked, later: CallRef): boolean {
  const results = resultBindings(facts, earlier.id, facts.functions[id]!.span);
  const isResult = (expr: Expr) => (expr.kind === 'name' && results.has(expr.binding)) || (expr.kind === 'call' && expr.call === earlier.id);
  return branchesTo(facts, facts.calls[later.id]!.region, -1).some((branch) => branch.test && holds(branch, isThere(branch.test, isResult)) === false);
}

/** What a test says of a value as a whole: that it is there, that it is not; undefined for what asks for more. */
function isThere(test: Expr, isValue: (expr: Expr) => boolean): boolean | undefined {
  if (isValue(stripped(test))) return true;
  if (test.kind === 'unary' && test.operator === '!') return isValue(stripped(test.operand)) ? false : undefined;
  if (test.kind !== 'binary' || !/^[=!]==?$/.test(test.operator)) return undefined;
  const other = isMissing(test.right) ? test.left : isMissing(test.left) ? test.right : undefined;
  return other && isValue(stripped(other)) ? test.operator.startsWith('!') : undefined;
}

/** Whether something between two reads may have changed what they read. */
export function changes(steps: readonly Pick<Step, 'event'>[], { at: from, read }: Pick<Asked, 'at' | 'read'>, to: number, text: string): boolean {
  const isAlone = !READS_MORE.test(text);
  return steps.slice(from + 1, to).some(({ event }) => {
    if (event.kind !== 'write') return event.kind === 'pause';
    return !isAlone || event.table === undefined || read.table === undefined || event.table === read.table;
  });
}

/** Signs of a query that reads other tables with its own. */
const READS_MORE = /\b(include|relations|populate|with|joins?|leftJoin\w*|innerJoin\w*)\b|select:\{[^{}]*\{|"[^"]*\bjoin\b/i;

/** Both ways lead through one function that is given something else each time: what it loads for itself it does not load twice. */
function givesOther(first: readonly Hop[], later: readonly Hop[]): boolean {
  for (const hop of later) {
    const common = first.find(({ enters: { file, id } }) => file === hop.enters.file && id === hop.enters.id);
    if (!common) continue;
    return hop.args.length !== common.args.length || hop.args.some((arg, index) => textOf(arg) === undefined || textOf(arg) !== textOf(common.args[index]!));
  }
  return false;
}
