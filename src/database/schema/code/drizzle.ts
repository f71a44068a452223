import { spanFrom } from '../../../facts/spans.ts';
import type { Expr, Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin } from '../types.ts';
import { columnType } from './columns.ts';
import { actionOf, actionsOf, callsOf, draftTable, indexOn, originAt, partOn } from './parts.ts';
import type { Code, DraftTable, Reading } from './parts.ts';
import { chainOf, entryOf, exportPath, textEntry, textsOf, textValue, type CallTerm, type FunctionTerm, type Term } from './terms.ts';

const isDrizzle = (specifier: string): boolean => specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/');

const MAKERS: ReadonlySet<string> = new Set(['pgTable', 'mysqlTable', 'sqliteTable', 'singlestoreTable', 'cockroachTable']);
const CREATORS: Readonly<Record<string, string>> = { pgTableCreator: 'pgTable', mysqlTableCreator: 'mysqlTable', sqliteTableCreator: 'sqliteTable' };
/** What gives the table back with row level security on: https://orm.drizzle.team/docs/rls */
const GUARDED = 'enableRLS';
const SCHEMAS: ReadonlySet<string> = new Set(['pgSchema', 'mysqlSchema', 'cockroachSchema']);

interface Declared {
  table: DraftTable;
  /** Columns by property. */
  columns: Map<string, { name: string; term: Term; span: Span; file: LinkedFile }>;
  call: CallTerm;
  third: Term | undefined;
  file: LinkedFile;
}

/** Tables of Drizzle's schemas: https://orm.drizzle.team/docs/sql-schema-declaration */
export function readDrizzle(code: Code): Reading {
  const byCall = new Map<string, Declared>();
  const casing = casingOf(code);
  for (const { file, id } of tableCalls(code)) {
    const term = code.terms.call(file, id);
    const declared = term.kind === 'call' ? declare(code, term, casing(file)) : undefined;
    if (declared) byCall.set(keyOf(declared.call), declared);
  }
  const all = [...byCall.values()];
  const tableOf = (term: Term | undefined): Declared | undefined => {
    if (term?.kind !== 'call') return undefined;
    const { callee } = term;
    return callee.kind === 'member' && callee.name === GUARDED ? tableOf(callee.object) : byCall.get(keyOf(term));
  };
  const columnOf = (term: Term | undefined): { table: Declared; column: string } | undefined => {
    if (term?.kind !== 'member') return undefined;
    const table = tableOf(term.object);
    const column = table?.columns.get(term.name);
    return table && column ? { table, column: column.name } : undefined;
  };
  for (const declared of all) {
    ownKeys(code, declared, columnOf);
    extraConfig(code, declared, columnOf);
  }
  relationsOf(code, tableOf, columnOf);
  return { tables: all.map(({ table }) => table), changes: [], problems: [] };
}

function keyOf({ file, id }: CallTerm): string {
  return `${file.number}:${id}`;
}

/** Calls that may declare a table: of the makers themselves, of what a creator gave, of a schema's `table`. */
function tableCalls(code: Code): { file: LinkedFile; id: number }[] {
  const { terms } = code;
  const direct = [...MAKERS, 'withRLS'].flatMap((name) => callsOf(code, name));
  const scoped = callsOf(code, 'table');
  // What a creator gives has a name of the project's own, which is looked up in the files that import it.
  const names = new Set(Object.keys(CREATORS).flatMap((name) => callsOf(code, name)).flatMap(({ file, id }) => file.facts.bindings.flatMap(({ init, name }) => (init?.kind === 'call' && init.call === id ? [name] : []))));
  const created = [...names].flatMap((name) => callsOf(code, name)).filter(({ file, id }) => {
    const callee = terms.of(file.facts.calls[id]!.callee, file, 0);
    return callee.kind === 'call' && Object.hasOwn(CREATORS, exportPath(callee.callee)?.path[0] ?? '');
  });
  return [...new Map([...direct, ...scoped, ...created].map((call) => [`${call.file.number}:${call.id}`, call])).values()].sort((a, b) => a.file.number - b.file.number || a.id - b.id);
}

