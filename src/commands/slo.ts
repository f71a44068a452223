import path from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { importEvidence } from '../evidence/import.ts';
import { serviceLevels } from '../evidence/slo/levels.ts';
import { readSavedLevels } from '../evidence/slo/saved.ts';
import type { SavedLevels } from '../evidence/slo/saved.ts';
import { targetsOf } from '../evidence/slo/targets.ts';
import type { ServiceLevel } from '../evidence/slo/types.ts';
import type { Engine } from '../project/engine.ts';
import { settleConfig } from '../project/open.ts';
import { rootOf } from '../project/paths.ts';
import { UsageError } from '../source/errors.ts';
import { saveReport } from './output.ts';
import { readSaved } from './saved-runs.ts';

export interface SloOptions {
  /** Files, folders and patterns of evidence, and files of levels; relative to `cwd`. */
  evidence: readonly string[];
  baseline?: string | undefined;
  save?: string | undefined;
  config?: string | false | undefined;
  cwd?: string;
}

/**
 * Judges measurements by the service levels of the project's config.
 * @throws UsageError for a file that cannot be used, ConfigError for a config that cannot
 */
export async function slo({ evidence, baseline, save, config: named, cwd = process.cwd() }: SloOptions, engine: Engine): Promise<{ levels: ServiceLevel[]; notes: string[] }> {
  if (evidence.length === 0) throw new UsageError('--evidence is missing: name a file that a load test, a tracer, a browser or a database wrote');
  const { config, notes } = settleConfig(rootOf([cwd])?.root ?? cwd, cwd, { config: named }, engine);
  const before = baseline === undefined ? undefined : readSaved('--baseline', baseline, cwd, readSavedLevels);
  const imported = await importEvidence(evidence, cwd);
  const levels = serviceLevels(targetsOf(config.slo), imported.files, before?.levels);
  if (save !== undefined) saveReport(path.resolve(cwd, save), `${JSON.stringify({ version: 1, tool: `perf-lint ${pkg.version}`, levels } satisfies SavedLevels, null, 2)}\n`);
  return { levels, notes: [...notes, ...imported.notes] };
}
