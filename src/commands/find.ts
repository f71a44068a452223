import path from 'node:path';
import type { Config } from '../config/types.ts';
import type { ImportedFile } from '../evidence/types.ts';
import { OBSERVED_ALONE } from '../findings/in-code.ts';
import { knownOf, matchKnown } from '../findings/match.ts';
import type { RawFinding } from '../findings/finalize.ts';
import type { SuppressionsByFile } from '../findings/suppress.ts';
import type { Finding } from '../findings/types.ts';
import type { Git } from '../git/process.ts';
import type { Since } from '../git/views.ts';
import { checkFile, checkProject, hiddenBy, KEEPING_NOTHING, settleFindings, thresholdsOf } from '../project/check.ts';
import type { Checked, Keeping, Linked, Thresholds } from '../project/check.ts';
import type { Clock } from '../project/clock.ts';
import { checkComments, readComments } from '../project/comments.ts';
import { engine as shipped } from '../project/engine.ts';
import type { Engine } from '../project/engine.ts';
import { KeptFindings } from '../project/kept.ts';
import { openProject } from '../project/open.ts';
import type { Project, ProjectOptions } from '../project/open.ts';
import { emptyFolderNotes } from '../project/paths.ts';
import { Reading } from '../project/reading.ts';
import { schemasOf } from '../project/schemas.ts';
import { above, belowRoot } from '../source/paths.ts';
import { isDisk } from '../source/disk.ts';
import type { Files, Source } from '../source/types.ts';
import { openScope } from './scope.ts';
import type { Scope, ScopeOptions } from './scope.ts';

export interface FindOptions extends ProjectOptions, Partial<Thresholds> {
  /** Which state is analysed, and which files of it are reported on; default: the disk, and all that the paths name. */
  scope?: ScopeOptions | undefined;
  /** Git for the scope, if it was opened before. */
  git?: Git | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  stage: 'read' | 'check';
  done: number;
  total: number;
}

/** All that the rules find in a project, before anything is hidden. */
export interface Found extends Pick<Checked, 'internalErrors'> {
  project: Project;
  files: Files;
  thresholds: Thresholds;
  /** The paths, below the root. */
  named: readonly string[];
  /** Files that rules looked at, below the root. */
  targets: readonly string[];
  /** Whether these are part of what the paths name. */
  isPart: boolean;
  /** Sorted by place, with what comments silence marked. */
  findings: Finding[];
  /** What comments silence. */
  suppressions: SuppressionsByFile;
  /** The findings about comments, where there are these to silence as well. */
  onComments(observed: readonly Finding[]): Finding[];
  /** Those that the earlier state showed as well; undefined where there is none to compare with. */
  before: ReadonlySet<Finding> | undefined;
  /** What a user should know, one line each. */
  notes: string[];
}

/** What was found, and what more is told of it. */
export interface Told extends Found {
  /** Findings that a planner or a benchmark refuted. */
  refuted?: ReadonlySet<Finding>;
  /** Files of evidence that were joined. */
  recordings?: readonly ImportedFile[];
}

/** What was found, with each finding as it is told now. */
export function retold(found: Told, told: ReadonlyMap<Finding, Finding>): Told {
  const { before, refuted } = found;
  return { ...found, findings: [...told.values()], before: before && retoldSet(before, told), ...(refuted && { refuted: retoldSet(refuted, told) }) };
}

/** Those that are still told. */
export function retoldSet(findings: ReadonlySet<Finding>, told: ReadonlyMap<Finding, Finding>): Set<Finding> {
  return new Set([...findings].flatMap((finding) => told.get(finding) ?? []));
}

/**
 * Runs the rules over a project, in the state that the options ask for.
 * @throws UsageError for paths or a state that cannot be had, ConfigError for a config that cannot be used
 */
export function findAll(options: FindOptions, engine: Engine, clock: Clock): Found {
  const { scope: asked, onProgress } = options;
  const open = (): Scope => openScope(asked, options, options.git);
  const { files, paths, reported, then, notes, cache = options.cache } = asked ? clock.time(asked.kind === 'package' ? 'packages' : 'git', open) : open();
  const project = openProject({ ...options, paths, files, cache }, engine, clock, onProgress && ((done, total) => onProgress({ stage: 'read', done, total })));
  const { source, config } = project;
  const fullOf = above(source.root);
  const targets = reported ? source.targets.filter((file) => reported.has(fullOf(file))) : source.targets;
  const named = project.paths.map((given) => files.realpath(path.resolve(given)));
  const isAsked = (file: string): boolean => {
    const full = path.join(source.root, file);
    return reported?.has(full) ?? named.some((one) => one === full || one === source.root || full.startsWith(one + path.sep));
  };
  // Of what a set of files from elsewhere asks of the project as a whole nothing is kept.
  const whole = reported ? undefined : named.map((one) => belowRoot(source.root, one));
  const kept = isKept(options, files, engine) ? clock.time('store', () => new KeptFindings(project.store, source, project.program, config, whole, options.standing?.kept)) : undefined;
  const checked = check(project, targets, isAsked, config, engine, clock, onProgress, kept);
  // A comment may silence what was not looked for, where something of the project is left out.
  const isWhole = reported === undefined && named.includes(source.root);
  const { findings, notes: told, suppressions, onComments } = settle(checked, source, targets, isWhole, config, engine);
  const thresholds = thresholdsOf(options, config);
  const earlier = then && clock.time('then', () => findBefore(findings, then, project, named, thresholds, engine, clock));
  kept?.save();
  project.save();
  return {
    project,
    files,
    thresholds,
    named: named.map((one) => belowRoot(source.root, one)),
    targets,
    isPart: reported !== undefined,
    findings,
    suppressions,
    onComments,
    before: earlier?.before,
    internalErrors: [...checked.internalErrors, ...(earlier?.internalErrors ?? [])],
    notes: [...project.notes, ...(project.store.trouble === undefined ? [] : [project.store.trouble]), ...notes, ...emptyFolderNotes(project.paths, source, files), ...told],
  };
}