/** `drizzle(client, { casing: 'snake_case' })`, by package. */
function casingOf(code: Code): (file: LinkedFile) => string | undefined {
  const byPackage = new Map<string, string>();
  for (const name of ['drizzle', 'defineConfig']) {
    for (const { file, id } of callsOf(code, name)) {
      const term = code.terms.call(file, id);
      const casing = term.kind === 'call' ? term.args.map((arg) => textEntry(arg, 'casing')).find((found) => found !== undefined) : undefined;
      if (casing !== undefined) byPackage.set(code.link.packageOf(file)?.dir ?? '', casing);
    }
  }
  return (file) => byPackage.get(code.link.packageOf(file)?.dir ?? '') ?? (byPackage.size === 1 ? [...byPackage.values()][0] : undefined);
}

/** https://github.com/drizzle-team/drizzle-orm/blob/0.45.0/drizzle-orm/src/casing.ts */
function cased(property: string, casing: string | undefined): string {
  const words = property.replace(/['\u2019]/g, '').match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? [];
  if (casing === 'snake_case') return words.map((word) => word.toLowerCase()).join('_');
  if (casing !== 'camelCase') return property;
  return words.map((word, at) => (at === 0 ? word.toLowerCase() : `${word[0]!.toUpperCase()}${word.slice(1)}`)).join('');
}

/** The name and the namespace that a call gives a table; nothing where it is none of Drizzle's. */
function headOf(code: Code, { callee, args }: CallTerm): { name: string; namespace?: string } | undefined {
  const name = textValue(args[0]);
  if (name === undefined) return undefined;
  const found = exportPath(callee);
  if (found && isDrizzle(found.specifier) && MAKERS.has(found.path[0] ?? '')) return { name };
  if (callee.kind === 'member' && callee.name === 'table' && callee.object.kind === 'call') {
    const schema = exportPath(callee.object.callee);
    const namespace = textValue(callee.object.args[0]);
    return schema && isDrizzle(schema.specifier) && SCHEMAS.has(schema.path[0] ?? '') && namespace !== undefined ? { name, namespace } : undefined;
  }
  if (callee.kind !== 'call') return undefined;
  const creator = exportPath(callee.callee);
  const [customise] = callee.args;
  if (!creator || !Object.hasOwn(CREATORS, creator.path[0] ?? '') || customise?.kind !== 'function') return undefined;
  const made = textValue(code.terms.returned(customise, [args[0]!]));
  return made === undefined ? undefined : { name: made };
}

function declare(code: Code, call: CallTerm, casing: string | undefined): Declared | undefined {
  const head = headOf(code, call);
  const [, second, third] = call.args;
  // Columns may be made of the builders that are handed in: `pgTable('a', (t) => ({ id: t.serial() }))`.
  const columns = second?.kind === 'function' ? code.terms.returned(second, [{ kind: 'symbol', name: 'types' }]) : second;
  if (!head || columns?.kind !== 'object') return undefined;
  const { span } = call.file.facts.calls[call.id]!;
  const table = draftTable(head.name, head.namespace, originAt(code, 'drizzle', call.file, span));
  for (const { name, init } of call.file.facts.bindings) if (makes(call, init)) table.entities.push({ name, file: call.file.path });
  const declared: Declared = { table, columns: new Map(), call, third, file: call.file };
  for (const [property, { value, span: at, file }] of columns.entries) {
    const column = columnOf(property, value, casing, originAt(code, 'drizzle', file, at));
    if (!column) continue;
    table.columns.push(column);
    declared.columns.set(property, { name: column.name, term: value, span: at, file });
  }
  if (!columns.whole) table.incomplete = true;
  return declared;
}

/** What a variable is set to is the table of a call: `pgTable(…)`, `pgTable(…).enableRLS()`. */
function makes(call: CallTerm, init: Expr | null): boolean {
  if (init?.kind !== 'call') return false;
  if (init.call === call.id) return true;
  const { callee } = call.file.facts.calls[init.call]!;
  return callee.kind === 'member' && callee.name === GUARDED && makes(call, callee.object);
}

/** Makers of columns whose name is not that of the type: https://orm.drizzle.team/docs/column-types/pg */
const TYPES: Readonly<Record<string, string>> = { bigserial: 'bigint', serial: 'integer', smallserial: 'smallint', doublePrecision: 'double precision', blob: 'blob', varchar: 'varchar', int: 'int', mysqlEnum: 'enum', pgEnum: 'enum', datetime: 'timestamp', customType: 'other' };

/** `varchar('email', { length: 255 }).notNull()`; the name may be left to the property. */
function columnOf(property: string, term: Term, casing: string | undefined, origin: Origin): Column | undefined {
  const { root, links } = chainOf(term);
  // `t.text('a')`: the first call of the chain is the type itself.
  const [head, rest] = root.kind === 'symbol' || (root.kind === 'export' && links[0] && isDrizzle(root.specifier)) ? [links[0]?.call, links.slice(1)] : [root.kind === 'call' ? root : undefined, links];
  if (!head) return undefined;
  const maker = head.callee;
  const made = maker.kind === 'call' ? maker : undefined;
  const name = textValue(head.args[0]) ?? cased(property, casing);
  const called = exportPath(maker)?.path.at(-1) ?? (maker.kind === 'member' ? maker.name : '');
  const options = head.args.find((arg) => arg.kind === 'object');
  const has = (method: string): boolean => rest.some((link) => link.name === method);
  // pgEnum('state', ['on', 'off']) gives what makes a column.
  const enumValues = made && /Enum$/.test(exportPath(made.callee)?.path[0] ?? '') ? textsOf(made.args[1]) : called === 'mysqlEnum' ? textsOf(head.args.find((arg) => arg.kind === 'list')) : undefined;
  const mode = textEntry(options, 'mode');
  const written = TYPES[called] ?? called;
  const byMode = mode === 'boolean' ? 'boolean' : mode === 'timestamp' || mode === 'timestamp_ms' ? 'timestamp' : mode === 'json' ? 'json' : undefined;
  const length = entryOf(options, 'length');
  const native = length?.kind === 'literal' ? `${written}(${length.value})` : written;
  const isArray = has('array');
  const isNative = !enumValues && !made && called !== '' && written !== 'other' && !byMode;
  return {
    name,
    ...(name !== property && { property }),
    type: isArray ? 'array' : enumValues ? 'enum' : made ? 'other' : (byMode ?? columnType(written)),
    ...(isNative && { nativeType: isArray ? `${native}[]` : native }),
    nullable: !has('notNull') && !has('primaryKey') && !/serial$/i.test(called),
    ...(enumValues && { values: enumValues }),
    origin,
  };
}

type ColumnOf = (term: Term | undefined) => { table: Declared; column: string } | undefined;

/** What columns say of themselves: `.primaryKey()`, `.unique()`, `.references(() => users.id, { onDelete })`. */
function ownKeys(code: Code, { table, columns }: Declared, columnOf: ColumnOf): void {
  for (const { name, term, span, file } of columns.values()) {
    const { links } = chainOf(term);
    const origin = originAt(code, 'drizzle', file, span);
    for (const { name: method, args } of links) {
      if (method === 'primaryKey') table.indexes.push(indexOn([name], 'primary key', origin));
      if (method === 'unique') table.indexes.push(indexOn([name], 'unique', origin, textValue(args[0]) === undefined ? {} : { name: textValue(args[0])! }));
      if (method !== 'references') continue;
      const [target, options] = args;
      const referenced = columnOf(target?.kind === 'function' ? code.terms.returned(target, []) : undefined);
      if (referenced) table.foreignKeys.push({ columns: [name], table: referenced.table.table.name, references: [referenced.column], ...actionsOf(options), enforced: true, origin });
    }
  }
}

/** The third argument: a list, or an object in the older form. */
function extraConfig(code: Code, declared: Declared, columnOf: ColumnOf): void {
  const { third, table, call } = declared;
  if (!third) return;
  // What the function is handed is the table itself.
  const given = third.kind === 'function' ? code.terms.returned(third, [call]) : third;
  const items = given?.kind === 'list' ? (given.whole ? given.items : undefined) : given?.kind === 'object' ? (given.whole ? [...given.entries.values()].map(({ value }) => value) : undefined) : undefined;
  if (!items) {
    table.incomplete = true;
    return;
  }
  const own = (term: Term | undefined): string | undefined => columnOf(term)?.column;
  for (const item of items) if (!addConfig(code, table, item, own, columnOf)) table.incomplete = true;
}

/** One entry of it; false where an index cannot be read. */
function addConfig(code: Code, table: DraftTable, item: Term, own: (term: Term | undefined) => string | undefined, columnOf: ColumnOf): boolean {
  const { root, links } = chainOf(item);
  if (root.kind !== 'call') return true;
  const kind = exportPath(root.callee)?.path[0];
  const origin = originAt(code, 'drizzle', root.file, root.file.facts.calls[root.id]!.span);
  const arg = (method: string): readonly Term[] | undefined => links.find(({ name }) => name === method)?.args;
  const named = textValue(root.args[0]) ?? textEntry(root.args[0], 'name');
  const name = named === undefined ? {} : { name: named };
  switch (kind) {
    case 'index':
    case 'uniqueIndex': {
      const using = arg('using');
      const parts = (arg('on') ?? arg('onOnly') ?? using?.slice(1))?.map((term) => partOf(term, own));
      if (!parts?.every((part) => part !== undefined)) return false;
      const where = arg('where')?.[0];
      const method = textValue(using?.[0])?.toLowerCase() ?? 'btree';
      table.indexes.push(indexOn(parts, 'index', origin, { ...name, unique: kind === 'uniqueIndex', method, ...(where && { where: { text: sqlText(where, quoting(root.callee, own)) ?? 'not understood' } }) }));
      return true;
    }
    case 'unique':
    case 'primaryKey': {
      const listed = kind === 'unique' ? arg('on') : (listOf(entryOf(root.args[0], 'columns')) ?? root.args);
      const columns = listed?.map(own);
      if (!columns?.every((column) => column !== undefined)) return false;
      const by: Index['by'] = kind === 'unique' ? 'unique' : 'primary key';
      table.indexes.push(indexOn(columns, by, origin, name));
      // Columns of a key are never null.
      if (by === 'primary key') table.columns = table.columns.map((column) => (columns.includes(column.name) ? { ...column, nullable: false } : column));
      return true;
    }
    case 'foreignKey': {
      const columns = listOf(entryOf(root.args[0], 'columns'))?.map(own);
      const others = listOf(entryOf(root.args[0], 'foreignColumns'))?.map(columnOf);
      const [first] = others ?? [];
      if (!columns?.every((column) => column !== undefined) || !first || !others!.every((other) => other !== undefined)) return true;
      const [onDelete, onUpdate] = [actionOf(arg('onDelete')?.[0]), actionOf(arg('onUpdate')?.[0])];
      const foreignKey: ForeignKey = { ...name, columns, table: first.table.table.name, references: others!.map((other) => other!.column), ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }), enforced: true, origin };
      table.foreignKeys.push(foreignKey);
      return true;
    }
    default:
      return true;
  }
}

