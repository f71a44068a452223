import path from 'node:path';
import { importEvidence } from '../../src/evidence/import.ts';
import { pathMapping } from '../../src/evidence/places/path-map.ts';
import { Places } from '../../src/evidence/places/places.ts';
import { projectOnDisk } from '../../src/evidence/places/project-files.ts';
import type { CodePlace, ImportedFile, Observation } from '../../src/evidence/types.ts';

export const samples = path.resolve(import.meta.dirname, '../../fixtures/evidence');

/** The toy application whose runs most samples are: it ran in /srv/app, as built files. */
const toy = path.join(samples, 'generated/app');

export function toyPlaces(...mappings: string[]): Places {
  return new Places(projectOnDisk(toy, ['src/app.ts', 'src/db.ts', 'src/server.ts'], ['']), mappings.map(pathMapping));
}

/** The one file that a sample is read as. */
export async function imported(...names: string[]): Promise<ImportedFile> {
  const { files } = await importEvidence(names, samples);
  if (files.length !== 1) throw new Error(`${files.length} files were read`);
  return files[0]!;
}

/** `src/server.ts:15` */
export function at(place: CodePlace | undefined, places = toyPlaces()): string | undefined {
  const found = place && places.locate(place);
  return found && `${found.file}:${found.line}`;
}

/** Observations of a metric, the greatest first. */
export function ranked({ observations }: ImportedFile, metric: Observation['metric']): Observation[] {
  return observations.filter((one) => one.metric === metric).sort((a, b) => b.value - a.value);
}
