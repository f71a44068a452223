import path from 'node:path';
import { importEvidence } from '../evidence/import.ts';
import { joinEvidence } from '../evidence/join/join.ts';
import { pathMapping } from '../evidence/places/path-map.ts';
import { Places } from '../evidence/places/places.ts';
import { projectOnDisk } from '../evidence/places/project-files.ts';
import type { CodePlace, ImportedFile } from '../evidence/types.ts';
import type { Project } from '../project/open.ts';
import { groupBy } from '../findings/group.ts';
import { isInCode } from '../findings/in-code.ts';
import { COMMENT_RULE, silenced } from '../findings/suppress.ts';
import type { Finding } from '../findings/types.ts';
import { belowRoot, isOutside } from '../source/paths.ts';
import type { EvidenceRequest } from './requests.ts';
import { retold } from './find.ts';
import type { Told } from './find.ts';

/** Files of evidence, and where their places lie in a project. */
interface Evidenced {
  files: ImportedFile[];
  places: Places;
  /** What a user should know, one line each. */
  notes: string[];
}

/**
 * Reads the files of evidence that a command line names: files, folders and patterns.
 * @throws EvidenceError for a file that cannot be used, and for a pattern that no file fits
 */
async function readEvidence({ files: named, pathMaps }: EvidenceRequest, { source }: Project, cwd: string): Promise<Evidenced> {
  const mappings = pathMaps.map(pathMapping);
  const { files, notes } = await importEvidence(named, cwd, (name) => label(name, cwd, source.root));
  const places = new Places(projectOnDisk(source.root, source.files.keys(), ['', ...source.packages.map(({ dir }) => dir)]), mappings);
  return { files, places, notes };
}

/** What was found, with what was measured of it, and with what was measured alone. */
export async function withEvidence(found: Told, request: EvidenceRequest, cwd: string): Promise<Told> {
  const { files, places, notes } = await readEvidence(request, found.project, cwd);
  const { findings, told } = joinEvidence(found.findings, files, places, found.project.program, found.project.schemas);
  const without = [...told].filter(([before, now]) => before === now).length;
  const unreached = without === 0 ? [] : [`--evidence: of ${told.size} findings ${told.size - without} have evidence; what was recorded did not reach the others, which refutes none of them`];
  // Those of rules are judged already.
  const heard = findings.map((finding) => (finding.observed && isInCode(finding) ? { ...finding, ...silenced(finding, found.suppressions) } : finding));
  const judged = commentsJudged(found, heard.filter(({ observed, suppressed }) => observed && suppressed));
  const kept = new Map([...told].flatMap(([before, now]) => judged(now).map((one) => [before, one] as const)));
  return { ...retold(found, kept), recordings: files.map((file) => located(file, places)), findings: heard.flatMap(judged), notes: [...found.notes, ...notes, ...places.notes(), ...unreached] };
}

/** What is said of comments was said before anybody knew what is observed: a comment that silences that alone is used all the same. */
function commentsJudged({ onComments }: Told, silencedNow: readonly Finding[]): (finding: Finding) => Finding[] {
  if (silencedNow.length === 0) return (finding) => [finding];
  const again = groupBy(onComments(silencedNow), ({ id }) => id);
  return (finding) => (finding.rule === COMMENT_RULE ? (again.get(finding.id) ?? []) : [finding]);
}

/** The recording with its places as those of the project's files; a place that is none stays as the tool wrote it. */
function located(file: ImportedFile, places: Places): ImportedFile {
  const known = (place: CodePlace): CodePlace => {
    const found = places.locate(place);
    return found === undefined ? place : { ...place, file: found.file, line: found.line, column: found.column };
  };
  return { ...file, observations: file.observations.map((one) => ({ ...one, ...(one.place && { place: known(one.place) }), ...(one.stack && { stack: one.stack.map(known) }) })) };
}

/** The file as reports name it: below the root where it lies there. */
function label(file: string, cwd: string, root: string): string {
  const below = belowRoot(root, path.resolve(cwd, file));
  return isOutside(below) ? file : below;
}