function listOf(term: Term | undefined): readonly Term[] | undefined {
  return term?.kind === 'list' ? term.items : undefined;
}

/** `t.email`, `t.at.desc().nullsLast()`, `t.name.op('gin_trgm_ops')`, sql`lower(${t.email})` */
function partOf(term: Term, own: (term: Term | undefined) => string | undefined): IndexPart | undefined {
  // `t.at.desc()` is a chain of calls on a member of the table.
  const calls: { name: string; args: readonly Term[] }[] = [];
  let at = term;
  while (at.kind === 'call' && at.form === 'call' && at.callee.kind === 'member' && own(at) === undefined && at.callee.object !== undefined && at.callee.name !== 'table') {
    calls.push({ name: at.callee.name, args: at.args });
    at = at.callee.object;
  }
  const wrapped = at.kind === 'call' && at.form === 'call' && /^(?:asc|desc)$/.test(exportPath(at.callee)?.path[0] ?? '') ? at : undefined;
  const inner = wrapped ? wrapped.args[0]! : at;
  const isDescending = calls.some(({ name }) => name === 'desc') || (wrapped && exportPath(wrapped.callee)!.path[0] === 'desc');
  const direction = isDescending ? 'desc' : 'asc';
  const operators = textValue(calls.find(({ name }) => name === 'op')?.args[0]);
  const column = own(inner);
  if (column !== undefined) return { ...partOn(column, direction), ...(operators !== undefined && { operators }) };
  const text = sqlText(inner, own);
  return text === undefined ? undefined : expressionPart(text, direction);
}

