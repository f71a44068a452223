import type { EntryKind } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import { isMemoised } from '../effects/memoised.ts';
import { callersOf, moduleKind, type Caller } from '../entries/callers.ts';
import type { EntryInfo } from '../entries/entries.ts';
import type { EntryTable } from '../entries/table.ts';
import { isTestFile, SERVING_KINDS } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { spans } from '../multiplicity/regions.ts';
import { usesOf } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, type FunctionRef, type LinkedFile } from '../values.ts';
import { isDecoratorCall, isSingleton } from './singletons.ts';
import type { Used } from './uses.ts';

/** How often a function runs while a process lives. */
export interface Runs {
  /** `once`: at start-up, or a fixed number of times; `repeated`: for requests, jobs and the like; `unknown`: not all that calls it is seen. */
  frequency: 'once' | 'repeated' | 'unknown';
  /** The nearest entry that runs it again and again. */
  entry: EntryInfo | undefined;
  kinds: ReadonlySet<EntryKind>;
}

/** Where answers come from: the program, its entries, its packages. */
export interface Ground {
  link: Link;
  entries: EntryTable;
  packages: readonly Package[];
  /** The collections that a file declares to which something is added. */
  usesOf(file: LinkedFile): readonly Used[];
}

/** Functions looked at on the way from one function to what runs it. */
const MAX_VISITED = 120;

const answers = new PerLink<string, Runs>();

/**
 * How often a function runs, told backward through its callers.
 *
 * @param perKey whether a call that a store by key saves from running twice counts as one that runs once
 */
export function runsOf(ground: Ground, start: FunctionRef, perKey: boolean): Runs {
  return answers.get(ground.link, `${keyOf(start.file, start.id)}:${perKey}`, () => follow(ground, start, perKey));
}

function follow(ground: Ground, start: FunctionRef, perKey: boolean): Runs {
  const { link, entries, packages } = ground;
  const kinds = new Set<EntryKind>();
  let isOpen = false;
  const seen = new Set<number>([keyOf(start.file, start.id)]);
  const queue: FunctionRef[] = [start];
  for (let at = 0; at < queue.length; at++) {
    const here = queue[at]!;
    if (at >= MAX_VISITED) {
      isOpen = true;
      break;
    }
    if (isTestFile(here.file)) continue;
    const entry = entries.get(keyOf(here.file, here.id));
    if (entry) {
      kinds.add(entry.kind);
      if (SERVING_KINDS.has(entry.kind)) return { frequency: 'repeated', entry, kinds };
      continue;
    }
    if (here.id === 0) {
      kinds.add(moduleKind(here.file, packages));
      continue;
    }
    const callers = callersOf(link, here);
    if (callers.length === 0 && !runsWithItsClass(ground, here) && !isDecoration(ground, here)) isOpen = true;
    for (const caller of callers) {
      const key = keyOf(caller.by.file, caller.by.id);
      // A field is filled for each instance.
      if (isOfInstance(ground, caller)) {
        isOpen = true;
        continue;
      }
      if (seen.has(key) || isRemembered(caller, perKey)) continue;
      if (isMaker(link, caller, here, perKey)) {
        // Whoever asks first, it is made once for the process.
        kinds.add('start-up');
        continue;
      }
      seen.add(key);
      queue.push(caller.by);
    }
  }
  return { frequency: isOpen ? 'unknown' : 'once', entry: undefined, kinds };
}

/** The call runs only while nothing is kept of an earlier one. */
function isRemembered({ call }: Caller, perKey: boolean): boolean {
  return call !== null && isMemoised(call.file, call.file.facts.calls[call.id]!, perKey);
}

/** The function makes what its callee keeps, and is called only while that keeps nothing: `singleton('pool', () => …)`. */
function isMaker(link: Link, { call }: Caller, { file, id }: FunctionRef, perKey: boolean): boolean {
  const position = call?.file === file ? file.row('calls', call.id).args.findIndex((arg) => arg.kind === 'function' && arg.function === id) : -1;
  if (!call || position < 0) return false;
  const targets = callTargets(link, file, call.id);
  return targets.length > 0 && targets.every((target) => {
    if (target.kind !== 'function') return false;
    const binding = target.file.row('functions', target.id).params[position - target.shift]?.bindingId ?? -1;
    const uses = binding < 0 ? [] : usesOf(target.file, target.id, binding);
    return uses.length > 0 && uses.every(({ call: use, arg }) => arg < 0 && isMemoised(target.file, use, perKey));
  });
}

/** A call in the initialiser of a field of a class that may have many instances. */
function isOfInstance({ link }: Ground, { call }: Caller): boolean {
  if (!call) return false;
  const { span } = call.file.row('calls', call.id);
  const owner = call.file.facts.classes.findIndex(({ fields }) => fields.some((field) => !field.static && field.init !== null && spans(field.span, span)));
  return owner >= 0 && !isSingleton(link, call.file, owner);
}

/** The constructor of a class of which the framework makes one instance. */
function runsWithItsClass({ link }: Ground, { file, id }: FunctionRef): boolean {
  const { kind, classId } = file.facts.functions[id]!;
  return kind === 'constructor' && isSingleton(link, file, classId);
}

/** What a decorator's factory gives back runs once for each place that is decorated. */
function isDecoration({ link }: Ground, { file, id }: FunctionRef): boolean {
  const { parentId } = file.facts.functions[id]!;
  if (parentId <= 0) return false;
  const callers = callersOf(link, { file, id: parentId });
  return callers.length > 0 && callers.every(({ call }) => call !== null && isDecoratorCall(call));
}
