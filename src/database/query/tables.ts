import type { Column, Relation, Schema, Table } from '../schema/types.ts';
import type { Scope } from './translator.ts';

/** The tables of all schemas, as code names them. */
export class Tables {
  private readonly entities = new Map<string, (Scope & { file: string })[]>();
  private readonly names = new Map<string, Scope[]>();

  constructor(schemas: readonly Schema[]) {
    for (const schema of schemas) {
      for (const table of schema.tables) {
        push(this.names, table.name, { schema, table });
        for (const { name, file } of table.entities) push(this.entities, name, { schema, table, file });
      }
    }
  }

  /** What a model, a class or a variable stands for, seen from a file. `declaredIn`: the file that declares it. */
  entity(name: string, from: string, declaredIn?: string): Scope | undefined {
    const all = this.entities.get(name) ?? [];
    const found = declaredIn === undefined ? all : all.filter(({ file }) => file === declaredIn);
    return nearest(found, from);
  }

  /** The table of a name, seen from a file. */
  named(name: string, from: string, namespace?: string): Scope | undefined {
    const all = this.names.get(name) ?? [];
    return nearest(namespace === undefined ? all : all.filter(({ table }) => table.namespace === namespace), from);
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The one that is declared nearest; undefined where two are as near. */
function nearest(found: readonly Scope[], from: string): Scope | undefined {
  const [first, second] = [...found].sort((a, b) => distance(a.schema.dir, from) - distance(b.schema.dir, from));
  if (!first) return undefined;
  const isSole = !second || second.table === first.table || distance(second.schema.dir, from) > distance(first.schema.dir, from);
  return isSole ? { schema: first.schema, table: first.table } : undefined;
}

/** Folders between a folder and a file: up to the one that holds both, and down again. */
function distance(dir: string, file: string): number {
  const left = dir === '' || dir === '.' ? [] : dir.split('/');
  const right = file.split('/').slice(0, -1);
  let common = 0;
  while (common < left.length && left[common] === right[common]) common++;
  return left.length + right.length - 2 * common;
}

/** The column that a property of the code stands for. */
export function columnOf({ columns }: Table, property: string): Column | undefined {
  return columns.find((column) => (column.property ?? column.name) === property);
}

export function relationOf({ relations }: Table, property: string): Relation | undefined {
  return relations.find(({ name }) => name === property);
}

/** The table that a relation leads to. */
export function relatedTable({ tables }: Schema, { table }: Relation): Table | undefined {
  return tables.find(({ name }) => name === table);
}