/** sql`${t.at} desc` is a column, sql`lower(${t.email})` an expression. */
function expressionPart(text: string, direction: IndexPart['direction']): IndexPart {
  const [, written, order] = /^(.*?)(?:\s+(asc|desc))?(?:\s+nulls\s+\w+)?$/is.exec(text.trim()) ?? [];
  const at = order === undefined ? direction : (order.toLowerCase() as IndexPart['direction']);
  const bare = written!.replaceAll('"', '');
  const plain = /^(\w+)(?:\s+(\w+_ops))?$/.exec(bare);
  if (plain) return { ...partOn(plain[1]!, at), ...(plain[2] !== undefined && { operators: plain[2] }) };
  return { expression: bare.toLowerCase().replace(/^\((.*)\)$/, '$1'), direction: at };
}

/** Columns as Drizzle writes them into SQL: PostgreSQL reads a name without quotes in lower case. */
function quoting(maker: Term, own: (term: Term | undefined) => string | undefined): (term: Term | undefined) => string | undefined {
  const folds = /\/(?:pg|gel|cockroach)-core$/.test(exportPath(maker)?.specifier ?? '');
  return (term) => {
    const column = own(term);
    return column === undefined || !folds || column === column.toLowerCase() ? column : `"${column}"`;
  };
}

