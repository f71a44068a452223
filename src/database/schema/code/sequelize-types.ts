import type { Column, ColumnType, ForeignKey } from '../types.ts';
import { columnType } from './columns.ts';
import { actionsOf } from './parts.ts';
import { entryOf, exportPath, isOff, textEntry, textsOf, textValue, type Term } from './terms.ts';

/** https://sequelize.org/docs/v6/other-topics/other-data-types/ */
const TYPES: Readonly<Record<string, ColumnType>> = {
  STRING: 'text', CHAR: 'text', TEXT: 'text', CITEXT: 'text', NUMBER: 'decimal', TINYINT: 'integer', SMALLINT: 'integer', MEDIUMINT: 'integer', INTEGER: 'integer', BIGINT: 'bigint',
  FLOAT: 'float', REAL: 'float', DOUBLE: 'float', DECIMAL: 'decimal', BOOLEAN: 'boolean', TIME: 'time', DATE: 'timestamp', DATEONLY: 'date', NOW: 'timestamp', UUID: 'uuid', UUIDV1: 'uuid',
  UUIDV4: 'uuid', JSON: 'json', JSONB: 'json', BLOB: 'bytes', ENUM: 'enum', ARRAY: 'array', CIDR: 'text', INET: 'text', MACADDR: 'text',
};

/** A column's type as `DataTypes.STRING(10)`, `'varchar(10)'` and the like say it. */
export function sequelizeType(term: Term | undefined): Pick<Column, 'type'> & Partial<Pick<Column, 'nativeType' | 'values'>> {
  const written = textValue(term);
  if (written !== undefined) return { type: columnType(written), nativeType: written };
  const called = term?.kind === 'call' ? term : undefined;
  const name = typeName(called ? called.callee : term);
  const type = name === undefined ? 'other' : (TYPES[name] ?? 'other');
  const values = type === 'enum' && called ? enumValues(called.args) : undefined;
  return { type, ...(values && { values }) };
}

/** `STRING` of `DataTypes.STRING`, `Sequelize.DataTypes.STRING`, `DataTypes.STRING(10).BINARY`. */
export function typeName(term: Term | undefined): string | undefined {
  if (term?.kind === 'call') return typeName(term.callee);
  if (term?.kind === 'export') return exportPath(term)?.path.at(-1);
  if (term?.kind !== 'member') return undefined;
  return Object.hasOwn(TYPES, term.name) || term.object.kind !== 'member' ? term.name : typeName(term.object) ?? term.name;
}

function enumValues(args: readonly Term[]): string[] | undefined {
  const [first] = args;
  const listed = first?.kind === 'object' ? textsOf(entryOf(first, 'values')) : textsOf(first?.kind === 'list' ? first : { kind: 'list', items: args, whole: true });
  return listed && listed.length > 0 ? listed : undefined;
}

/** What an attribute is where it is no bare type: `{ type, allowNull, references, … }`. */
export function attributeOf(term: Term): { options: Term | undefined; type: Term | undefined } {
  return term.kind === 'object' ? { options: term, type: entryOf(term, 'type') } : { options: undefined, type: term };
}

/** A column of an attribute. */
export function sequelizeColumn(name: string, attribute: Term): Column {
  const { options, type } = attributeOf(attribute);
  const isKey = isTrue(entryOf(options, 'primaryKey'));
  return { name, ...sequelizeType(type), nullable: !isKey && !isOff(options, 'allowNull') };
}

export function isTrue(term: Term | undefined): boolean {
  return term?.kind === 'literal' && term.value === true;
}

/** The table that `references` names: `'Users'`, `{ tableName, schema }`, a model. */
export function tableRef(term: Term | undefined): { name: string; namespace?: string } | undefined {
  const name = textValue(term) ?? textEntry(term, 'tableName', 'name');
  const namespace = textEntry(term, 'schema');
  return name === undefined ? undefined : { name, ...(namespace !== undefined && { namespace }) };
}

/** The foreign key of an attribute with `references`: https://sequelize.org/docs/v6/core-concepts/model-basics/#column-options */
export function referenceOf(column: string, attribute: Term, tableOf: (model: Term) => string | undefined = (model) => tableRef(model)?.name): Omit<ForeignKey, 'origin'> | undefined {
  const { options } = attributeOf(attribute);
  const references = entryOf(options, 'references');
  const model = references?.kind === 'object' ? (entryOf(references, 'model') ?? entryOf(references, 'table')) : references;
  const table = model && tableOf(model);
  if (table === undefined) return undefined;
  const key = textEntry(references, 'key', 'field');
  return { columns: [column], table, references: key === undefined ? [] : [key], ...actionsOf(options), enforced: true };
}

/** Names of indexes that have none: `inflection.underscore` of the table and the fields. */
export function sequelizeIndexName(table: string, fields: readonly string[]): string {
  return `${table}_${fields.join('_')}`.replace(/([A-Z])/g, '_$1').replace(/^_/, '').toLowerCase();
}
