import { describe, expect, it } from 'vitest';
import type { AddIndex } from '../../src/findings/types.ts';
import { applyEdits } from '../../src/fixes/edits.ts';
import { suggest } from '../../src/fixes/suggest.ts';
import { link } from '../program/project.ts';

const plan = (over: Partial<AddIndex>): AddIndex => ({
  kind: 'add-index',
  file: 'src/order.ts',
  language: 'typeorm',
  entity: 'Order',
  name: 'orders_customer_id_idx',
  parts: [{ property: 'customerId', direction: 'asc' }],
  ...over,
});

function made(over: Partial<AddIndex>, text: string): string {
  const one = plan(over);
  const program = one.file.endsWith('.ts') ? link({ [one.file]: text }) : undefined;
  const suggested = suggest(one, () => ({ text, facts: program?.facts(one.file) }));
  return suggested.ok ? applyEdits(text, suggested.value.suggestion.edits) : suggested.reason;
}

const prisma = (over: Partial<AddIndex> = {}): Partial<AddIndex> => ({ file: 'prisma/schema.prisma', language: 'prisma', ...over });

describe('an index is declared', () => {
  it('in a model of Prisma, after its other attributes', () => {
    const parts = [{ property: 'customerId', direction: 'asc' }, { property: 'placedAt', direction: 'desc' }] as const;
    expect(made(prisma({ parts }), 'model Order {\n  id Int @id\n  customerId Int\n  placedAt DateTime\n\n  @@unique([id, placedAt])\n}\nmodel Other {\n  id Int @id\n}\n')).toBe(
      'model Order {\n  id Int @id\n  customerId Int\n  placedAt DateTime\n\n  @@unique([id, placedAt])\n  @@index([customerId, placedAt(sort: Desc)])\n}\nmodel Other {\n  id Int @id\n}\n',
    );
  });

  it('in a model of Prisma that has no attributes yet, as the file is written', () => {
    expect(made(prisma(), 'model Order {\r\n\tid Int @id\r\n\tcustomerId Int\r\n}\r\n')).toBe('model Order {\r\n\tid Int @id\r\n\tcustomerId Int\r\n\r\n\t@@index([customerId])\r\n}\r\n');
  });

  it('by a decorator on an entity of TypeORM', () => {
    expect(made({}, "import { Column, Entity } from 'typeorm';\n\n@Entity()\nexport class Order {\n  @Column() customerId: number;\n}\n")).toBe(
      "import { Column, Entity, Index } from 'typeorm';\n\n@Index(['customerId'])\n@Entity()\nexport class Order {\n  @Column() customerId: number;\n}\n",
    );
  });

  it('by a decorator on an entity of MikroORM, with what its file imports from', () => {
    expect(made({ language: 'mikro-orm' }, 'import { Entity, Property, Index } from "@mikro-orm/core";\n\n@Entity()\nexport class Order {\n  @Property() customerId!: number;\n}\n')).toBe(
      'import { Entity, Property, Index } from "@mikro-orm/core";\n\n@Index({ properties: [\'customerId\'] })\n@Entity()\nexport class Order {\n  @Property() customerId!: number;\n}\n',
    );
  });

  it.each([
    ['that has no third argument', 'pgTable("orders", { customerId: integer() });', 'pgTable("orders", { customerId: integer() }, (table) => [index(\'orders_customer_id_idx\').on(table.customerId)]);'],
    ['whose third argument gives a list', 'pgTable("orders", { customerId: integer() }, (t) => [\n  unique().on(t.id),\n]);', "pgTable(\"orders\", { customerId: integer() }, (t) => [\n  unique().on(t.id),\n  index('orders_customer_id_idx').on(t.customerId),\n]);"],
    ['whose third argument gives an object', 'pgTable("orders", { customerId: integer() }, (t) => ({ a: unique().on(t.id) }));', "pgTable(\"orders\", { customerId: integer() }, (t) => ({ a: unique().on(t.id), customerId_idx: index('orders_customer_id_idx').on(t.customerId) }));"],
    ['whose list is empty', 'pgTable("orders", { customerId: integer() }, (t) => []);', "pgTable(\"orders\", { customerId: integer() }, (t) => [index('orders_customer_id_idx').on(t.customerId)]);"],
  ])('on a table of Drizzle %s', (_, before, after) => {
    const head = 'import { pgTable, integer, unique } from "drizzle-orm/pg-core";\n\nexport const Order = ';
    expect(made({ language: 'drizzle' }, `${head}${before}\n`)).toBe(`${head.replace('unique }', 'unique, index }')}${after}\n`);
  });
});

describe('no index is declared', () => {
  it.each<[string, Partial<AddIndex>, string, string]>([
    ['in a model that is gone', prisma(), 'model Other {\n  id Int @id\n}\n', 'prisma/schema.prisma has no model Order any more'],
    ['on a field that is gone', prisma(), 'model Order {\n  id Int @id\n}\n', 'model Order has no field customerId any more'],
    ['on a class that is gone', {}, 'export class Other {}\n', 'src/order.ts declares no class Order any more'],
    ['on a class without decorators', {}, 'export class Order {}\n', 'class Order has no decorators'],
    ['where the name is taken', {}, "import { Entity } from 'typeorm';\nconst Index = 1, IndexAsync = 2, Index_ = 3;\n@Entity()\nclass Order {}\n", 'the name Index is taken in this file'],
    ['on a table that a function of the project makes', { language: 'drizzle' }, "import { table } from './table';\nexport const Order = table('orders', {});\n", "the table Order is made by a function of the project's own"],
    ['where the indexes come from elsewhere', { language: 'drizzle' }, "import { pgTable } from 'drizzle-orm/pg-core';\nexport const Order = pgTable('orders', {}, indexes);\n", 'the indexes of Order are declared in a way that is not understood'],
  ])('%s', (_, over, text, reason) => {
    expect(made(over, text)).toBe(reason);
  });
});