/** The text of sql`…` with columns by their names; undefined where it holds something else. */
function sqlText(term: Term, own: (term: Term | undefined) => string | undefined): string | undefined {
  if (term.kind !== 'call' || term.form !== 'tag' || exportPath(term.callee)?.path[0] !== 'sql') return undefined;
  const [template] = term.args;
  const plain = textValue(template);
  if (plain !== undefined) return plain;
  if (template?.kind !== 'text') return undefined;
  const values = template.values.map(own);
  return values.every((value) => value !== undefined) ? template.quasis.map((quasi, at) => `${quasi}${values[at] ?? ''}`).join('') : undefined;
}

/** How queries go from a table to others: https://orm.drizzle.team/docs/relations */
function relationsOf(code: Code, tableOf: (term: Term | undefined) => Declared | undefined, columnOf: ColumnOf): void {
  const found: { from: Declared; to: Declared; name: string; many: boolean; label: string | undefined; columns?: string[]; references?: string[] }[] = [];
  for (const { file, id } of callsOf(code, 'relations')) {
    const term = code.terms.call(file, id);
    if (term.kind !== 'call' || !isDrizzle(exportPath(term.callee)?.specifier ?? '')) continue;
    const from = tableOf(term.args[0]);
    const callback = term.args[1];
    if (!from || callback?.kind !== 'function') continue;
    const helpers = relationHelpers(code, callback);
    for (const [name, { value }] of helpers) {
      if (value.kind !== 'call' || value.callee.kind !== 'symbol') continue;
      const to = tableOf(value.args[0]);
      if (!to) continue;
      const [, options] = value.args;
      const fields = listOf(entryOf(options, 'fields'))?.map((field) => columnOf(field)?.column);
      const references = listOf(entryOf(options, 'references'))?.map((field) => columnOf(field)?.column);
      const isKnown = fields?.every((field) => field !== undefined) && references?.every((field) => field !== undefined);
      found.push({ from, to, name, many: value.callee.name === 'many', label: textEntry(options, 'relationName'), ...(isKnown && { columns: fields as string[], references: references as string[] }) });
    }
  }
  for (const one of found) {
    // A side without columns is the other way round of one with them.
    const back = one.columns ? undefined : found.filter((other) => other.columns && other.from === one.to && other.to === one.from && other.label === one.label);
    const sole = back?.length === 1 ? back[0] : undefined;
    const columns = one.columns ?? sole?.references;
    const references = one.references ?? sole?.columns;
    if (columns && references) one.from.table.relations.push({ name: one.name, table: one.to.table.name, many: one.many, columns, references });
  }
}

/** What `({ one, many }) => ({ … })` gives, the helpers told apart by their names. */
function relationHelpers({ terms }: Code, callback: FunctionTerm): ReadonlyMap<string, { value: Term }> {
  const span = spanFrom(0, 0);
  const helper = (name: string) => ({ value: { kind: 'symbol', name } as const, span, file: callback.file });
  const made = terms.returned(callback, [{ kind: 'object', entries: new Map([['one', helper('one')], ['many', helper('many')]]), whole: true, file: callback.file }]);
  return made?.kind === 'object' ? made.entries : new Map();
}
