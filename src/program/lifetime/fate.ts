import type { CallFact, Expr } from '../../facts/types.ts';
import type { Acquisition, Operation } from '../../libraries/types.ts';
import { callersOf } from '../entries/callers.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { occurrencesIn, type Occurrence } from './occurrences.ts';
import { SERVING_KINDS } from '../entries/file-kinds.ts';

/** What becomes of a value that somebody must give back. */
export interface Fate {
  /** Calls that give it back. */
  released: CallRef[];
  /** Fields and names that keep it beyond the call, by their last name. */
  kept: { file: LinkedFile; name: string }[];
  /** Functions that give it to their callers. */
  returned: FunctionRef[];
  /** Calls that give it to a value which it ends with. */
  adopted: CallRef[];
  /** It is given handlers of requests or jobs: it is there to live on. */
  serves: boolean;
  /** Something has it of which nothing is known, or which gives it back in its own way. */
  escapes: boolean;
}

/** Functions of the project and names through which a value is followed. */
const MAX_STEPS = 40;

/** Functions that only look at what they are given. */
const LOOKING = /^(log|info|warn|error|debug|trace|stringify|isArray|Boolean|String|Number)$/;

/** Follows the result of a call through names, arguments of project functions and library values that take it over. */
export function fateOf(link: Link, call: CallRef, acquisition: Acquisition): Fate {
  const walk = new Walk(link, acquisition);
  if (callTargets(link, call.file, call.id).some((target) => target.kind === 'operation' && isServing(target.operation))) walk.fate.serves = true;
  walk.call(call);
  return walk.fate;
}

/** One walk: what was found so far, and which names were followed. */
class Walk {
  readonly fate: Fate = { released: [], kept: [], returned: [], adopted: [], serves: false, escapes: false };
  private readonly seen = new Set<string>();
  private readonly link: Link;
  private readonly acquisition: Acquisition;

  constructor(link: Link, acquisition: Acquisition) {
    this.link = link;
    this.acquisition = acquisition;
  }

  call({ file, id }: CallRef): void {
    if (this.isNew(`call:${keyOf(file, id)}`)) this.all(file, occurrencesIn(file).ofCall.get(id) ?? []);
  }

  private binding(file: LinkedFile, id: number): void {
    const binding = file.facts.bindings[id]!;
    if (binding.using) this.fate.escapes = true;
    if (binding.kind !== 'param' && binding.functionId === 0) this.fate.kept.push({ file, name: binding.name });
    if (this.isNew(`name:${keyOf(file, id)}`)) this.all(file, occurrencesIn(file).ofBinding.get(id) ?? []);
  }

  /** Whether a place is visited for the first time; too long a way says nothing any more. */
  private isNew(key: string): boolean {
    if (this.seen.has(key)) return false;
    if (this.seen.size >= MAX_STEPS) {
      this.fate.escapes = true;
      return false;
    }
    this.seen.add(key);
    return true;
  }

  private all(file: LinkedFile, list: readonly Occurrence[]): void {
    for (const occurrence of list) this.one(file, occurrence);
  }

  private one(file: LinkedFile, { site, as, members, functionId }: Occurrence): void {
    const { fate } = this;
    if (members.length > 0) return this.member(file, site, members);
    if (as === 'read') return;
    switch (site.kind) {
      case 'binding': {
        const { path } = file.facts.bindings[site.id]!;
        if (as === 'part') fate.escapes = true;
        else if (path.length === 0) this.binding(file, site.id);
        else if (this.gives(path.at(-1)!)) fate.escapes = true;
        break;
      }
      case 'assignment': {
        const target = stripped(site.target);
        if (as === 'part') fate.escapes = true;
        else if (target.kind === 'name' && target.binding >= 0) {
          // A name of a function around it lasts longer than the call.
          if (file.facts.bindings[target.binding]!.functionId !== functionId) fate.kept.push({ file, name: target.name });
          this.binding(file, target.binding);
        }
        else fate.kept.push({ file, name: lastName(target) ?? '' });
        break;
      }
      case 'field':
        fate.kept.push({ file, name: site.name });
        break;
      case 'return':
        if (as === 'part') fate.escapes = true;
        else fate.returned.push({ file, id: site.functionId });
        break;
      case 'argument':
        this.argument(file, site.call, site.arg, as === 'part');
        break;
      case 'export':
        fate.escapes = true;
        break;
    }
  }

  private gives(name: string): boolean {
    return this.acquisition.members?.includes(name) === true;
  }

