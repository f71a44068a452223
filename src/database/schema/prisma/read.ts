import { columnType } from '../code/columns.ts';
import { placesIn } from '../places.ts';
import type { Column, Engine, ForeignKey, Index, IndexPart, Origin, Predicate, PredicateTerm, Relation, SchemaProblem, Table } from '../types.ts';
import { parsePrisma } from './parse.ts';
import type { PrismaArgument, PrismaAttribute, PrismaBlock, PrismaField, PrismaValue } from './parse.ts';
import { nativeType, PROVIDERS, SCALARS, writtenType } from './types.ts';

export interface PrismaText {
  /** Below the root. */
  file: string;
  text: string;
}

/** One Prisma schema, of one file or of several. */
export interface PrismaSchema {
  /** The file with the datasource, else the first. */
  file: string;
  engine: Engine | undefined;
  tables: Table[];
  problems: SchemaProblem[];
}

/** Reads the files of Prisma schemas. Files without a datasource belong to the one whose folder they lie in or below. */
export function readPrisma(texts: readonly PrismaText[]): PrismaSchema[] {
  const files = texts.map(({ file, text }) => {
    const { blocks, errors } = parsePrisma(text);
    return { file, blocks, place: placesIn(file, text), errors };
  });
  return groupsOf(files).map((group) => new Reader(group).read());
}

interface File {
  file: string;
  blocks: PrismaBlock[];
  place: ReturnType<typeof placesIn>;
  errors: { at: number; reason: string }[];
}

