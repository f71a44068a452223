import path from 'node:path';
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
