import type { Access } from '../../../src/database/planner/access.ts';
import { column, foreignKey, index, schema, table } from './schemas.ts';

/** One schema for all engines, with an index of each kind, and what is asked of it. */
export const shop = schema([
  table('orgs', [column('id', 'bigint'), column('slug', 'text', { nativeType: 'varchar(80)' }), column('name', 'text', { nativeType: 'varchar(80)' })], [index(['slug'], { unique: true, by: 'unique' })]),
  table(
    'users',
    [
      column('id', 'bigint'), column('org_id', 'bigint'), column('email', 'text', { nativeType: 'varchar(120)' }), column('name', 'text', { nativeType: 'varchar(80)' }), column('age', 'integer'),
      column('created_at', 'timestamp'), column('deleted_at', 'timestamp', { nullable: true }),
    ],
    [index(['email'], { unique: true, by: 'unique' }), index(['lower(name)']), index(['created_at'])],
    [foreignKey(['org_id'], 'orgs')],
  ),
  table(
    'orders',
    [
      column('id', 'bigint'), column('user_id', 'bigint'), column('number', 'text', { nativeType: 'varchar(40)' }), column('state', 'integer'), column('total', 'decimal', { nativeType: 'decimal(12,2)' }),
      column('placed_at', 'timestamp'), column('note', 'text', { nativeType: 'varchar(200)', nullable: true }),
    ],
    [index(['number']), index(['state', 'placed_at']), index(['user_id', 'placed_at desc'])],
    [foreignKey(['user_id'], 'users')],
  ),
  table(
    'items',
    [column('id', 'bigint'), column('order_id', 'bigint'), column('product', 'text', { nativeType: 'varchar(40)' }), column('position', 'integer'), column('price', 'decimal', { nativeType: 'decimal(12,2)' }), column('shipped_at', 'timestamp', { nullable: true })],
    [index(['order_id', 'position']), index(['product'], { where: { text: 'price > 100' } })],
    [],
  ),
]);

export type EngineName = 'embedded' | 'postgresql' | 'mariadb' | 'sqlite';

export interface ShopQuery {
  /** With `?` for values. */
  sql: string;
  verdict: Access | 'served';
  /** Engines that really differ, and why. */
  differs?: { engines: readonly EngineName[]; verdict: Access | 'served'; because: string };
}

/** `?` as `$1`, `$2`, … for PostgreSQL. */
export function forPostgres(sql: string): string {
  let number = 0;
  return sql.replace(/\?/g, () => `$${++number}`);
}

const FORBIDDEN = 'a small table of a server is asked about with enable_seqscan=off: PostgreSQL reads an index as a whole then, to no better end';
const NO_EXPRESSION = 'MariaDB 10.11 has no indexes on expressions';
const FOREIGN_KEY = 'InnoDB makes an index for a foreign key';
const NO_PARTIAL = 'MariaDB has no partial indexes';

