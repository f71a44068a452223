import { PerFile } from '../memo.ts';
import type { Expr, FileFacts } from '../../facts/types.ts';
import type { LinkedFile } from '../values.ts';

/** What an expression stands in. */
export type Site =
  | { kind: 'binding'; id: number }
  | { kind: 'assignment'; target: Expr }
  | { kind: 'field'; name: string }
  | { kind: 'return'; functionId: number }
  | { kind: 'argument'; call: number; arg: number }
  | { kind: 'callee'; call: number }
  | { kind: 'export' }
  | { kind: 'test' };

/** One place where a value stands: a name that holds it, or the call that makes it. */
export interface Occurrence {
  site: Site;
  /** `whole`: the value goes to the site. `part`: inside an object or a list that goes there. `read`: compared, printed, tested. */
  as: 'whole' | 'part' | 'read';
  /** Members read from it on the way: `end` in `register(pool.end)`. */
  members: readonly string[];
  functionId: number;
  region: number;
}

/** Where the values of a file's calls and names go, and the members that are read from `this`. */
export interface Occurrences {
  ofCall: ReadonlyMap<number, readonly Occurrence[]>;
  ofBinding: ReadonlyMap<number, readonly Occurrence[]>;
  ofThis: readonly Occurrence[];
}

const known = new PerFile<Occurrences>(({ facts }) => collect(facts));

/** Every place of a file where a call's result or a name stands, built once. */
export function occurrencesIn(file: LinkedFile): Occurrences {
  return known.get(file);
}

function collect(facts: FileFacts): Occurrences {
  const ofCall = new Map<number, Occurrence[]>();
  const ofBinding = new Map<number, Occurrence[]>();
  const ofThis: Occurrence[] = [];
  const add = (map: Map<number, Occurrence[]>, key: number, item: Occurrence) => void (map.get(key)?.push(item) ?? map.set(key, [item]));

  const root = (expr: Expr | null, site: Site, functionId: number, region: number): void => {
    if (!expr) return;
    const visit = (part: Expr, as: Occurrence['as'], members: readonly string[]): void => {
      const occurrence = (): Occurrence => ({ site, as, members, functionId, region });
      switch (part.kind) {
        case 'name':
          if (part.binding >= 0) add(ofBinding, part.binding, occurrence());
          break;
        case 'call':
          add(ofCall, part.call, occurrence());
          break;
        case 'this':
          ofThis.push(occurrence());
          break;
        case 'member':
          visit(part.object, as, [part.name, ...members]);
          break;
        case 'index':
          visit(part.object, as, ['[]', ...members]);
          visit(part.index, 'read', []);
          break;
        case 'object':
          for (const { value } of part.properties) visit(value, as === 'read' ? as : 'part', []);
          break;
        case 'array':
          for (const element of part.elements) visit(element, as === 'read' ? as : 'part', []);
          break;
        case 'template':
          for (const value of part.values) visit(value, 'read', []);
          break;
        case 'binary':
          visit(part.left, 'read', []);
          visit(part.right, 'read', []);
          break;
        case 'unary':
          visit(part.operand, 'read', []);
          break;
        case 'logical':
          visit(part.left, part.operator === '&&' ? 'read' : as, part.operator === '&&' ? [] : members);
          visit(part.right, as, members);
          break;
        case 'conditional':
          visit(part.test, 'read', []);
          visit(part.yes, as, members);
          visit(part.no, as, members);
          break;
        case 'await':
        case 'cast':
        case 'spread':
          visit(part.operand, as, members);
          break;
        case 'yield':
          if (part.operand) visit(part.operand, as, members);
          break;
        case 'assign':
          visit(part.value, as, members);
          break;
      }
    };
    visit(expr, site.kind === 'test' ? 'read' : 'whole', []);
  };

  for (const [id, { init, fallback, functionId }] of facts.bindings.entries()) {
    root(init, { kind: 'binding', id }, functionId, -1);
    root(fallback, { kind: 'binding', id }, functionId, -1);
  }
  for (const [id, call] of facts.calls.entries()) {
    root(call.callee, { kind: 'callee', call: id }, call.functionId, call.region);
    for (const [arg, expr] of call.args.entries()) root(expr, { kind: 'argument', call: id, arg }, call.functionId, call.region);
  }
  for (const { target, value, functionId, region } of facts.assignments) {
    root(value, { kind: 'assignment', target }, functionId, region);
    // What is written to is no use of the value, but what it is written into is.
    if (target.kind === 'member' || target.kind === 'index') root(target.object, { kind: 'test' }, functionId, region);
  }
  for (const [functionId, { returns }] of facts.functions.entries()) for (const expr of returns) root(expr, { kind: 'return', functionId }, functionId, -1);
  for (const fact of facts.exports) {
    if (fact.kind === 'value') root(fact.value, { kind: 'export' }, 0, -1);
    else if (fact.kind === 'local') add(ofBinding, fact.bindingId, { site: { kind: 'export' }, as: 'whole', members: [], functionId: 0, region: -1 });
  }
  for (const { fields, functionId } of facts.classes) for (const { name, init } of fields) root(init, { kind: 'field', name }, functionId, -1);
  for (const { test, over, functionId, parent } of facts.regions) {
    root(test, { kind: 'test' }, functionId, parent);
    root(over, { kind: 'test' }, functionId, parent);
  }
  return { ofCall, ofBinding, ofThis };
}
