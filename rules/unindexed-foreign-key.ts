import { z } from 'zod';
import type { Column, ForeignKey, Index, Schema, Table } from '../src/database/schema/types.ts';
import { indexStatement } from '../src/database/schema/statement.ts';
import { indexText } from '../src/database/query/serve/indexes.ts';
import type { RelatedPlace, RuleFinding } from '../src/findings/types.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { callPlace } from './shared/places.ts';
import { rareWhy } from './shared/seldom.ts';
import { askingCalls, queryName } from './shared/statements.ts';
import { smallnessOf } from './shared/table-size.ts';

export default defineRule({
  id: 'unindexed-foreign-key',
  meta: {
    group: 'database',
    description: 'A foreign key whose columns no index leads with, where deletes of the other table have to look for its rows',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: () => [],
  gather: ({ program, schemas, file }): Asked => (program.isClosed(file) ? NOTHING : askedIn(program, schemas(), file)),
  checkProject: ({ program, schemas, tables, isAsked, gathered }) => {
    const all = schemas().filter(({ complete, engine }) => complete && engine !== undefined && engine !== 'mongodb');
    if (!all.some((schema) => unindexedIn(schema).some(({ key }) => isAsked(key.origin.place.file)))) return [];
    const asked = program.paths.map(gathered);
    const missing = new Set(asked.flatMap(({ missing: ofFile }) => ofFile));
    return all.flatMap((schema) => {
      const deletes = deletesIn(schema, asked.flatMap(({ deletes: ofFile }) => ofFile));
      return unindexedIn(schema).flatMap(({ table, key }) => {
        // A query that filters by it is told at the query.
        if (key.columns.some((column) => missing.has(columnKey(schema, table, column)))) return [];
        return [toFinding(program, schema, table, key, deletes.get(key.table), tables)];
      });
    });
  },
});

interface Unindexed {
  table: Table;
  key: ForeignKey;
}

/** Foreign keys whose columns are not the first ones of any index, in whatever order. */
function unindexedIn({ tables }: Schema): Unindexed[] {
  return tables.flatMap((table) => {
    if (table.kind !== 'table' || table.incomplete) return [];
    const isServed = (key: ForeignKey): boolean => {
      const telling = tellingOf(key, tables.find(({ name }) => name === key.table));
      return table.indexes.some((index) => leadsWith(index, key.columns, table.columns) || (telling.length > 0 && isWhole(index, key.columns) && telling.includes(index.parts[0]!.column)));
    };
    return table.foreignKeys.filter((key) => !isServed(key)).map((key) => ({ table, key }));
  });
}

function leadsWith(index: Index, columns: readonly string[], declared: readonly Column[]): boolean {
  const first = index.parts.slice(0, columns.length).map(({ column }) => column);
  return isWhole(index, columns) && columns.length > 0 && columns.every((column) => first.includes(column) && declared.some(({ name }) => name === column));
}

/** Whether an index has every row with the key, and finds it by a value. */
function isWhole({ method, where, invalid }: Index, columns: readonly string[]): boolean {
  if (invalid || (method !== 'btree' && method !== 'hash')) return false;
  // Where only rows without the key are left out, every row that is looked for is in it.
  return !where || where.terms?.every(({ column, operator }) => operator === 'is not null' && columns.includes(column)) === true;
}

/** Names of columns that tell rows apart. */
const IDENTIFYING = /(?:^|_)(?:id|uuid|guid|ulid)$|[a-z](?:Id|Uuid)$/;

/** Of a key of several columns, those that tell the other table's rows apart: what these rows have of a row of a third table, many of them have. */
function tellingOf({ columns, references }: ForeignKey, parent: Table | undefined): (string | undefined)[] {
  if (columns.length < 2 || !parent || references.length !== columns.length) return [];
  const shared = new Set(parent.foreignKeys.flatMap((key) => key.columns));
  return columns.filter((_, position) => IDENTIFYING.test(references[position]!) && !shared.has(references[position]!));
}

/** A call that deletes rows, and why it runs once in a while, where it does. */
interface Deleting {
  /** Of schema and table. */
  table: string;
  path: string;
  call: number;
  seldom?: string;
}

/** What the code of a file is seen to ask. */
interface Asked {
  /** Calls that delete rows: of several for one table, one that runs often. */
  deletes: readonly Deleting[];
  /** Columns by which a query is told to lack an index. */
  missing: readonly string[];
}

const NOTHING: Asked = { deletes: [], missing: [] };

function tableKey({ dir }: Schema, name: string): string {
  return `${dir}:${name}`;
}

function columnKey(schema: Schema, { name }: Pick<Table, 'name'>, column: string): string {
  return `${tableKey(schema, name)}.${column}`;
}

function askedIn(program: Program, schemas: readonly Schema[], file: string): Asked {
  const deletes = new Map<string, Deleting>();
  const missing = new Set<string>();
  for (const { call, alternatives } of askingCalls(program, schemas, file)) {
    for (const { site: { schema, table }, query, accesses, asked, isLoad } of alternatives.flat()) {
      const key = tableKey(schema, table.name);
      if (query.operation === 'delete' && !isLoad && isSeldom(deletes.get(key))) {
        const seldom = rareWhy(program, schemas, call);
        if (seldom === undefined || !deletes.has(key)) deletes.set(key, { table: key, path: file, call: call.id, ...(seldom !== undefined && { seldom }) });
      }
      for (const [alias, access] of accesses) {
        if (access.kind === 'unserved') for (const column of access.columns) missing.add(columnKey(schema, asked.get(alias)!.table!, column));
      }
    }
  }
  return deletes.size + missing.size === 0 ? NOTHING : { deletes: [...deletes.values()], missing: [...missing] };
}

/** Also where nothing is known yet. */
function isSeldom(deleting: Deleting | undefined): boolean {
  return deleting === undefined || deleting.seldom !== undefined;
}

/** What deletes rows of a table: a call, or the cascade of another table's rows. */
interface Deleted extends Deleting {
  /** The table that the call deletes from, where it is another one. */
  by?: string;
}

/** The tables whose rows the code deletes, by name, with those that go along. */
function deletesIn(schema: Schema, deleting: readonly Deleting[]): ReadonlyMap<string, Deleted> {
  const { tables } = schema;
  const found = new Map<string, Deleted>();
  const queue: string[] = [];
  const add = (table: string, deleted: Deleted): void => {
    if (found.has(table)) return;
    found.set(table, deleted);
    queue.push(table);
  };
  // What is deleted often decides, also by way of another table.
  for (const seldom of [false, true]) {
    for (const one of deleting) {
      const table = isSeldom(one) === seldom && tables.find(({ name }) => tableKey(schema, name) === one.table);
      if (table) add(table.name, one);
    }
    for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
      const deleted = found.get(parent)!;
      for (const { name, foreignKeys } of tables) if (foreignKeys.some(({ table, onDelete }) => table === parent && onDelete === 'cascade')) add(name, { by: parent, ...deleted });
    }
  }
  return found;
}