export const QUERIES: readonly ShopQuery[] = [
  // Keys.
  { sql: 'SELECT * FROM users WHERE id = ?', verdict: 'served' },
  { sql: 'SELECT * FROM users WHERE email = ?', verdict: 'served' },
  { sql: 'SELECT * FROM users WHERE id IN (?, ?, ?)', verdict: 'served' },
  { sql: 'SELECT * FROM orgs WHERE slug = ?', verdict: 'served' },
  { sql: 'SELECT name FROM users WHERE email = ? AND deleted_at IS NULL', verdict: 'served' },
  // One column, with an index and without.
  { sql: 'SELECT * FROM orders WHERE number = ?', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE number IN (?, ?)', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE note = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE age = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE age > ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE age BETWEEN ? AND ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE name = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE created_at BETWEEN ? AND ?', verdict: 'served' },
  { sql: 'SELECT count(*) FROM items WHERE position = ?', verdict: 'scan', differs: { engines: ['mariadb', 'sqlite', 'postgresql'], verdict: 'walk', because: `MariaDB and SQLite read the smaller index (order_id, position) as a whole; ${FORBIDDEN}` } },
  { sql: 'SELECT * FROM items WHERE position = ?', verdict: 'scan', differs: { engines: ['postgresql'], verdict: 'walk', because: FORBIDDEN } },
  // Several columns of one index.
  { sql: 'SELECT * FROM orders WHERE state = ? AND placed_at > ?', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE placed_at = ?', verdict: 'scan', differs: { engines: ['postgresql'], verdict: 'walk', because: FORBIDDEN } },
  { sql: 'SELECT * FROM items WHERE order_id = ?', verdict: 'served' },
  { sql: 'SELECT * FROM items WHERE order_id = ? AND position = ?', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE state = ? AND note = ?', verdict: 'served' },
  // A foreign key that nothing was made for.
  { sql: 'SELECT * FROM users WHERE org_id = ?', verdict: 'scan', differs: { engines: ['mariadb'], verdict: 'served', because: FOREIGN_KEY } },
  // An expression and what hides a column.
  { sql: 'SELECT * FROM users WHERE lower(name) = ?', verdict: 'served', differs: { engines: ['mariadb'], verdict: 'scan', because: NO_EXPRESSION } },
  { sql: 'SELECT * FROM orders WHERE lower(number) = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE upper(email) = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE age + 1 = ?', verdict: 'scan' },
  { sql: "SELECT * FROM orders WHERE number LIKE '%x'", verdict: 'scan' },
  { sql: "SELECT * FROM orders WHERE number LIKE 'x%'", verdict: 'scan', differs: { engines: ['mariadb'], verdict: 'served', because: 'an index of MariaDB orders text as LIKE compares it; in PostgreSQL it does so under the collation C alone, in SQLite under NOCASE' } },
  // Alternatives.
  { sql: 'SELECT * FROM orders WHERE number = ? OR id = ?', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE number = ? OR note = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM users WHERE id = ? OR name = ?', verdict: 'scan' },
  // A partial index.
  { sql: 'SELECT * FROM items WHERE product = ? AND price > 100', verdict: 'served', differs: { engines: ['mariadb'], verdict: 'scan', because: NO_PARTIAL } },
  { sql: 'SELECT * FROM items WHERE product = ?', verdict: 'scan' },
  { sql: 'SELECT * FROM items WHERE product = ? AND price > ?', verdict: 'scan' },
  // Pages.
  { sql: 'SELECT * FROM users ORDER BY id LIMIT 20', verdict: 'served' },
  { sql: 'SELECT * FROM users ORDER BY created_at DESC LIMIT 20', verdict: 'served' },
  { sql: 'SELECT * FROM users ORDER BY age LIMIT 20', verdict: 'sort' },
  { sql: 'SELECT * FROM users WHERE age = ? ORDER BY name LIMIT 20', verdict: 'scan' },
  { sql: 'SELECT * FROM orders WHERE user_id = ? ORDER BY placed_at DESC LIMIT 20', verdict: 'served' },
  { sql: 'SELECT * FROM orders WHERE user_id = ? ORDER BY total LIMIT 20', verdict: 'served' },
  // All that there is.
  { sql: 'SELECT * FROM orgs', verdict: 'whole' },
  { sql: 'SELECT * FROM users ORDER BY age', verdict: 'whole' },
  { sql: 'SELECT o.id, u.name FROM orders o JOIN users u ON u.id = o.user_id', verdict: 'whole', differs: { engines: ['mariadb', 'sqlite'], verdict: 'served', because: 'MariaDB and SQLite join by loops: one table is read whole and the other looked up' } },
  // Joins.
  { sql: 'SELECT * FROM orders o JOIN users u ON u.id = o.user_id WHERE u.email = ?', verdict: 'served' },
  { sql: 'SELECT * FROM orders o JOIN items i ON i.order_id = o.id WHERE o.number = ?', verdict: 'served' },
  { sql: 'SELECT * FROM users u JOIN orders o ON o.user_id = u.id WHERE u.name = ?', verdict: 'scan', differs: { engines: ['postgresql'], verdict: 'walk', because: FORBIDDEN } },
  { sql: 'SELECT * FROM orgs g JOIN users u ON u.org_id = g.id WHERE g.slug = ?', verdict: 'scan', differs: { engines: ['mariadb'], verdict: 'served', because: FOREIGN_KEY } },
  // Statements that write.
  { sql: 'UPDATE orders SET note = ? WHERE number = ?', verdict: 'served' },
  { sql: 'UPDATE orders SET state = ? WHERE note = ?', verdict: 'scan' },
  { sql: 'DELETE FROM items WHERE order_id = ?', verdict: 'served' },
  { sql: 'DELETE FROM items WHERE price < ?', verdict: 'scan' },
];

export function verdictFor({ verdict, differs }: ShopQuery, engine: EngineName): Access | 'served' {
  return differs?.engines.includes(engine) ? differs.verdict : verdict;
}
