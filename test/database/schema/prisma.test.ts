import { describe, expect, it } from 'vitest';
import { readPrisma } from '../../../src/database/schema/prisma/read.ts';
import type { PrismaSchema } from '../../../src/database/schema/prisma/read.ts';
import { line, lines } from './make.ts';

const SOURCE = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';

function read(text: string, source = SOURCE): PrismaSchema {
  const schemas = readPrisma([{ file: 'prisma/schema.prisma', text: source + text }]);
  expect(schemas).toHaveLength(1);
  expect(schemas[0]!.problems).toEqual([]);
  return schemas[0]!;
}

function provider(name: string, more = ''): string {
  return `datasource db {\n  provider = "${name}"\n${more}}\n`;
}

const SHOP = `
/// What somebody bought: { not a block }
model Order {
  id        String   @id(map: "order_key") @default(uuid()) @db.Uuid
  number    Int      @unique(sort: Desc)
  state     State    @default(NEW)
  note      String?  @db.VarChar(200) @map("remark") // @unique
  tags      String[]
  total     Decimal  @db.Decimal(10, 2)
  place     Unsupported("geography(Point)")?
  body      Json     @default("{\\"a\\": 1}")
  createdAt DateTime @default(now()) @db.Timestamptz(6)
  buyerId   Int      @map("buyer_id")
  buyer     User     @relation("bought", fields: [buyerId], references: [id], onDelete: Cascade, map: "buyer_key")
  gifts     Order[]  @relation("gift")
  giftOf    Order[]  @relation("gift")

  @@unique([buyerId, number], name: "client", map: "per_buyer")
  @@index([createdAt(sort: Desc), id])
  @@index([note(ops: raw("gin_trgm_ops"))], type: Gin)
  @@index([body(ops: JsonbPathOps)], type: Gin, map: "by_body")
  @@index(fields: [tags], type: Hash)
  @@index([state], where: raw("state = 'NEW'"))
  @@index([total], where: { note: null, number: { not: 3 } })
  @@map("orders")
  @@schema("shop")
}

model User {
  id     Int     @id @default(autoincrement())
  a      Int
  b      Int
  orders Order[] @relation("bought")
  bossId Int?
  boss   User?   @relation("team", fields: [bossId], references: [id])
  team   User[]  @relation("team")
  groups Group[]
}

model Group {
  key   String @id
  users User[]

  @@id([key])
  @@schema("public")
}

view Totals {
  id Int @unique
}

enum State {
  NEW
  OLD @map("old")
  @@map("state")
}
`;

describe('a Prisma schema', () => {
  const schema = read(SHOP);
  const [order, user] = schema.tables;

  it('says the indexes of its models and of its tables between', () => {
    expect(lines(schema.tables)).toEqual({
      'shop.orders': [
        'primary key order_key (id)',
        'unique (number desc)',
        'unique per_buyer (buyer_id, number)',
        'index (createdAt desc, id)',
        'index gin (remark gin_trgm_ops)',
        'index by_body gin (body jsonb_path_ops)',
        'index hash (tags)',
        "index (state) where state = 'NEW'",
        'index (total) where remark is null and number <> 3',
      ],
      User: ['primary key (id)'],
      Group: ['primary key (key)', 'primary key (key)'],
      Totals: ['unique (id)'],
      'shop._gift': ['unique (A, B)', 'index (B)'],
      _GroupToUser: ['unique (A, B)', 'index (B)'],
    });
    expect(order!.indexes.at(-1)!.where!.terms).toEqual([
      { column: 'remark', operator: 'is null', values: [] },
      { column: 'number', operator: '<>', values: [3] },
    ]);
  });

  it('says columns with their types', () => {
    expect(order!.columns.map(({ name, property, type, nativeType, nullable }) => `${name}${property ? `=${property}` : ''} ${type} ${nativeType}${nullable ? '?' : ''}`)).toEqual([
      'id uuid uuid',
      'number integer integer',
      'state enum state',
      'remark=note text varchar(200)?',
      'tags array text[]?',
      'total decimal decimal(10,2)',
      'place other geography(Point)?',
      'body json jsonb',
      'createdAt timestamp timestamptz(6)',
      'buyer_id=buyerId integer integer',
    ]);
    expect(order!.columns[2]!.values).toEqual(['NEW', 'old']);
    expect(schema.tables.find(({ name }) => name === '_GroupToUser')!.columns.map(({ name, type }) => [name, type])).toEqual([['A', 'text'], ['B', 'integer']]);
  });

  it('says foreign keys and the ways to other tables', () => {
    expect(order!.foreignKeys).toMatchObject([{ name: 'buyer_key', columns: ['buyer_id'], table: 'User', references: ['id'], onDelete: 'cascade', onUpdate: 'cascade', enforced: true }]);
    expect(user!.foreignKeys).toMatchObject([{ columns: ['bossId'], onDelete: 'set null' }]);
    expect(user!.relations).toEqual([
      { name: 'orders', table: 'orders', many: true, columns: ['id'], references: ['buyer_id'] },
      { name: 'boss', table: 'User', many: false, columns: ['bossId'], references: ['id'] },
      { name: 'team', table: 'User', many: true, columns: ['id'], references: ['bossId'] },
      { name: 'groups', table: 'Group', many: true, columns: ['id'], references: ['key'], through: { table: '_GroupToUser', columns: ['B'], references: ['A'] } },
    ]);
    expect(order!.relations.slice(1).map(({ name, through }) => [name, through?.columns, through?.references])).toEqual([
      ['gifts', ['B'], ['A']],
      ['giftOf', ['A'], ['B']],
    ]);
  });

  it('says what stands for a table in the code, and where it is declared', () => {
    expect([schema.engine, order!.entities, order!.kind, schema.tables[3]!.kind]).toEqual(['postgresql', [{ name: 'Order', file: 'prisma/schema.prisma' }], 'table', 'view']);
    const text = (SOURCE + SHOP).split('\n');
    const index = order!.indexes[3]!.origin.place;
    expect(text[index.line - 1]!.slice(index.column - 1, index.endColumn - 1)).toBe('@@index([createdAt(sort: Desc), id])');
    expect(line(order!.indexes[0]!)).toContain('order_key');
  });
});

