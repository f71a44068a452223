import { isWrite, type Repeat } from '../../src/program/multiplicity/repeats.ts';
import type { Program } from '../../src/program/types.ts';

type Kind = 'lazy' | 'write' | 'read';

/** What to do about a query that runs again and again: in the words of its library, with the columns that it is asked by. */
export function remedy(program: Program, places: readonly Repeat[], kind: Kind): string {
  const [first] = places as [Repeat];
  const { sink, context, verdict, invariant, mixed } = first;
  // What a turn writes the next turn's read may see.
  const writes = mixed || places.some((place) => isWrite(place.sink));
  if (kind === 'read' && !writes && (invariant || isSame(program, places))) return 'run it once, before the loop: nothing that it is given changes from turn to turn';
  if (context.kind === 'loader') return 'build the loader once per request, in its context, and ask that one for every key';
  if (sink.effect.kind === 'load') return 'start all loads in one turn and await them together: Promise.all(keys.map((key) => loader.load(key))), or loader.loadMany(keys)';
  const walks = context.kind === 'recursion' || (verdict.over === null && context.kind === 'loop');
  if (walks && kind === 'read') return 'read the whole chain with one recursive query (WITH RECURSIVE), or fetch the ids first and then all rows at once';
  const { advice } = sink.target.library;
  if (kind === 'lazy') return inResolver(first, advice?.lazy ?? reading(program, first, false));
  if (kind === 'write') return writing(program, places);
  const [reads, written] = [places.filter((place) => !isWrite(place.sink)), places.filter((place) => isWrite(place.sink))];
  if (reads.length === 0) return inResolver(first, writing(program, written));
  const text = reading(program, reads[0]!, written.length > 0);
  return inResolver(first, written.length > 0 ? `${text}; and ${writing(program, written)}` : text);
}

function isSame(program: Program, places: readonly Repeat[]): boolean {
  return places.every((place) => place.context.kind !== 'row' && place.context.kind !== 'recursion' && program.asked(place).same);
}

function inResolver({ context }: Repeat, text: string): string {
  return context.kind === 'row' ? `${text}; in a resolver through a DataLoader that is built once per request` : text;
}

/** @param areWritesTold whether the text goes on with how to write */
function reading(program: Program, repeat: Repeat, areWritesTold: boolean): string {
  const { effect, target, statement } = repeat.sink;
  const { advice } = target.library;
  if (effect.kind !== 'query' || !advice) return 'collect the keys, read all rows with one query, and look each up in a Map';
  // Neither the library nor the text tells which it is.
  if (effect.operation === 'raw') return areWritesTold ? advice.read : `${advice.read}; where it writes, ${advice.write}`;
  const { columns } = program.asked(repeat);
  if (statement?.text && effect.batch === undefined) return withKey(READ_BY_STATEMENT, columns[0]);
  if (columns.length > 1) return advice.several?.replace('{columns}', listed(columns)) ?? advice.read;
  if (effect.lazy) return advice.lazy ?? advice.read;
  // What gives a number or a sum for each key is another operation than the one that gives rows.
  const isSum = effect.batch !== undefined && (effect.operation === 'count' || !/\bids?\b/.test(effect.batch));
  return withKey(isSum ? `ask for all at once: ${effect.batch}; then look each up in a Map by ${columns[0] ? 'id' : 'its key'}` : advice.read, columns[0]);
}

/** What is sent as a text of SQL, through a library that has methods for all else. */
const READ_BY_STATEMENT = 'read them with one statement: WHERE id IN (…) with the list of ids, or a join; then look each up in a Map by id';
const WRITE_BY_STATEMENT = 'write them with one statement: INSERT with all rows in its VALUES, UPDATE … FROM (VALUES …), or DELETE … WHERE id IN (…) with the list of ids';

const VERBS: Readonly<Record<string, string>> = { insert: 'insert', update: 'update', delete: 'delete' };

function writing(program: Program, places: readonly Repeat[]): string {
  const [first] = places as [Repeat];
  const { advice } = first.sink.target.library;
  const effects = places.flatMap(({ sink: { effect } }) => (effect.kind === 'query' ? [effect] : []));
  const operations = new Set(effects.map(({ operation }) => operation));
  const [operation] = operations;
  if (!advice || operations.size > 1 || !operation) return advice?.write ?? 'collect the rows and write them with one statement';
  const asked = places.map((place) => program.asked(place));
  if (operation === 'update' && asked.every(({ sameRows }) => sameRows)) return 'gather what the turns write, and write it once, after the loop: each of them writes the same row';
  const nested = advice.nested;
  if (nested && (operation === 'insert' || operation === 'update') && nested.keys.some((key) => asked.some((one) => one.nested.has(key)))) return nested[operation];
  const lead = `${VERBS[operation] ?? 'write'} them at once`;
  const columns = new Set(asked.flatMap((one) => one.columns));
  const key = places.length === 1 ? [...columns][0] : undefined;
  if (operation === 'update' && advice.each !== undefined && asked.every(({ own }) => own)) return withKey(`${lead}: ${advice.each}`, key);
  const batches = new Set(effects.map(({ batch }) => batch));
  const [batch] = batches;
  // What a text of SQL does has no operation of the library's for many rows.
  if (places.every(({ sink }) => sink.statement?.text) && batch === undefined) return WRITE_BY_STATEMENT;
  if (places.some(({ sink }) => sink.statement) || batches.size !== 1 || batch === undefined || (columns.size > 1 && (operation === 'update' || operation === 'delete'))) return advice.write;
  const perRow = operation === 'update' && advice.each !== undefined && advice.each !== batch && asked.some(({ own }) => own !== false) ? `, or ${advice.each} where each row gets values of its own` : '';
  return withKey(`${lead}: ${batch}${perRow}`, key);
}

/** A filter by a list of keys: `{ id: { in: ids } }`, `{ id: In(ids) }`. */
const OF_LIST = /\{ \w+: (?:\{ in: \w+ \}|In\(\w+\)) \}/g;
/** The same of MongoDB, which compares an object with the whole of a document: what lies in one is named by its path. */
const OF_PATH = /\{ \w+: (\{ \$in: \w+ \}) \}/g;

/** A text about rows by their `id`, for the column that they are asked by. */
function withKey(text: string, column: string | undefined): string {
  if (!column || !/^\w+(?:\.\w+)*$/.test(column)) return text;
  const [last, ...relations] = column.split('.').reverse() as [string, ...string[]];
  if (relations.length > 0) {
    const byRow = column.replaceAll(/\b(?:some|is)\./g, '');
    return withKey(text, last).replace(OF_PATH, (_, list: string) => `{ "${column}": ${list} }`).replace(OF_LIST, (filter) => relations.reduce((inner, relation) => `{ ${relation}: ${inner} }`, filter)).replace(`in a Map by ${last}`, `in a Map by ${byRow}`);
  }
  return text.replaceAll(/\b_?id\b/g, column).replaceAll(/\bids\b/g, plural(column));
}

function plural(column: string): string {
  const name = column.replace(/^_/, '');
  // The column of a list, or of bytes, is one already.
  if (/[^aius]s$/i.test(name)) return name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
}
