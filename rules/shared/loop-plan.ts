import { offsetsOf, spanEnd, spanFrom, spanStart } from '../../src/facts/spans.ts';
import type { FileFacts, Property, Span } from '../../src/facts/types.ts';
import type { FixPlan, LoopCall } from '../../src/findings/types.ts';
import { isWrite, type Repeat } from '../../src/program/multiplicity/repeats.ts';
import { enclosing, isInside } from '../../src/program/multiplicity/regions.ts';
import { calleeText } from '../../src/program/print.ts';
import type { Program } from '../../src/program/types.ts';

/** How a loop over a query of one row becomes one statement for all: where it is the loop's only call that may reach a database. */
export function loopPlan(program: Program, places: readonly Repeat[]): FixPlan {
  const [first, ...others] = places as [Repeat, ...Repeat[]];
  const { file, id } = first.call;
  const text = (repeat: Repeat) => calleeText(repeat.call.file.facts, repeat.call.id);
  if (others.length > 0) return none(`the loop runs ${text(others[0]!)} as well`);
  const { context, sink } = first;
  const region = context.kind === 'loop' ? file.facts.regions[context.region]! : undefined;
  if (context.kind !== 'loop' || region?.kind !== 'for-of' || !region.over || context.inTest) return none('what repeats the query is no for-of loop');
  if (sink.path.length > 0) return none(`the query runs in a function that ${text(first)} calls, which others may call as well`);
  if (sink.inferred) return none(`the library of ${text(first)} is told by its shape alone`);
  if (first.outer.length > 0) return none('the loop runs repeatedly itself: what is read before it would be read again each time');
  const write = isWrite(sink);
  const { effect } = sink;
  if (effect.kind !== 'query' || !(write ? effect.operation === 'insert' : effect.operation === 'select')) return none(`${text(first)} neither reads rows nor inserts one`);
  if (first.invariant) return none('it asks the same at every turn: run it once, before the loop');
  const { span } = file.facts.calls[id]!;
  const obstacle = standsApart(file.facts, id, context.region, write) ?? leavesEarly(file.facts, id, context.region, write) ?? besides(program, file.path, spanFrom(spanEnd(region.head), spanEnd(region.span)), span) ?? (write ? hooks(program, sink.target.library.id) : otherPrimaryKey(program, text(first)));
  if (obstacle) return none(obstacle);
  const call: LoopCall = { file: file.path, library: sink.target.library.id, call: offsetsOf(span), loop: offsetsOf(region.span) };
  return write ? { kind: 'write-in-loop', ...call } : { kind: 'read-in-loop', isList: program.isRowList(file.path, region.over), ...call };
}

function none(reason: string): FixPlan {
  return { kind: 'none', reason };
}

/** A read stands in every turn; a write may be left out of some, but must not be caught. */
function standsApart(facts: FileFacts, callId: number, loop: number, write: boolean): string | undefined {
  const call = facts.calls[callId]!;
  if (facts.regions[loop]!.functionId !== call.functionId) return 'the query stands in a function within the loop';
  for (const at of enclosing(facts, call.region)) {
    if (at === loop) return undefined;
    if (write && facts.regions[at]!.kind === 'branch') continue;
    return write ? 'an error of one row is handled on its own' : 'not every turn runs the query';
  }
  return 'the query is not in the body of the loop';
}

/** A read must not be one of a search that ends; after a return or a throw the rows that came before would not be written. */
function leavesEarly(facts: FileFacts, callId: number, loop: number, write: boolean): string | undefined {
  const { functionId } = facts.regions[loop]!;
  const leaves = facts.exits.find((exit) => {
    if (exit.functionId !== functionId || !isInside(facts, exit.region, loop)) return false;
    if (exit.kind === 'break') return !write && exit.target >= 0 && isInside(facts, loop, exit.target);
    return exit.kind === 'return' || (exit.kind === 'throw' && write);
  });
  if (leaves) return `the loop ends early (${leaves.kind}), ${write ? 'after which the rows before it would not be written' : 'so that not all rows may be needed'}`;
  // A guard before the read may be what keeps it from a key that is missing.
  const start = spanStart(facts.calls[callId]!.span);
  const skips = !write && facts.exits.some((exit) => exit.kind === 'continue' && exit.functionId === functionId && spanStart(exit.span) < start && isInside(facts, exit.region, loop));
  return skips ? 'turns are left out before the query (continue)' : undefined;
}

function besides(program: Program, file: string, loop: Span, call: Span): string | undefined {
  const { queries, unknown } = program.beside(file, loop, call);
  if (queries.length > 0) return `the loop reaches a database through ${queries[0]} as well`;
  return unknown.length > 0 ? `${unknown[0]} in the loop is not known to leave the database alone` : undefined;
}

/** Calls by which a project runs code of its own for each row that is written, where one statement for all runs none of it; `events`: only with one of these as the first argument. */
const HOOKS: Readonly<Record<string, { calls: readonly string[]; events?: RegExp }>> = {
  sequelize: { calls: ['beforeCreate', 'afterCreate', 'beforeSave', 'afterSave', 'beforeValidate', 'afterValidate', 'addHook'] },
  mongoose: { calls: ['pre', 'post'], events: /^(?:save|validate)$/ },
  prisma: { calls: ['$use', '$extends'] },
};

function hooks(program: Program, library: string): string | undefined {
  const { calls = [], events } = HOOKS[library] ?? {};
  for (const name of calls) {
    for (const { path, call: { args: [event] } } of program.callsNamed(name)) {
      if (!events || event?.kind !== 'literal' || events.test(String(event.value))) return `${path} has a hook (${name}) that runs for each row`;
    }
  }
  return library === 'sequelize' ? definition(program, ({ key }) => (key === 'hooks' ? 'hooks that run for each row' : undefined)) : undefined;
}

/** `findByPk` asks for the primary key, which is `id` where no model says otherwise. */
function otherPrimaryKey(program: Program, callee: string): string | undefined {
  if (!callee.endsWith('.findByPk')) return undefined;
  return definition(program, ({ key, value }) => (key !== null && key !== 'id' && value.kind === 'object' && value.properties.some((property) => property.key === 'primaryKey') ? `a primary key other than id: ${key}` : undefined));
}

/** What a property of the attributes or options of a Sequelize model says against a rewrite, or that they cannot all be seen. */
function definition(program: Program, against: (property: Property) => string | undefined): string | undefined {
  for (const name of ['init', 'define']) {
    for (const { path, call: { args } } of program.callsNamed(name)) {
      const objects = args.filter((arg) => arg.kind === 'object');
      const isModel = name === 'define' || objects.some(({ properties }) => properties.some(({ key }) => key === 'sequelize'));
      if (!isModel) continue;
      if (args.some(({ kind }) => kind !== 'object' && kind !== 'literal') || objects.some(({ properties }) => properties.some(({ key }) => key === null))) return `${path} has a model that is not written out where it is defined`;
      const found = objects.flatMap(({ properties }) => properties).map(against).find((reason) => reason !== undefined);
      if (found) return `${path} has a model with ${found}`;
    }
  }
  // Decorators say both, in any class.
  const decorated = program.callsNamed('Table').at(0);
  return decorated && `${decorated.path} has a model with decorators`;
}
