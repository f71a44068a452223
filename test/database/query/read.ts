import { createRequire } from 'node:module';
import { loadModule, parseSync } from 'libpg-query';
import type { Parser } from 'node-sql-parser';
import { prepare, isHoleName, withFragments, type ParameterStyle, type Prepared, type SqlPart } from '../../../src/database/query/holes.ts';
import { readSql, type SqlReading } from '../../../src/database/query/sql.ts';
import { fromNodeSql } from '../../../src/database/query/tree-node-sql.ts';
import { fromPostgres } from '../../../src/database/query/tree-postgres.ts';
import type { Engine } from '../../../src/database/schema/types.ts';
import { shopTable } from './shop.ts';

type NodeSqlParser = { Parser: typeof Parser };

await loadModule();
const require = createRequire(import.meta.url);

const STYLES: Readonly<Record<string, readonly ParameterStyle[]>> = { postgresql: ['dollar'], mysql: ['question'], mariadb: ['question'], sqlite: ['question', 'dollar', 'colon', 'at'] };

/** Reads a statement over the shop. Throws where its parser refuses it. */
export function read(parts: string | readonly SqlPart[], engine: Engine = 'postgresql', styles = STYLES[engine]!): SqlReading & { text?: string | undefined } {
  const prepared = prepare(typeof parts === 'string' ? [parts] : parts, styles, engine);
  const tree = engine === 'postgresql' ? fromPostgres((parseSync(prepared.sql) as { stmts: { stmt: Record<string, unknown> }[] }).stmts[0]!.stmt) : fromNodeSql(astOf(prepared, engine));
  const reading: SqlReading = tree ? readSql(tree, { engine, table: shopTable, isHole: isHoleName }) : { unknown: 'no statement that handles rows' };
  if ('unknown' in reading) return reading;
  const [first, ...more] = withFragments(reading.queries, prepared.fragments);
  return { queries: [first!, ...more], text: prepared.text };
}

function astOf({ sql, withTexts }: Prepared, engine: string): Record<string, unknown> {
  const build = require(`node-sql-parser/build/${engine === 'mariadb' ? 'mysql' : engine}`) as NodeSqlParser;
  const parse = (text: string): Record<string, unknown> => {
    const ast: unknown = new build.Parser().astify(text, { database: engine === 'mariadb' ? 'mysql' : engine });
    return (Array.isArray(ast) ? ast[0] : ast) as Record<string, unknown>;
  };
  try {
    return parse(sql);
  } catch {
    return parse(withTexts);
  }
}