const ON_DELETE: Readonly<Record<NonNullable<ForeignKey['onDelete']>, string>> = {
  cascade: 'to delete its rows as well',
  'set null': 'to set the column to null in its rows',
  'set default': 'to set the column to its default in its rows',
  restrict: 'to see whether rows refer to it',
  'no action': 'to see whether rows refer to it',
};

function toFinding(program: Program, schema: Schema, table: Table, key: ForeignKey, deleted: Deleted | undefined, sizes: TableSizes): RuleFinding {
  const columns = key.columns.map((column) => table.columns.find(({ name }) => name === column)?.property ?? column);
  const action = ON_DELETE[key.onDelete ?? 'no action'];
  const minor = minorFor(schema, table, deleted, sizes);
  const not = nearestWhy(table, key);
  const call = deleted && program.callRef(deleted.path, deleted.call);
  const who = call ? `${queryName(call)}${deleted.by === undefined ? '' : `, by way of ${deleted.by},`} deletes rows of ${key.table}` : undefined;
  const { declaration, goes, sql } = indexStatement(table, { parts: key.columns.map((column) => ({ column, direction: 'asc' })) }, schema.engine);
  const related: RelatedPlace[] = call ? [{ ...callPlace(program, call), role: 'sink', message: `${queryName(call)} deletes here` }] : [];
  return {
    message: `No index of ${table.name} leads with the foreign key ${columns.join(', ')}: each delete of a row of ${key.table} reads the whole of ${table.name} ${action}${who === undefined ? '' : `, and ${who}`}${not}`,
    help: `add ${declaration} ${goes}${sql === undefined || sql === declaration ? '' : `; as SQL: ${sql}`}`,
    location: key.origin.place,
    related,
    confidence: 'high',
    impact: { multiplicity: 'once' },
    ...(minor !== undefined && { level: 'info' as const }),
    reasons: [
      { about: 'repetition', text: `${schema.engine} ${key.enforced ? 'checks the rows that refer to a row when it is deleted, and makes no index for that' : 'knows nothing of the key, which the ORM keeps with queries of its own'}` },
      { about: 'entry', text: deleted ? `${who} in ${deleted.path}` : `no code is seen to delete rows of ${key.table}` },
      { about: 'confidence', text: 'high: the schema declares the key and all indexes of the table' },
      { about: 'severity', text: minor ?? 'the level of the rule, or the one that the config gives it' },
      { about: 'benign', text: 'looked for and not found: an index that leads with its columns in any order; an index that the engine or the ORM makes; a query that filters by it, which is told at the query' },
    ],
    key: { symbol: table.name, callee: `foreign key ${key.columns.join()}`, args: key.table, over: '' },
    // One delete pays for all keys that lead to its table.
    sink: `${schema.dir}:${key.table}`,
    alike: ['is read by the same delete', 'are read by the same delete'],
  };
}

/** An index that has the key, and why it does not serve: one that leads with it before one that does not. */
function nearestWhy({ indexes, columns }: Table, key: ForeignKey): string {
  const partial = indexes.find((index) => index.where && leadsWith({ ...index, where: undefined }, key.columns, columns));
  if (partial) return `; ${indexText(partial)} has a part of the rows alone: where ${partial.where!.text}`;
  const near = indexes.find(({ parts }) => parts.some(({ column }) => column !== undefined && key.columns.includes(column)));
  return near ? `; ${indexText(near)} does not lead with it` : '';
}

function minorFor({ engine }: Schema, table: Table, deleted: Deleted | undefined, sizes: TableSizes): string | undefined {
  const small = smallnessOf(table, sizes);
  if (small !== undefined) return `info: ${small}`;
  if (engine === 'sqlite') return 'info: the database lies in this process, and holds what fits there';
  if (deleted?.seldom !== undefined) return `info: ${deleted.seldom}`;
  return deleted ? undefined : 'info: no code is seen to delete rows of the other table, and no query to look for rows by the key';
}
