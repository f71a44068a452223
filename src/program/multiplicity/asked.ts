import { STORING_STEPS } from '../../libraries/filters.ts';
import { chainTo } from '../arguments/chain.ts';
import { argumentOf } from '../arguments/follow.ts';
import { alternatives, property } from '../arguments/parts.ts';
import { spotOf } from '../arguments/spots.ts';
import type { Argument, Frame, Source, Spot } from '../arguments/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef } from '../values.ts';
import { conditionsIn, ofStep, type Condition } from './filters.ts';
import { spans } from './regions.ts';
import type { Repeat } from './repeats.ts';
import { handedOver, isConstant, isSame, turnOf, varies } from './turns.ts';

/** What a repeated query is asked for, turn by turn, as far as the code shows it. */
export interface Asked {
  /** Columns whose values are others at each turn, as the code names them; none where that is not seen. `''` for the primary key of a method that is given a key alone, `author.id` for one of a related row. */
  columns: readonly string[];
  /** All that it is given is seen, and the same at every turn. */
  same: boolean;
  /** All of its filter is, so that it is about the same rows each time. */
  sameRows: boolean;
  /** A write stores other values at each turn; undefined where that is not seen. */
  own?: boolean;
  /** Keys of the objects that a write's values are: `connect`, `create` of a relation. */
  nested: ReadonlySet<string>;
}

/** Reads what a repeated call asks by: its filter, or the steps of its builder, with parameters followed to the call in the loop. */
export function askedBy(link: Link, { call: ref, sink, context }: Repeat): Asked {
  const { effect, call, target } = sink;
  if (effect.kind !== 'query') return { columns: [], same: false, sameRows: false, nested: new Set() };
  const { args } = call.file.row('calls', call.id);
  const spot = spotWithin(link, sink.path, call);
  const turn = turnOf(context);
  const isOfTurn = (source: Source): boolean => turn(handedOver(source)) === 'new';
  const given = (at: NonNullable<typeof effect.filter>): Argument | undefined => {
    const expr = args[at.arg];
    const arg = expr && argumentOf(link, { expr, spot });
    return arg && at.property !== undefined ? property(arg, at.property) : arg;
  };
  const filter = effect.filter && given(effect.filter);
  const chain = effect.filter ? undefined : chainTo(link, call, spot);
  const steps = chain?.steps ?? [];
  const conditions = filter ? conditionsIn(link, filter, target.library.advice?.related === true) : steps.flatMap((step) => ofStep(link, step).map((condition): Condition => ({ ...condition, ...(step.optional && { optional: true }) })));
  const stored = steps.find(({ name }) => STORING_STEPS.has(name));
  const data = (effect.data && given(effect.data)) ?? (stored?.args[0] && argumentOf(link, { expr: stored.args[0], spot: stored.spot }));
  const isKept = (source: Source): boolean => turn(handedOver(source)) === 'kept';
  const isAlike = (source: Source): boolean => isConstant(source) || isSame(argumentOf(link, source), isKept);
  const same =
    // What a name is followed to may be its value before the first turn.
    ref.file.row('calls', ref.id).args.every((expr) => turn({ expr, spot: spotOf(ref) }) === 'kept') &&
    (chain ? chain.open === undefined && turn(handedOver(chain.root)) !== 'new' && steps.every((step) => step.args.every((expr) => isAlike({ expr, spot: step.spot }))) : args.every((expr) => isAlike({ expr, spot })));
  const own = data && (varies(data, isOfTurn) ? true : isSame(data, isKept) ? false : undefined);
  const sameRows = conditions.length > 0 && (filter ? isSame(filter, isKept) : conditions.every(({ value }) => isSame(value, isKept)));
  return { columns: keysOf(conditions, isOfTurn), same, sameRows, ...(own !== undefined && { own }), nested: nestedIn(data) };
}

/** The columns that tell the turns apart: those of a list before all, and what is always asked by before what may be. */
function keysOf(conditions: readonly Condition[], isOfTurn: (source: Source) => boolean): string[] {
  const list = conditions.find((condition) => condition.list);
  if (list) return [list.column];
  const varying = conditions.filter(({ value }) => varies(value, isOfTurn));
  const always = varying.filter(({ optional }) => !optional);
  const columns = [...new Set((always.length > 0 ? always : varying.slice(0, 1)).map(({ column }) => column))];
  return columns.length > 1 ? columns.filter((column) => column !== '') : columns;
}

/** Where a call stands, with the calls that led there. */
function spotWithin(link: Link, path: readonly CallRef[], call: CallRef): Spot {
  let frame: Frame | null = null;
  for (const [position, step] of path.entries()) {
    const next = path[position + 1] ?? call;
    const caller = spotOf(step, frame);
    const at = next.file.row('calls', next.id).span;
    const target = callTargets(link, step.file, step.id).find((one) => one.kind === 'function' && one.file === next.file && spans(one.file.row('functions', one.id).span, at));
    frame = target?.kind === 'function' ? { to: { file: target.file, id: target.id }, call: step, shift: target.shift, caller } : null;
  }
  return spotOf(call, frame);
}

/** Keys of the objects among the values that a write stores. */
function nestedIn(data: Argument | undefined): ReadonlySet<string> {
  const rows = data ? alternatives(data) : [];
  return new Set(rows.flatMap((row) => (row.kind === 'object' ? row.properties : [])).flatMap(({ value }) => alternatives(value)).flatMap((value) => (value.kind === 'object' ? value.properties.map(({ key }) => key) : [])));
}
