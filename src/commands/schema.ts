import path from 'node:path';
import type { SchemaReport } from '../report/schema.ts';
import { Clock } from '../project/clock.ts';
import type { Engine } from '../project/engine.ts';
import { openProject } from '../project/open.ts';
import type { ProjectOptions } from '../project/open.ts';
import { disk } from '../source/disk.ts';
import { belowRoot, isWithin } from '../source/paths.ts';

/** What a project declares of its databases, and what a user should know, one line each. */
export interface SchemaResult {
  report: SchemaReport;
  notes: readonly string[];
}

/**
 * Reads the schemas of the packages that lie under the paths or around them. Prints nothing.
 * @throws UsageError for paths that cannot be read, ConfigError for a config that cannot be used
 */
export function schema(options: ProjectOptions, engine: Engine): SchemaResult {
  const project = openProject(options, engine, new Clock());
  const { root } = project.source;
  const named = project.paths.map((given) => belowRoot(root, disk.realpath(path.resolve(given))));
  const schemas = project.schemas().filter(({ dir }) => named.some((one) => isWithin(dir, one) || isWithin(one, dir)));
  project.save();
  return { report: { schemas }, notes: [...project.notes, ...(project.store.trouble === undefined ? [] : [project.store.trouble])] };
}