/** Whether what the rules say is kept for a later run: of the disk's state, by rules that the store's version stands for, and with nothing that a database says. */
function isKept({ cache = false, catalog, standing }: FindOptions, files: Files, engine: Engine): boolean {
  return (cache !== false || standing !== undefined) && catalog === undefined && isDisk(files) && engine === shipped;
}

/** Runs the rules over each target, and over the project. */
function check(linked: Linked, targets: readonly string[], isAsked: (file: string) => boolean, config: Config, { rules }: Engine, clock: Clock, onProgress?: FindOptions['onProgress'], keeping: Keeping = KEEPING_NOTHING): Checked {
  const all: Checked = { raw: [], internalErrors: [] };
  for (const [index, file] of targets.entries()) {
    const { raw, internalErrors } = keeping.file(file, () => checkFile(linked, file, config, rules, clock));
    all.raw.push(...raw);
    all.internalErrors.push(...internalErrors);
    onProgress?.({ stage: 'check', done: index + 1, total: targets.length });
  }
  const { raw, internalErrors } = keeping.project(() => checkProject(linked, isAsked, config, rules, clock, keeping));
  return { raw: [...all.raw, ...raw], internalErrors: [...all.internalErrors, ...internalErrors] };
}

/** The findings of a run, those about comments among them; and a note on each comment that names nothing. */
function settle({ raw, internalErrors }: Checked, source: Source, targets: readonly string[], isWhole: boolean, config: Config, { rules }: Engine): Pick<Found, 'findings' | 'notes' | 'suppressions' | 'onComments'> {
  const { suppressions, notes } = readComments(source, new Set([...rules.map(({ id }) => id), ...OBSERVED_ALONE]));
  const findings = settleFindings(raw, suppressions);
  const judged = (observed: readonly Finding[]): RawFinding[] => checkComments({ findings: [...findings, ...observed], internalErrors, suppressions, targets, isWhole }, config, rules);
  const more = judged([]);
  return {
    findings: more.length > 0 ? settleFindings([...raw, ...more], suppressions) : findings,
    notes,
    suppressions,
    onComments: (observed) => settleFindings(judged(observed), suppressions),
  };
}

/**
 * Which findings the earlier state had and showed. Only files in which something is shown now are looked at there: a finding
 * is known again in its own file, or in the one that was renamed to it.
 */
function findBefore(findings: readonly Finding[], then: Since, project: Project, named: readonly string[], thresholds: Thresholds, engine: Engine, clock: Clock): { before: ReadonlySet<Finding> } & Pick<Found, 'internalErrors'> {
  const { source: { root }, config } = project;
  const shown = findings.filter((finding) => hiddenBy(finding, thresholds) === undefined);
  if (shown.length === 0) return { before: new Set(), internalErrors: [] };
  const renames = new Map([...then.renames].map(([now, old]) => [belowRoot(root, now), belowRoot(root, old)]));
  const wanted = new Set(shown.flatMap(({ location: { file } }) => [file, renames.get(file) ?? file]));
  // Whether a comment silenced anything hangs on all files.
  const isWhole = shown.some(({ rule }) => engine.rules.some(({ id, checkComments: judges }) => id === rule && judges !== undefined));
  // What is named is read whatever is excluded, then as now.
  const there = named.map((file) => then.renames.get(file) ?? file).filter((file) => then.files.kind(file) !== undefined);
  const reading = new Reading({ root, paths: [root, ...there], files: then.files }, config, engine, project.store, 'nothing');
  const source = reading.read();
  const program = reading.link(source);
  const targets = source.targets.filter((file) => isWhole || wanted.has(file));
  const checked = check({ program, schemas: schemasOf(source, program, project.store) }, targets, (file) => isWhole || wanted.has(file), config, engine, clock);
  const old = settle(checked, source, targets, isWhole, config, engine).findings;
  const { byFinding } = matchKnown(findings, old.map((finding) => ({ ...knownOf(finding), finding })), renames);
  const before = new Set<Finding>();
  for (const [finding, { finding: was }] of byFinding) {
    if (hiddenBy(was, thresholds) === undefined && (!was.suppressed || finding.suppressed)) before.add(finding);
  }
  return { before, internalErrors: checked.internalErrors };
}