  /** `pool.end()`, `onClose(pool.end)`, `client.db('shop')`. */
  private member(file: LinkedFile, site: Occurrence['site'], members: readonly string[]): void {
    if (this.acquisition.free?.includes(members[0]!)) {
      this.fate.escapes = true;
      return;
    }
    if (members.some((name) => this.gives(name))) {
      if (site.kind === 'callee') this.fate.released.push({ file, id: site.call });
      else this.fate.escapes = true;
      return;
    }
    if (site.kind !== 'callee') return;
    const targets = callTargets(this.link, file, site.call);
    for (const target of targets) {
      if (target.kind === 'operation' && isServing(target.operation)) this.fate.serves = true;
      if (target.kind === 'function') this.method(target.file, target.id);
      // What it makes of itself still holds it: `new MongoClient(url).connect()`, `client.db()`.
      else if (isPart(target.operation)) this.call({ file, id: site.call });
    }
  }

  /** A method of the project's own class gives it back when it does so with `this`. */
  private method(file: LinkedFile, id: number): void {
    const { classId } = file.facts.functions[id]!;
    if (classId < 0) return;
    for (const { functionId, members, site } of occurrencesIn(file).ofThis) {
      if (functionId !== id) continue;
      if (members.length === 1 && this.gives(members[0]!) && site.kind === 'callee') this.fate.released.push({ file, id: site.call });
    }
  }

  private argument(file: LinkedFile, callId: number, arg: number, part: boolean): void {
    const call = file.facts.calls[callId]!;
    const name = lastName(call.callee) ?? '';
    if (this.acquisition.functions?.includes(name)) {
      this.fate.released.push({ file, id: callId });
      return;
    }
    const targets = callTargets(this.link, file, callId);
    for (const target of targets) {
      if (target.kind === 'function') this.param(target.file, target.id, arg - target.shift, part);
      else if (target.operation.adopts === 'receiver') {
        this.fate.adopted.push({ file, id: callId });
        this.owner(file, call);
      }
      else if (target.operation.adopts === 'result') this.call({ file, id: callId });
      else this.fate.escapes = true;
    }
    if (targets.length === 0 && !LOOKING.test(name)) this.fate.escapes = true;
  }

  private param(file: LinkedFile, functionId: number, position: number, part: boolean): void {
    const param = file.facts.functions[functionId]!.params[position];
    if (!param || param.bindingId < 0 || part) this.fate.escapes = true;
    else {
      const isField = file.facts.classes.some(({ fields }) => fields.some(({ paramBinding }) => paramBinding === param.bindingId));
      if (isField) this.fate.escapes = true;
      else this.binding(file, param.bindingId);
    }
  }

  /** What takes it over ends it when it is ended itself: `server.connect(transport)`, `server.close()`. */
  private owner(file: LinkedFile, call: CallFact): void {
    if (call.callee.kind === 'member') this.value(file, stripped(call.callee.object), 0);
    else this.fate.escapes = true;
  }

  private value(file: LinkedFile, expr: Expr, depth: number): void {
    if (expr.kind === 'call') return this.call({ file, id: expr.call });
    if (expr.kind !== 'name' || expr.binding < 0 || depth > 3) {
      this.fate.escapes = true;
      return;
    }
    this.binding(file, expr.binding);
    const binding = file.facts.bindings[expr.binding]!;
    if (binding.kind !== 'param') return;
    const callers = binding.path.length > 0 ? [] : argumentsOf(this.link, { file, id: binding.functionId }, binding.target);
    if (callers.length === 0) this.fate.escapes = true;
    for (const { call, value } of callers) this.value(call.file, stripped(value), depth + 1);
  }
}

/** What a value gives of itself holds it; what a query or one of its own functions gives is data. */
function isPart({ returns, effect, acquires }: Operation): boolean {
  return returns !== undefined && !effect && !acquires && !/^(returned$|arg:|instance:)/.test(returns);
}

/** Whether a call hands over a function that runs for requests or jobs from then on. */
function isServing({ callbacks }: Operation): boolean {
  return callbacks?.some(({ entry }) => entry && SERVING_KINDS.has(entry.kind)) === true;
}

/** What the callers of a function give for a parameter. */
export function argumentsOf(link: Link, ref: FunctionRef, position: number): { call: CallRef; value: Expr }[] {
  return callersOf(link, ref).flatMap(({ call }) => {
    const fact = call?.file.facts.calls[call.id];
    const target = call && callTargets(link, call.file, call.id).find((item) => item.kind === 'function' && item.file === ref.file && item.id === ref.id);
    const value = target?.kind === 'function' ? fact?.args[position + target.shift] : undefined;
    return call && value ? [{ call, value }] : [];
  });
}
