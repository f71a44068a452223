import type { CallFact } from '../../facts/types.ts';
import { isMemoised } from '../effects/memoised.ts';
import { CLOSED_KINDS, isTestFile } from '../entries/file-kinds.ts';
import { thisFunction } from '../file-index.ts';
import { PerLink } from '../memo.ts';
import { classBase, heirsOf } from '../resolve/classes.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { spans } from '../multiplicity/regions.ts';
import { keyOf, type LinkedFile } from '../values.ts';
import type { Collection } from './collections.ts';
import { runsOf, type Ground } from './runs.ts';
import { isSingleton } from './singletons.ts';

/** Whether a collection lives as long as the process, or as long as what serves its requests. */
export function isLongLived(ground: Ground, { file, holder }: Collection): boolean {
  if (holder.kind === 'field') return holder.static || isLongLivedClass(ground, file, holder.classId);
  return holder.functionId === 0 || runsAtStart(ground, file, holder.functionId);
}

/** A function that start-up calls, so that what it makes is kept by the closures that it gives away. */
function runsAtStart(ground: Ground, file: LinkedFile, functionId: number): boolean {
  const { frequency, kinds } = runsOf(ground, { file, id: functionId }, false);
  return frequency === 'once' && [...kinds].some((kind) => !CLOSED_KINDS.has(kind));
}

/** Owners of owners that are followed. */
const MAX_DEPTH = 4;

const answers = new PerLink<number, boolean>();

/** Whether a class has an instance that lives on: a framework's singleton, or one that is made at start-up and kept. */
function isLongLivedClass(ground: Ground, file: LinkedFile, classId: number, depth = 0): boolean {
  return answers.get(ground.link, keyOf(file, classId), () => hasLastingInstance(ground, file, classId, depth), false);
}

function hasLastingInstance(ground: Ground, file: LinkedFile, classId: number, depth: number): boolean {
  const { link } = ground;
  if (isSingleton(link, file, classId)) return true;
  if (depth > MAX_DEPTH) return false;
  const { name } = file.facts.classes[classId]!;
  const made = name === '' ? [] : link.names.calls(name).some((ref) => {
    const call = ref.file.facts.calls[ref.id]!;
    if (call.kind !== 'new' || isTestFile(ref.file)) return false;
    const isOwn = evaluate(link, call.callee, { file: ref.file, functionId: call.functionId }).some((value) => value.kind === 'class' && value.file === file && value.id === classId);
    return isOwn && isKept(ground, ref.file, ref.id, depth);
  });
  if (made === true) return true;
  return heirsOf(link, name, file, { file, id: classId }).some((heir) => !(heir.file === file && heir.id === classId) && classBase(link, heir.file, heir.id).chain.length > 1 && isLongLivedClass(ground, heir.file, heir.id, depth + 1));
}

/** Whether what `new` makes at a call lives on: made at module level, in a field of what lives on, at start-up, or once and remembered. */
function isKept(ground: Ground, file: LinkedFile, callId: number, depth: number): boolean {
  const call = file.facts.calls[callId]!;
  const owner = file.facts.classes.findIndex(({ fields }) => fields.some((field) => !field.static && field.init !== null && spans(field.span, call.span)));
  if (owner >= 0) return isLongLivedClass(ground, file, owner, depth + 1);
  if (call.functionId === 0) return true;
  if (isMemoised(file, call, false)) {
    const keeper = keptIn(file, call);
    return keeper < 0 || isLongLivedClass(ground, file, keeper, depth + 1);
  }
  return runsAtStart(ground, file, call.functionId);
}

/** The class in whose instance a method keeps what it makes, or -1: `this.queue ??= new Queue()` lives as long as the instance. */
function keptIn({ facts, index }: LinkedFile, { functionId, span }: CallFact): number {
  const isKeptThere = facts.assignments.some(({ target, value, span: whole, functionId: at }) => at === functionId && value !== null && spans(whole, span) && target.kind === 'member' && target.object.kind === 'this');
  const method = isKeptThere ? index.methodOf.get(thisFunction(facts, functionId)) : undefined;
  return method && !method.static ? method.classId : -1;
}
