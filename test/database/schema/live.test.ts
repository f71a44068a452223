import { describe, expect, it } from 'vitest';
import { withCatalog } from '../../../src/database/schema/live.ts';
import type { Index, Origin, Reader, Schema, Table } from '../../../src/database/schema/types.ts';

const origin = (reader: Reader): Origin => ({ place: { file: reader, line: 1, column: 1, endLine: 1, endColumn: 2 }, reader });

function table(name: string, reader: Reader, over: Partial<Table> = {}): Table {
  return { name, kind: 'table', entities: [], columns: [{ name: 'customer_id', type: 'integer', nullable: false }], indexes: [], foreignKeys: [], relations: [], origin: origin(reader), ...over };
}

const index = (column: string): Index => ({ parts: [{ column, direction: 'asc' }], unique: false, method: 'btree', include: [], by: 'index', origin: origin('live') });

const schema = (tables: Table[], over: Partial<Schema> = {}): Schema => ({ dir: '', engine: 'postgresql', tables, complete: false, problems: [], ...over });

describe('what a live database has', () => {
  const declared = schema([
    table('orders', 'prisma', { entities: [{ name: 'Order', file: 'schema.prisma' }], columns: [{ name: 'customer_id', property: 'customerId', type: 'other', nullable: true }] }),
    table('drafts', 'prisma'),
  ]);

  it('wins over what files declare, but for the names of the code', () => {
    const live = schema([table('orders', 'live', { namespace: 'public', indexes: [index('customer_id')], columns: [{ name: 'customer_id', type: 'bigint', nullable: false }, { name: 'note', type: 'text', nullable: true }] })]);
    const [{ tables, complete }] = withCatalog([declared], live) as [Schema];
    expect(complete).toBe(true);
    expect(tables[0]).toMatchObject({
      entities: [{ name: 'Order' }],
      origin: { reader: 'prisma' },
      indexes: [{ parts: [{ column: 'customer_id' }] }],
      columns: [{ name: 'customer_id', property: 'customerId', type: 'bigint', nullable: false }, { name: 'note' }],
    });
  });

  it('leaves tables that it lacks as they are declared, and adds those that nobody declares', () => {
    const live = schema([table('orders', 'live'), table('audit', 'live')]);
    expect(withCatalog([declared], live)[0]!.tables.map(({ name, origin: { reader } }) => [name, reader])).toEqual([['orders', 'prisma'], ['drafts', 'prisma'], ['audit', 'live']]);
  });

  it('tells sizes only where it is a database that is used', () => {
    const rows = (orders: number) => withCatalog([declared], schema([table('orders', 'live', { rows: orders })]))[0]!.tables[0]!.rows;
    expect(rows(20)).toBeUndefined();
    expect(rows(20_000)).toBe(20_000);
  });

  it('is of the schema that names its tables, on the same engine', () => {
    const other = schema([table('orders', 'typeorm')], { dir: 'other', engine: 'mysql' });
    const live = schema([table('orders', 'live', { indexes: [index('customer_id')] })]);
    const [first, second] = withCatalog([other, declared], live) as [Schema, Schema];
    expect(first.tables[0]!.indexes).toEqual([]);
    expect(second.tables[0]!.indexes).toHaveLength(1);
  });

  it('stands alone where no file declares any of it', () => {
    const live = schema([table('audit', 'live')]);
    expect(withCatalog([declared], live)).toEqual([declared, live]);
  });
});
