import path from 'node:path';
import { statementAt } from '../../../../src/database/query/statement-at.ts';
import type { Stated } from '../../../../src/database/query/statement-at.ts';
import { querySites } from '../../../../src/database/query/sites.ts';
import type { QuerySite } from '../../../../src/database/query/types.ts';
import { Clock } from '../../../../src/project/clock.ts';
import { engine } from '../../../../src/project/engine.ts';
import { openProject } from '../../../../src/project/open.ts';

/** The statements of a file of fixtures/shop, by the line on which their call begins. */
export function shopSites(file: string): ReadonlyMap<number, QuerySite> {
  const { program, schemas } = openProject({ paths: [path.resolve(import.meta.dirname, '../../../../fixtures/shop')] }, engine, new Clock());
  return new Map(querySites(program, schemas(), file).map((site) => [program.place(file, program.facts(file).calls[site.call.id]!.span).line, site]));
}

/** The statement that a call of a file of fixtures/shop leads to, by its place; a string says why there is none. */
export function shopStatement(file: string, line: number, column: number): Stated | string {
  const { program, schemas } = openProject({ paths: [path.resolve(import.meta.dirname, '../../../../fixtures/shop')] }, engine, new Clock());
  return statementAt(program, schemas(), { file, line, column, endLine: line, endColumn: column });
}
