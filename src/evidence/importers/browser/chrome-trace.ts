import { groupBy } from '../../../findings/group.ts';
import { Attribution } from '../../profile/attribution.ts';
import type { Importer } from '../../importer.ts';
import type { Frame } from '../../profile/attribution.ts';
import { pathOf } from '../../routes.ts';
import type { Observation } from '../../types.ts';
import { isBuiltIn } from '../../places/tool-path.ts';
import { listOf, objectOf, objectsOf, textOf } from '../json.ts';
import { profilesOf } from './trace-profile.ts';
import { eventFrame, stackOf, traceEvent } from './trace-events.ts';
import type { TraceEvent } from './trace-events.ts';

/** A task that holds the page longer than this is long. https://w3c.github.io/longtasks/ */
const LONG_TASK = 50_000;
/** Requests from one place that are told as one. */
const REPEATED = 5;
const TASKS: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask', 'TaskQueueManager::ProcessTaskFromWorkQueue']);
const CODE: ReadonlySet<string> = new Set(['FunctionCall', 'EvaluateScript', 'v8.evaluateModule']);
const LAYOUTS: ReadonlySet<string> = new Set(['Layout', 'UpdateLayoutTree']);

/** What a browser did: time by line, layouts that code forced, tasks that held the page, requests that one place sends again and again. */
export const chromeTrace: Importer = {
  id: 'chrome-trace',
  name: 'Chrome trace (DevTools > Performance > Save profile)',
  recognises: (head) => head.has('traceEvents[].ph') || head.has('[].ph', '[].pid') || (head.has('traceEvents') && head.has('metadata')),
  async read(input) {
    const json = await input.json();
    const events = objectsOf(Array.isArray(json) ? listOf(json) : objectOf(json)?.traceEvents).map(traceEvent);
    const { observations, duration, busy } = profilesOf(events);
    const more = [...forcedLayouts(events), ...longTasks(events), ...repeatedRequests(events)];
    const notes = observations.length + more.length === 0 ? ['nothing in it has a stack of the project: record with JavaScript samples switched on'] : [];
    return { tool: 'Chrome', observations: [...observations, ...more], notes, ...(duration > 0 && { duration, busy }) };
  },
};

/** Layouts that code asked for while it ran, by the line that asked. */
function forcedLayouts(events: readonly TraceEvent[]): Observation[] {
  const attribution = new Attribution();
  for (const { name, duration, beginData } of events) {
    const stack = LAYOUTS.has(name) ? stackOf(beginData) : [];
    if (stack.length > 0) attribution.add(stack, duration, 1);
  }
  return attribution.observations('trace', 'ms', { self: 'forced-layout' }, 1 / 1000);
}

/** Long tasks, by the function of the page that took most of each. */
function longTasks(events: readonly TraceEvent[]): Observation[] {
  const attribution = new Attribution();
  const calls = groupBy(events.filter(({ name }) => CODE.has(name)), ({ thread }) => thread);
  for (const { name, thread, start, duration } of events) {
    if (!TASKS.has(name) || duration < LONG_TASK) continue;
    const inside = (calls.get(thread) ?? []).filter((call) => call.start >= start && call.start < start + duration && !isBuiltIn(textOf(call.data.url) ?? ''));
    const longest = inside.reduce<TraceEvent | undefined>((most, one) => (most === undefined || one.duration > most.duration ? one : most), undefined);
    if (longest) attribution.add([eventFrame(longest.data)], duration, 1);
  }
  return attribution.observations('trace', 'ms', { self: 'long-task' }, 1 / 1000);
}

/** Requests whose addresses differ in numbers and ids alone, sent by one line. */
function repeatedRequests(events: readonly TraceEvent[]): Observation[] {
  const groups = new Map<string, { stack: Frame[]; method: string; path: string; count: number }>();
  for (const { name, data } of events) {
    if (name !== 'ResourceSendRequest') continue;
    const stack = stackOf(data).filter(({ place }) => place !== undefined);
    const url = textOf(data.url) ?? '';
    if (stack.length === 0 || !/^https?:/.test(url)) continue;
    const path = pathPattern(url);
    const method = textOf(data.requestMethod) ?? 'GET';
    const key = `${stack[0]!.key} ${method} ${path}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { stack, method, path, count: 1 });
  }
  return [...groups.values()]
    .filter(({ count }) => count >= REPEATED)
    .map(({ stack: [first, ...callers], method, path, count }): Observation => ({
      kind: 'trace',
      metric: 'repeated-requests',
      value: count,
      unit: 'count',
      place: first!.place!,
      ...(callers.length > 0 && { stack: callers.map(({ place }) => place!) }),
      subject: `${method} ${path}`,
      samples: count,
    }));
}

/** `http://localhost/api/item/7?x=1` as `/api/item/:id`. */
function pathPattern(url: string): string {
  return pathOf(url).replace(/\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24})(?=\/|$)/gi, '/:id') || '/';
}
