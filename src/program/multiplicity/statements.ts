import type { Expr, FileFacts } from '../../facts/types.ts';
import { HOLE, LOCKS, type Statement } from '../effects/statement.ts';
import type { Sink } from '../effects/reach.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { namesIn } from '../../facts/walk.ts';
import { chainOf } from './flow.ts';

/** What the text of a statement, or the calls that build it, say of the loop around it. */

/** Row locks are taken one by one, in an order that avoids deadlocks. */
export function takesLock(link: Link, { call: { file, id }, statement }: Sink): boolean {
  if (statement?.text && LOCKS.test(statement.text)) return true;
  const own = file.facts.calls[id]!.args.some((arg) => {
    if (arg.kind === 'object') return arg.properties.some(({ key }) => key === 'lock' || key === 'lockMode');
    const text = arg.kind === 'template' ? templateText(file.facts, arg) : arg.kind === 'literal' ? String(arg.value) : '';
    return LOCKS.test(text);
  });
  return own || [...chainOf(file.facts, id)].some((step) => callTargets(link, file, step.id).some((target) => target.kind === 'operation' && target.operation.locks));
}

/** The text of a template, with the constants that it names; a question mark for every other value. */
function templateText(facts: FileFacts, { quasis, values }: Extract<Expr, { kind: 'template' }>): string {
  return quasis.reduce((text, quasi, at) => {
    const value = values[at - 1];
    const init = value?.kind === 'name' && value.binding >= 0 ? facts.bindings[value.binding]!.init : null;
    return `${text}${init?.kind === 'literal' ? String(init.value) : '?'}${quasi}`;
  });
}

/** Before the name of a table. */
const BEFORE_TABLE = /\b(?:from|into|update|table|join|only)\s+(?:["`[\w]+\.)?["`[]?$/i;

/** Another table, schema or whole statement at each turn: there is no statement for all of them. */
export function isOtherStatement(link: Link, file: LinkedFile, ref: CallRef, { call, statement }: Sink, elements: readonly number[]): boolean {
  const { facts } = file;
  const varies = (expr: Expr) => isMadeOf(facts, expr, elements, 0);
  if (statement?.text && isSame(statement.call, ref)) {
    const parts = statement.text.split(HOLE);
    if (statement.holes.some((hole, index) => BEFORE_TABLE.test(parts[index]!) && varies(hole))) return true;
  }
  if (statement?.text === null && !statement.built && isSame(statement.call, ref) && varies(statement.source)) return true;
  if (!isSame(call, ref)) return false;
  return [...chainOf(facts, ref.id)].some(({ id }) =>
    callTargets(link, file, id).some((target) => {
      const table = target.kind === 'operation' && target.operation.table !== undefined ? facts.calls[id]!.args[target.operation.table] : undefined;
      return table !== undefined && varies(table);
    }),
  );
}

/** What is taken from an element: `const { name } = table`, `const sql = texts[table]`, `for (const part of table.parts)`. */
function isMadeOf(facts: FileFacts, expr: Expr, elements: readonly number[], depth: number): boolean {
  return [...namesIn(facts, expr)].some((id) => {
    if (elements.includes(id)) return true;
    const { init, loopRegion } = facts.bindings[id]!;
    const from = init ?? facts.regions[loopRegion]?.over;
    return from != null && depth < MAX_DEPTH && isMadeOf(facts, from, elements, depth + 1);
  });
}

const MAX_DEPTH = 6;

/** Before a value that is a list: `= ANY(`, `IN (`, `unnest(`, `VALUES`. */
const BEFORE_LIST = /(?:\bany\s*\(|\bin\s*\(?|\bunnest\s*\((?:[^)]*,)?|\bvalues|recordset\s*\(|\bjson_(?:table|each)\s*\()\s*$/i;
const PARAMETER = /\$(\d+)|\?/g;

/** An element of the loop goes, whole, where the statement takes a list: the loop is over batches. */
export function givesList({ statement }: Sink, ref: CallRef, elements: readonly number[]): boolean {
  if (!statement?.text || !isSame(statement.call, ref)) return false;
  const isElement = (expr: Expr | undefined) => expr?.kind === 'name' && elements.includes(expr.binding);
  return listValues(statement.text, statement.holes, ref).some(isElement);
}

/** The values that stand where a statement takes a list. */
function listValues(text: string, holes: Statement['holes'], { file, id }: CallRef): (Expr | undefined)[] {
  const parts = text.split(HOLE);
  const put = holes.filter((_, index) => BEFORE_LIST.test(parts[index]!)).map((hole) => innerArgument(file.facts, hole));
  const values = file.facts.calls[id]!.args.find((arg) => arg.kind === 'array');
  if (values?.kind !== 'array') return put;
  const given: (Expr | undefined)[] = [];
  let asked = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const position = match[1] === undefined ? asked++ : Number(match[1]) - 1;
    if (BEFORE_LIST.test(text.slice(0, match.index))) given.push(values.elements[position]);
  }
  return [...put, ...given];
}

/** `sql(ids)`, `sql.join(ids)`: what a helper is given. */
function innerArgument(facts: FileFacts, expr: Expr): Expr {
  return expr.kind === 'call' ? (facts.calls[expr.call]!.args[0] ?? expr) : expr;
}

function isSame(left: CallRef, right: CallRef): boolean {
  return left.file === right.file && left.id === right.id;
}
