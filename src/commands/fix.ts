import path from 'node:path';
import { groupBy } from '../findings/group.ts';
import type { Finding, Suggestion } from '../findings/types.ts';
import { applyEdits } from '../fixes/edits.ts';
import { type Offered, suggest } from '../fixes/suggest.ts';
import { type Rewritten, writeAll } from '../fixes/write.ts';
import type { AppliedFix, FixReport } from '../report/fix.ts';
import type { Engine } from '../project/engine.ts';
import type { ProjectOptions } from '../project/open.ts';
import { wholeProject } from '../project/paths.ts';
import { Clock } from '../project/clock.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { overlay } from '../source/overlay.ts';
import { belowRoot } from '../source/paths.ts';
import { decode } from '../source/text.ts';
import { isInstalled, openTypes, tsconfigOf } from '../types/open.ts';
import { findAll, type Found } from './find.ts';
import { checkNames, findingNamed } from './finding-named.ts';

const BYTE_ORDER_MARK = '\uFEFF';

export interface FixOptions extends Omit<ProjectOptions, 'paths'> {
  /** Writes nothing. */
  dryRun?: boolean;
}

/**
 * Applies the suggestions of findings, named by their ids or places, to all their files: all or nothing. Each is looked for in
 * what those before it have made of the project.
 * @throws UsageError when there is no such finding, when it has no suggestion, or when a file changed or cannot be written; ConfigError for a config that cannot be used
 */
export async function fix(subjects: readonly string[], options: FixOptions, engine: Engine): Promise<FixReport> {
  checkNames(subjects);
  const pending = new Pending();
  const first = read(options, engine, pending);
  const { root } = first.project.source;
  const wanted = [...new Set(subjects.map((subject) => findingNamed(subject, first.findings)))];
  const applied = new Map<Finding, AppliedFix>();
  const notes: string[] = [];
  // From the last to the first: findings that are alike are told apart by their order in the file.
  for (const asked of wanted.toSorted((a, b) => first.findings.indexOf(b) - first.findings.indexOf(a))) {
    const { id, rule, location } = asked;
    const { findings, project: { source } } = pending.isEmpty ? first : read(options, engine, pending);
    const finding = findings.find((other) => other.id === id);
    if (!finding) {
      notes.push(`${id} (${rule}, ${location.file}:${location.line}) is gone with the other fixes`);
      continue;
    }
    const { suggestion, check, installs } = suggestionOf(finding, (file) => ({ text: pending.text(path.join(root, file)), facts: source.files.get(file)?.facts }));
    const byFile = groupBy(suggestion.edits, ({ file }) => file);
    for (const [file, edits] of byFile) pending.apply(path.join(root, file), edits);
    applied.set(asked, { id, rule, location, title: suggestion.title, safety: suggestion.safety, files: [...byFile].map(([file, edits]) => ({ file, edits: edits.length })), check, installs: [...installs] });
  }
  const files = pending.files();
  notes.push(...(await typeCheck(root, files)));
  if (!options.dryRun) writeAll(files);
  return {
    applied: wanted.flatMap((finding) => applied.get(finding) ?? []),
    files: files.map(({ path: file, before, after }) => ({ file: belowRoot(root, file), before: Buffer.from(before).toString(), after: Buffer.from(after).toString() })),
    written: !options.dryRun,
    notes: [...first.notes, ...notes],
  };
}

/** All findings of the project with the pending changes. */
function read(options: FixOptions, engine: Engine, pending: Pending): Found {
  return findAll({ ...options, paths: wholeProject(options.cwd ?? process.cwd()), files: overlay(disk, pending.contents()) }, engine, new Clock());
}

function suggestionOf({ id, rule, location, fix: plan }: Finding, analysed: Parameters<typeof suggest>[1]): Offered {
  const suggested = plan ? suggest(plan, analysed) : { ok: false as const, reason: `${rule} has no rewrite` };
  if (suggested.ok) return suggested.value;
  throw new UsageError(`no suggestion for ${id} (${rule}, ${location.file}:${location.line}): ${suggested.reason}; nothing is changed`);
}

/**
 * Asks the compiler about the files whose types it can know.
 * @throws UsageError when the new texts have an error that the old ones have not
 */
async function typeCheck(root: string, files: readonly Rewritten[]): Promise<string[]> {
  const notes: string[] = [];
  const byConfig = new Map<string, Map<string, string>>();
  for (const { path: file, after } of files) {
    if (!/\.[cm]?tsx?$/.test(file)) continue;
    const tsconfig = tsconfigOf(root, file);
    if (tsconfig === undefined) notes.push(`${path.relative(root, file)}: types are not checked, as there is no tsconfig.json`);
    else byConfig.set(tsconfig, (byConfig.get(tsconfig) ?? new Map()).set(file, decode(after) ?? ''));
  }
  for (const [tsconfig, texts] of byConfig) {
    const errors = (await openTypes(tsconfig)).newErrors(texts);
    const why = isInstalled(root, path.dirname(tsconfig)) ? '' : '; the packages are not installed (no node_modules), which may be why';
    if (errors.length > 0) throw new UsageError(`the suggestion does not type-check here, so that nothing is changed: ${errors[0]}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}${why}`);
  }
  return notes;
}

/** Files that are to be rewritten, as they were and as they are to be. */
class Pending {
  readonly #files = new Map<string, Rewritten>();

  /** The text as it is to be, without its byte-order mark; undefined when it cannot be read. */
  text(file: string): string | undefined {
    const bytes = this.#files.get(file)?.after ?? bytesOf(file);
    return bytes && decode(bytes);
  }

  apply(file: string, edits: Suggestion['edits']): void {
    const before = this.#files.get(file)?.before ?? bytesOf(file)!;
    const mark = Buffer.from(before).toString().startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    this.#files.set(file, { path: file, before, after: Buffer.from(mark + applyEdits(this.text(file)!, edits)) });
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** New contents by path. */
  contents(): Map<string, Uint8Array> {
    return new Map([...this.#files].map(([file, { after }]) => [file, after]));
  }

  files(): Rewritten[] {
    return [...this.#files.values()];
  }
}

function bytesOf(file: string): Uint8Array | undefined {
  try {
    return disk.read(file);
  } catch {
    return undefined;
  }
}