it('knows the foreign keys that Prisma alone keeps', () => {
  const models = 'model A {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId], references: [id])\n}\nmodel B {\n  id Int @id\n  as A[]\n  cs C[]\n}\nmodel C {\n  id Int @id\n  bs B[]\n}\n';
  for (const setting of ['relationMode', 'referentialIntegrity']) {
    const { tables } = read(models, provider('mysql', `  ${setting} = "prisma"\n`));
    expect(tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ enforced }) => enforced))).toEqual([false, false, false]);
  }
  expect(read(models, provider('mysql')).tables[0]!.foreignKeys[0]!.enforced).toBe(true);
});

it('has no table between in MongoDB, and indexes on fields of composite types', () => {
  const { tables, engine } = read('model Place {\n  id String @id @default(auto()) @map("_id") @db.ObjectId\n  at Address\n  words String\n  @@index([at.city(sort: Desc)])\n  @@fulltext([words])\n}\ntype Address {\n  city String\n}\n', provider('mongodb'));
  expect(engine).toBe('mongodb');
  expect(lines(tables)).toEqual({ Place: ['primary key (_id)', 'index (at.city desc)', 'index fulltext (words)'] });
});

it('may lie in many files of a folder; two with a source are two', () => {
  const model = (name: string) => `model ${name} {\n  id Int @id\n}\n`;
  const schemas = readPrisma([
    { file: 'a/prisma/main.prisma', text: SOURCE },
    { file: 'a/prisma/models/user.prisma', text: `${model('User')}model Post {\n  id Int @id\n  userId Int\n  kind Kind\n}\n` },
    { file: 'a/prisma/enums.prisma', text: 'enum Kind {\n  A\n}\n' },
    { file: 'b/schema.prisma', text: provider('sqlite') + model('User') },
    { file: 'c/loose.prisma', text: model('Loose') },
    { file: 'd/source.prisma', text: SOURCE },
  ]);
  expect(schemas.map(({ file, engine, tables }) => [file, engine, tables.map(({ name }) => name)])).toEqual([
    ['a/prisma/main.prisma', 'postgresql', ['User', 'Post']],
    ['b/schema.prisma', 'sqlite', ['User']],
    ['c/loose.prisma', undefined, ['Loose']],
  ]);
  expect(schemas[0]!.tables[1]!.columns[2]!.type).toBe('enum');
});

it('says what of it cannot be read, and reads the rest', () => {
  const [schema] = readPrisma([{ file: 's.prisma', text: `${SOURCE}model A {\n  id Int @id(\n}\nmodel B {\n  id Int @id\n}\nmodel C {` }]);
  expect(schema!.tables.map(({ name }) => name)).toEqual(['B']);
  expect(schema!.problems.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^line 7: /), expect.stringMatching(/^line 11: /)]);
});