function hasSource({ blocks }: File): boolean {
  return blocks.some(({ keyword }) => keyword === 'datasource');
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function groupsOf(files: readonly File[]): File[][] {
  const groups = files.filter(hasSource).map((file) => [file]);
  const loose = new Map<string, File[]>();
  for (const file of files) {
    if (hasSource(file)) continue;
    const folder = folderOf(file.file);
    const homes = groups.filter(([first]) => isWithin(folder, folderOf(first!.file)));
    const home = homes.sort(([a], [b]) => folderOf(b!.file).length - folderOf(a!.file).length)[0];
    if (home) home.push(file);
    else loose.set(folder, [...(loose.get(folder) ?? []), file]);
  }
  return [...groups, ...loose.values()].filter((group) => group.some(({ blocks }) => blocks.some(({ keyword }) => keyword === 'model' || keyword === 'view')));
}

function isWithin(folder: string, outer: string): boolean {
  return outer === '' || folder === outer || folder.startsWith(`${outer}/`);
}

interface Model {
  block: PrismaBlock;
  file: File;
  /** Name in the database. */
  table: string;
}

class Reader {
  private readonly files: readonly File[];
  private readonly models = new Map<string, Model>();
  private readonly enums = new Map<string, PrismaBlock>();
  private readonly composites = new Set<string>();
  private readonly engine: Engine | undefined;
  private readonly enforced: boolean;

  constructor(files: readonly File[]) {
    this.files = files;
    for (const file of files) {
      for (const block of file.blocks) {
        if (block.keyword === 'model' || block.keyword === 'view') this.models.set(block.name, { block, file, table: mapped(block.attributes, block.name) });
        else if (block.keyword === 'enum') this.enums.set(block.name, block);
        else if (block.keyword === 'type') this.composites.add(block.name);
      }
    }
    const source = files.flatMap(({ blocks }) => blocks).find(({ keyword }) => keyword === 'datasource');
    const setting = (key: string): string | undefined => textOf(source?.attributes.find(({ name }) => name === key)?.args[0]?.value);
    this.engine = PROVIDERS[setting('provider') ?? ''];
    // https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/relation-mode
    this.enforced = this.engine !== 'mongodb' && setting('relationMode') !== 'prisma' && setting('referentialIntegrity') !== 'prisma';
  }

  read(): PrismaSchema {
    const tables = [...this.models.values()].map((model) => this.table(model));
    return {
      file: this.files[0]!.file,
      engine: this.engine,
      tables: [...tables, ...this.joinTables()],
      problems: this.files.flatMap(({ file, errors, place }) => errors.map(({ at, reason }) => ({ file, reason: `line ${place(at, at).line}: ${reason}` }))),
    };
  }

  private table(model: Model): Table {
    const { block, file } = model;
    const namespace = textOf(attributeOf(block.attributes, 'schema')?.args[0]?.value);
    return {
      name: model.table,
      ...(namespace !== undefined && namespace !== 'public' && { namespace }),
      kind: block.keyword === 'view' ? 'view' : 'table',
      entities: [{ name: block.name, file: file.file }],
      columns: block.fields.filter((field) => !this.models.has(field.type)).map((field) => this.column(field, model)),
      indexes: this.indexes(model),
      foreignKeys: block.fields.flatMap((field) => this.foreignKey(field, model) ?? []),
      relations: block.fields.flatMap((field) => this.relation(field, model) ?? []),
      origin: originAt(file, { start: block.start, end: block.start + `${block.keyword} ${block.name}`.length }),
    };
  }

  private column(field: PrismaField, { file }: Model): Column {
    const name = columnName(field);
    const values = this.enums.get(field.type);
    return {
      name,
      ...(name !== field.name && { property: field.name }),
      ...this.typeOf(field),
      // A list is made without NOT NULL.
      nullable: field.optional || field.list,
      ...(values && !field.list && { values: values.fields.map((value) => mapped(value.attributes, value.name)) }),
      origin: originAt(file, field),
    };
  }

  private typeOf(field: PrismaField): Pick<Column, 'type' | 'nativeType'> {
    if (field.unsupported) return { type: columnType(field.type), nativeType: field.type };
    if (field.list && this.engine !== 'mongodb') {
      const of = this.elementType(field);
      return { type: 'array', ...(of !== undefined && { nativeType: `${of}[]` }) };
    }
    const values = this.enums.get(field.type);
    if (values) return { type: 'enum', nativeType: mapped(values.attributes, values.name) };
    if (this.composites.has(field.type)) return { type: 'json' };
    const written = field.attributes.find(({ name }) => name.startsWith('db.'));
    const native = this.elementType(field);
    const own = written && native !== undefined ? columnType(native) : 'other';
    return { type: own === 'other' ? (SCALARS[field.type] ?? 'other') : own, ...(native !== undefined && { nativeType: native }) };
  }

  private elementType(field: PrismaField): string | undefined {
    const written = field.attributes.find(({ name }) => name.startsWith('db.'));
    if (written) return writtenType(written.name.slice(3), written.args.flatMap(({ value }) => (value.kind === 'number' || value.kind === 'string' ? [value.value] : [])));
    const values = this.enums.get(field.type);
    return values ? mapped(values.attributes, values.name) : nativeType(field.type, this.engine);
  }

  private indexes(model: Model): Index[] {
    const { block, file } = model;
    const ofFields = block.fields.flatMap((field) =>
      field.attributes.flatMap((attribute): Index[] => {
        const by = KEYS[attribute.name];
        if (by === undefined || by === 'index') return [];
        const direction = directionOf(attribute.args);
        return [indexOf([{ column: columnName(field), direction }], by, attribute, originAt(file, attribute), this.where(attribute, model))];
      }),
    );
    const ofModel = block.attributes.flatMap((attribute): Index[] => {
      const by = KEYS[attribute.name];
      const fields = argumentOf(attribute, 'fields', 0);
      if (by === undefined || fields === undefined) return [];
      const parts = (fields.kind === 'list' ? fields.items : [fields]).map((item) => this.part(item, model));
      return [indexOf(parts, by, attribute, originAt(file, attribute), this.where(attribute, model))];
    });
    return [...ofFields, ...ofModel];
  }

  private part(item: PrismaValue, model: Model): IndexPart {
    const path = item.kind === 'call' ? item.name : item.kind === 'name' ? item.value : '';
    const args = item.kind === 'call' ? item.args : [];
    const ops = args.find(({ name }) => name === 'ops')?.value;
    const operators = ops?.kind === 'call' ? textOf(ops.args[0]?.value) : ops?.kind === 'name' ? snakeCase(ops.value) : undefined;
    return { column: this.columnOf(path, model), direction: directionOf(args), ...(operators !== undefined && { operators }) };
  }

  /** The column of a field; of a field of a composite type, the path to it. */
  private columnOf(path: string, { block }: Pick<Model, 'block'>): string {
    const [first, ...rest] = path.split('.');
    const field = block.fields.find(({ name }) => name === first);
    return [field ? columnName(field) : first!, ...rest].join('.');
  }

  /** https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes: partial indexes, by an object or by SQL. */
  private where(attribute: PrismaAttribute, model: Model): { where?: Predicate } {
    const value = attribute.args.find(({ name }) => name === 'where')?.value;
    if (value?.kind === 'call') return { where: { text: textOf(value.args[0]?.value) ?? '' } };
    if (value?.kind !== 'object') return {};
    const terms = value.entries.map(({ name, value: condition }) => termOf(this.columnOf(name ?? '', model), condition));
    const text = terms.map((term) => (term ? textOfTerm(term) : '…')).join(' and ');
    return { where: terms.includes(undefined) ? { text } : { text, terms: terms as PredicateTerm[] } };
  }

  private foreignKey(field: PrismaField, model: Model): ForeignKey | undefined {
    const target = this.models.get(field.type);
    const relation = relationOf(field);
    const fields = namesIn(relation && argumentOf(relation, 'fields'));
    if (!target || !relation || fields.length === 0) return undefined;
    const isOptional = fields.every((name) => model.block.fields.find((other) => other.name === name)?.optional);
    const map = textOf(argumentOf(relation, 'map'));
    return {
      ...(map !== undefined && { name: map }),
      columns: fields.map((name) => this.columnOf(name, model)),
      table: target.table,
      references: namesIn(argumentOf(relation, 'references')).map((name) => this.columnOf(name, target)),
      // https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/referential-actions#referential-action-defaults
      onDelete: actionOf(argumentOf(relation, 'onDelete')) ?? (isOptional ? 'set null' : 'restrict'),
      onUpdate: actionOf(argumentOf(relation, 'onUpdate')) ?? 'cascade',
      enforced: this.enforced,
      origin: originAt(model.file, field),
    };
  }

  private relation(field: PrismaField, model: Model): Relation | undefined {
    const target = this.models.get(field.type);
    if (!target) return undefined;
    const own = this.foreignKey(field, model);
    if (own) return { name: field.name, table: target.table, many: false, columns: own.columns, references: own.references };
    const opposite = this.opposite(field, model, target);
    const theirs = opposite && this.foreignKey(opposite, target);
    if (theirs) return { name: field.name, table: target.table, many: field.list, columns: theirs.references, references: theirs.columns };
    const join = this.joinOf(field, model);
    const keys = [model, target].map(({ block }) => this.keyOf(block));
    if (!join || keys.some((key) => key === undefined)) return undefined;
    const [here, there] = join.first === field ? ['A', 'B'] : ['B', 'A'];
    return { name: field.name, table: target.table, many: true, columns: [keys[0]!], references: [keys[1]!], through: { table: join.name, columns: [here!], references: [there!] } };
  }

  /** The field on the other side of a relation. */
  private opposite(field: PrismaField, { block }: Model, target: Model): PrismaField | undefined {
    return target.block.fields.find((other) => other !== field && other.type === block.name && relationName(other) === relationName(field));
  }

  /** The table between two lists: of the models in alphabetical order, the first is column A. */
  private joinOf(field: PrismaField, model: Model): { name: string; first: PrismaField; models: [Model, Model] } | undefined {
    const target = this.models.get(field.type);
    if (!target || !field.list) return undefined;
    const opposite = this.opposite(field, model, target);
    if (!opposite?.list || this.engine === 'mongodb') return undefined;
    const sides = [{ field, model }, { field: opposite, model: target }].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const models = sides.map((side) => side.model) as [Model, Model];
    return { name: `_${relationName(field) ?? models.map(({ block }) => block.name).join('To')}`, first: sides[0]!.field, models };
  }

  private joinTables(): Table[] {
    const made = new Map<string, Table>();
    for (const model of this.models.values()) {
      for (const field of model.block.fields) {
        const join = this.joinOf(field, model);
        if (join && !made.has(join.name)) made.set(join.name, this.joinTable(join.name, join.models, originAt(model.file, field)));
      }
    }
    return [...made.values()];
  }

  private joinTable(name: string, models: readonly [Model, Model], origin: Origin): Table {
    const sides = models.map(({ block, table }, at) => ({ column: at === 0 ? 'A' : 'B', table, key: block.fields.find((field) => columnName(field) === this.keyOf(block)) }));
    const namespace = textOf(attributeOf(models[0].block.attributes, 'schema')?.args[0]?.value);
    return {
      name,
      ...(namespace !== undefined && namespace !== 'public' && { namespace }),
      kind: 'table',
      entities: [],
      columns: sides.map(({ column, key }) => ({ name: column, ...(key ? this.typeOf(key) : { type: 'other' as const }), nullable: false, origin })),
      indexes: [
        { parts: ['A', 'B'].map((column) => ({ column, direction: 'asc' as const })), unique: true, method: 'btree', include: [], by: 'unique', origin },
        { parts: [{ column: 'B', direction: 'asc' }], unique: false, method: 'btree', include: [], by: 'index', origin },
      ],
      foreignKeys: sides.map(({ column, table, key }) => ({ columns: [column], table, references: key ? [columnName(key)] : [], onDelete: 'cascade' as const, onUpdate: 'cascade' as const, enforced: this.enforced, origin })),
      relations: [],
      origin,
    };
  }

  /** The column of a model's key, where that is one column. */
  private keyOf(block: PrismaBlock): string | undefined {
    const field = block.fields.find(({ attributes }) => attributeOf(attributes, 'id'));
    return field && columnName(field);
  }
}

const KEYS: Readonly<Record<string, Index['by']>> = { id: 'primary key', unique: 'unique', index: 'index', fulltext: 'index' };

function indexOf(parts: IndexPart[], by: Index['by'], attribute: PrismaAttribute, origin: Origin, where: { where?: Predicate }): Index {
  const map = textOf(attribute.args.find(({ name }) => name === 'map')?.value);
  const type = attribute.args.find(({ name }) => name === 'type')?.value;
  const method = attribute.name === 'fulltext' ? 'fulltext' : type?.kind === 'name' ? type.value.toLowerCase() : 'btree';
  return { ...(map !== undefined && { name: map }), parts, unique: by !== 'index', method, ...where, include: [], by, origin };
}

function originAt({ place }: File, { start, end }: { start: number; end: number }): Origin {
  return { place: place(start, end), reader: 'prisma' };
}

function attributeOf(attributes: readonly PrismaAttribute[], name: string): PrismaAttribute | undefined {
  return attributes.find((attribute) => attribute.name === name);
}

function argumentOf({ args }: PrismaAttribute, name: string, at?: number): PrismaValue | undefined {
  return args.find((argument) => argument.name === name)?.value ?? (at === undefined || args[at]?.name !== undefined ? undefined : args[at]?.value);
}

function textOf(value: PrismaValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

function namesIn(value: PrismaValue | undefined): string[] {
  return value?.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'name' ? [item.value] : [])) : [];
}

