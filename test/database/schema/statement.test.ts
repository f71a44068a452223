import { describe, expect, it } from 'vitest';
import { indexEdit, indexStatement } from '../../../src/database/schema/statement.ts';
import type { Reader, Table } from '../../../src/database/schema/types.ts';

function orders(reader: Reader): Table {
  const origin = { place: { file: 'schema', line: 1, column: 1, endLine: 1, endColumn: 2 }, reader };
  return {
    name: 'orders',
    kind: 'table',
    entities: [{ name: 'Order', file: 'schema' }],
    columns: [
      { name: 'customer_id', property: 'customerId', type: 'integer', nullable: false },
      { name: 'placed_at', property: 'placedAt', type: 'timestamp', nullable: false },
    ],
    indexes: [],
    foreignKeys: [],
    relations: [],
    origin,
  };
}

const INDEX = { parts: [{ column: 'customer_id', direction: 'asc' }, { column: 'placed_at', direction: 'desc' }] } as const;

describe('the statement that adds an index', () => {
  it.each<[Reader, string, string]>([
    ['prisma', '@@index([customerId, placedAt(sort: Desc)])', 'to model Order'],
    ['drizzle', "index('orders_customer_id_placed_at_idx').on(table.customerId, table.placedAt.desc())", 'to the third argument of Order'],
    ['typeorm', "@Index(['customerId', 'placedAt'])", 'to class Order'],
    ['sequelize', "indexes: [{ fields: ['customer_id', { name: 'placed_at', order: 'DESC' }] }]", 'to the options of Order'],
    ['mikro-orm', "@Index({ properties: ['customerId', 'placedAt'] })", 'to class Order'],
    ['mongoose', 'schema.index({ customer_id: 1, placed_at: -1 })', 'to the schema of Order'],
    ['typeorm-migration', "await queryRunner.createIndex('orders', new TableIndex({ name: 'orders_customer_id_placed_at_idx', columnNames: ['customer_id', 'placed_at'] }))", 'in a new migration'],
    ['sequelize-migration', "await queryInterface.addIndex('orders', ['customer_id', 'placed_at'])", 'in a new migration'],
    ['knex-migration', "await knex.schema.alterTable('orders', (table) => { table.index(['customer_id', 'placed_at']); })", 'in a new migration'],
    ['kysely-migration', "await db.schema.createIndex('orders_customer_id_placed_at_idx').on('orders').columns(['customer_id', 'placed_at']).execute()", 'in a new migration'],
    ['node-pg-migrate', "pgm.createIndex('orders', ['customer_id', 'placed_at'])", 'in a new migration'],
    ['sql', 'CREATE INDEX CONCURRENTLY "orders_customer_id_placed_at_idx" ON "orders" ("customer_id", "placed_at" DESC)', 'in a new migration'],
  ])('is written as %s does', (reader, declaration, goes) => {
    expect(indexStatement(orders(reader), INDEX, 'postgresql')).toMatchObject({ declaration, goes });
  });

  it('has the SQL of the engine beside it', () => {
    expect(indexStatement(orders('prisma'), INDEX, 'postgresql').sql).toBe('CREATE INDEX CONCURRENTLY "orders_customer_id_placed_at_idx" ON "orders" ("customer_id", "placed_at" DESC)');
    expect(indexStatement(orders('typeorm'), INDEX, 'mariadb').sql).toBe('CREATE INDEX `orders_customer_id_placed_at_idx` ON `orders` (`customer_id`, `placed_at` DESC)');
    expect(indexStatement({ ...orders('prisma'), namespace: 'shop' }, INDEX, 'sqlite').sql).toBe('CREATE INDEX "orders_customer_id_placed_at_idx" ON "shop"."orders" ("customer_id", "placed_at" DESC)');
    expect(indexStatement(orders('mongoose'), INDEX, 'mongodb').sql).toBeUndefined();
  });

  it('is SQL where the language has no form for an expression', () => {
    const index = { parts: [{ expression: 'lower(email)', direction: 'asc' }] } as const;
    expect(indexStatement(orders('prisma'), index, 'postgresql')).toEqual({
      declaration: 'CREATE INDEX CONCURRENTLY "orders_lower_email_idx" ON "orders" ((lower(email)))',
      goes: 'in a new migration',
      sql: 'CREATE INDEX CONCURRENTLY "orders_lower_email_idx" ON "orders" ((lower(email)))',
    });
  });
});

describe('the edit that declares an index', () => {
  it('is one of the file that declares the table, by the names of the code', () => {
    expect(indexEdit(orders('prisma'), INDEX)).toEqual({
      kind: 'add-index',
      file: 'schema',
      language: 'prisma',
      entity: 'Order',
      name: 'orders_customer_id_placed_at_idx',
      parts: [{ property: 'customerId', direction: 'asc' }, { property: 'placedAt', direction: 'desc' }],
    });
  });

  it('is none where migrations add indexes, or for an expression', () => {
    expect(indexEdit(orders('knex-migration'), INDEX)).toBeUndefined();
    expect(indexEdit(orders('prisma'), { parts: [{ expression: 'lower(email)', direction: 'asc' }] })).toBeUndefined();
  });
});
