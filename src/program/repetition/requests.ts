import { posix } from 'node:path';
import type { EntryTable } from '../entries/table.ts';
import type { Link } from '../link.ts';
import { matchesCallback } from '../resolve/params.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { stepsOf, type Event, type Read } from './events.ts';
import { isConditional } from './conditions.ts';
import { changes, type Repetition } from './repetitions.ts';
import { substitute, textOf, UNKNOWN, type Given } from './symbols.ts';

/** What every function of one request is given. */
const REQUEST: Given = { args: [0, 1, 2, 3].map((index) => ({ kind: 'text', text: `request ${index}` })), self: UNKNOWN };
const FROM_REQUEST = /request \d/;

/** Finds the queries that several functions ask which a framework runs for one request: the handlers of a route, a page and its layouts. */
export function repetitionsAcross(link: Link, entries: EntryTable, file: LinkedFile): Repetition[] {
  return [
    ...routesOf(link, file).flatMap(({ route, functions }) => acrossFunctions(link, functions).map((found) => (found.at.file === file ? found : { ...found, at: route }))),
    ...segmentsOf(entries, file).flatMap((functions) => acrossFunctions(link, functions).filter(({ at }) => at.file === file)),
  ];
}

/** `router.get(path, guard, handler)`: functions of one call that run one after the other. */
function routesOf(link: Link, file: LinkedFile): { route: CallRef; functions: FunctionRef[] }[] {
  return file.facts.calls.flatMap((call, id) => {
    if (call.args.length < 2 || call.callee.kind !== 'member') return [];
    if (call.args.filter(({ kind }) => kind === 'function' || kind === 'name' || kind === 'member').length < 2) return [];
    const target = callTargets(link, file, id).find((item) => item.kind === 'operation' && item.operation.callbacks?.some(({ entry }) => entry?.kind === 'request'));
    if (target?.kind !== 'operation') return [];
    const functions = call.args.flatMap((arg, position) => {
      if (!target.operation.callbacks!.some((callback) => callback.entry?.kind === 'request' && matchesCallback(callback, position, [], call.args.length))) return [];
      return evaluate(link, arg, { file, functionId: call.functionId }).flatMap((value) => (value.kind === 'function' ? [{ file: value.file, id: value.id }] : []));
    });
    return functions.length > 1 ? [{ route: { file, id }, functions }] : [];
  });
}

/** The functions that run with a page: those of the layouts of its folder and of the folders above, outermost first, then its own. */
function segmentsOf(entries: EntryTable, file: LinkedFile): FunctionRef[][] {
  const own = entriesOf(entries, file).filter(({ id }) => entries.get(keyOf(file, id))!.together?.as === 'leaf');
  if (own.length === 0) return [];
  const around = entries.runningAround();
  const functions: FunctionRef[] = [...own];
  for (let folder = posix.dirname(file.path); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) functions.unshift(...around.filter(({ together }) => together.folder === folder));
  return functions.length > 1 ? [functions] : [];
}

/** Entries among a file's functions, in the order in which the table names them. */
function entriesOf(entries: EntryTable, file: LinkedFile): FunctionRef[] {
  const found = file.facts.functions.flatMap((_, id) => (entries.has(keyOf(file, id)) ? [{ file, id }] : []));
  const order = ({ id }: FunctionRef) => entries.get(keyOf(file, id))!.together?.order ?? 0;
  return found.sort((a, b) => order(a) - order(b));
}

interface Shared {
  event: Event;
  call: CallRef;
  by: FunctionRef;
  sure: boolean;
}

function acrossFunctions(link: Link, functions: readonly FunctionRef[]): Repetition[] {
  const steps = functions.flatMap((by) =>
    stepsOf(link, by).map(({ call, event }): Shared => {
      const sure = event.kind === 'read' && !event.conditional && !isConditional(by.file.facts, by.file.facts.calls[call.id]!);
      return { call, by, sure, event: event.kind === 'read' ? { ...event, query: substitute(event.query, REQUEST) } : event };
    }),
  );
  const found: Repetition[] = [];
  const asked = new Map<string, { at: number; call: CallRef; read: Read; by: FunctionRef }[]>();
  for (const [at, { call, event: read, by, sure }] of steps.entries()) {
    const text = read.kind === 'read' ? textOf(read.query) : undefined;
    if (text === undefined || read.kind !== 'read' || !FROM_REQUEST.test(text)) continue;
    const earlier = asked.get(text) ?? [];
    const before = earlier.find((item) => item.by !== by && !changes(steps, item, at, text));
    if (sure) asked.set(text, [...earlier, { at, call, read, by }]);
    if (!before) continue;
    const same = found.find((item) => item.call.id === call.id && item.call.file === call.file);
    if (same) same.further++;
    else found.push({ at: call, call, later: read, first: before, by, minor: read.conditional, beside: [], further: 0 });
  }
  return found;
}