function mapped(attributes: readonly PrismaAttribute[], name: string): string {
  const map = attributeOf(attributes, 'map');
  return (map && textOf(argumentOf(map, 'name', 0))) ?? name;
}

function columnName(field: PrismaField): string {
  return mapped(field.attributes, field.name);
}

function relationOf({ attributes }: PrismaField): PrismaAttribute | undefined {
  return attributeOf(attributes, 'relation');
}

function relationName(field: PrismaField): string | undefined {
  const relation = relationOf(field);
  return relation && textOf(argumentOf(relation, 'name', 0));
}

/** Models in alphabetical order; of a model with itself, its fields. */
function orderOf({ field, model }: { field: PrismaField; model: Model }): string {
  return `${model.block.name}\0${field.name}`;
}

const ACTIONS: Readonly<Record<string, ForeignKey['onDelete']>> = { Cascade: 'cascade', SetNull: 'set null', SetDefault: 'set default', Restrict: 'restrict', NoAction: 'no action' };

function actionOf(value: PrismaValue | undefined): ForeignKey['onDelete'] {
  return value?.kind === 'name' ? ACTIONS[value.value] : undefined;
}

function directionOf(args: readonly PrismaArgument[]): 'asc' | 'desc' {
  const sort = args.find(({ name }) => name === 'sort')?.value;
  return sort?.kind === 'name' && sort.value === 'Desc' ? 'desc' : 'asc';
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase();
}

function termOf(column: string, condition: PrismaValue): PredicateTerm | undefined {
  if (condition.kind === 'object') {
    const [entry] = condition.entries;
    if (entry?.name !== 'not' || condition.entries.length !== 1) return undefined;
    const term = termOf(column, entry.value);
    return term && { ...term, operator: term.operator === 'is null' ? 'is not null' : '<>' };
  }
  if (condition.kind === 'string' || condition.kind === 'number') return { column, operator: '=', values: [condition.value] };
  if (condition.kind !== 'name') return undefined;
  if (condition.value === 'null') return { column, operator: 'is null', values: [] };
  return condition.value === 'true' || condition.value === 'false' ? { column, operator: '=', values: [condition.value === 'true'] } : undefined;
}

/** As the statement would be normalised that makes the index. */
function textOfTerm({ column, operator, values: [value] }: PredicateTerm): string {
  const name = column.toLowerCase();
  return value === undefined ? `${name} ${operator}` : `${name} ${operator} ${typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)}`;
}
