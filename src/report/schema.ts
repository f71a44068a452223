import pc from 'picocolors';
import type { Column, ForeignKey, Index, Origin, Schema, Table } from '../database/schema/types.ts';
import { plural } from './summary.ts';
import type { ReportContext } from './types.ts';
import { displayWidth, padColumns, printable } from './width.ts';

/** What `perf-lint schema` says. */
export interface SchemaReport {
  schemas: readonly Schema[];
}

/** For people: each table with its columns and indexes, and where each index comes from. */
export function schemaText({ schemas }: SchemaReport, { colors: colored }: Pick<ReportContext, 'colors'>): string {
  const colors = pc.createColors(colored);
  if (schemas.length === 0) return 'No schema found: no schema.prisma, no migrations, no models of a mapper that perf-lint knows.\n';
  const blocks = schemas.flatMap((schema) => [
    [colors.bold(printable(headOf(schema))), ...schema.problems.map(({ file, reason }) => `  ${colors.yellow(printable(`${file}: ${reason}`))}`), ...notesOn(schema).map((note) => `  ${note}`)],
    ...[...schema.tables].sort(byName).map((table) => tableLines(table, (text) => colors.dim(text), (text) => colors.bold(text))),
  ]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** For machines; schema/schema.schema.json describes it. */
export function schemaJson({ schemas }: SchemaReport): string {
  return `${JSON.stringify({ version: 1, schemas: schemas.map(({ engine, ...rest }) => ({ ...rest, engine: engine ?? null })) }, null, 2)}\n`;
}

function headOf({ dir, engine, tables }: Schema): string {
  const indexes = tables.reduce((sum, table) => sum + table.indexes.length, 0);
  return `${dir === '' ? 'The root' : dir}: ${engine ?? 'engine not known'}, ${plural(tables.length, 'table')}, ${indexes === 1 ? '1 index' : `${indexes} indexes`}`;
}

function notesOn({ complete }: Schema): string[] {
  return complete ? [] : ['Not all of it could be read: the lack of an index shows nothing here.'];
}

function byName(a: Table, b: Table): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function tableLines(table: Table, dim: (text: string) => string, bold: (text: string) => string): string[] {
  const { name, namespace, kind, entities, columns, indexes, foreignKeys, origin, incomplete } = table;
  const title = [namespace === undefined ? name : `${namespace}.${name}`, ...(kind === 'table' ? [] : [`(${kind})`])].join(' ');
  const models = entities.map((entity) => entity.name).join(', ');
  return [
    `  ${bold(printable(title))}${models === '' ? '' : `  ${printable(models)}`}  ${dim(printable(placeOf(origin)))}`,
    ...(incomplete ? ['    Not all that was done to it could be read.'] : []),
    ...rows(columns.map((column) => [column.name, typeOf(column)]), '    '),
    ...rows(indexes.map((index) => [indexText(index), `${BY[index.by]} ${placeOf(index.origin)}`]), '    ', dim),
    ...rows(foreignKeys.map((key) => [keyText(key), placeOf(key.origin)]), '    ', dim),
  ];
}

/** What makes an index, before the place where it is said. */
const BY: Readonly<Record<Index['by'], string>> = { index: 'declared', 'primary key': 'by the key', unique: 'by the constraint', 'foreign key': 'by the engine, for a foreign key' };

function rows(cells: readonly (readonly [string, string])[], indent: string, style: (text: string) => string = (text) => text): string[] {
  const width = Math.max(0, ...cells.map(([first]) => displayWidth(first)));
  return cells.map(([first, second]) => `${indent}${padColumns(printable(first), width)}  ${style(printable(second))}`);
}

function typeOf({ type, nativeType, nullable, property }: Column): string {
  return `${nativeType ?? type}${nullable ? '' : ' not null'}${property === undefined ? '' : `, ${property} in the code`}`;
}

/** As a statement would name it: `unique (email) where deleted_at is null`. */
function indexText({ name, parts, unique, method, where, include, by, invalid }: Index): string {
  const list = parts.map(({ column, expression, direction, operators }) => [column ?? `(${expression})`, operators, direction === 'desc' ? 'desc' : undefined].filter((word) => word !== undefined).join(' '));
  return [
    by === 'primary key' ? 'primary key' : unique ? 'unique' : 'index',
    name,
    method === 'btree' ? undefined : `using ${method}`,
    `(${list.join(', ')})`,
    include.length > 0 ? `include (${include.join(', ')})` : undefined,
    where && `where ${where.text}`,
    invalid && '(invalid)',
  ]
    .filter((word) => word !== undefined)
    .join(' ');
}

function keyText({ columns, table, references, onDelete, enforced }: ForeignKey): string {
  return `foreign key (${columns.join(', ')}) to ${table}${references.length > 0 ? ` (${references.join(', ')})` : ''}${onDelete === undefined || onDelete === 'no action' ? '' : `, on delete ${onDelete}`}${enforced ? '' : ', kept by the mapper alone'}`;
}

function placeOf({ place: { file, line } }: Origin): string {
  return `${file}:${line}`;
}
