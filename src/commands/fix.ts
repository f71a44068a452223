import path from 'node:path';
import { hint } from '../config/words.ts';
import { groupBy } from '../findings/group.ts';
import type { Finding, Suggestion } from '../findings/types.ts';
import { applyEdits } from '../fixes/edits.ts';
import { type Offered, suggest } from '../fixes/suggest.ts';
import { type Rewritten, writeAll } from '../fixes/write.ts';
import type { AppliedFix, FixReport } from '../report/fix.ts';
import { checkFile, settleFindings } from '../project/check.ts';
import type { Engine } from '../project/engine.ts';
import { openProject } from '../project/open.ts';
import type { ProjectOptions } from '../project/open.ts';
import { Clock } from '../project/clock.ts';
import type { Program } from '../program/types.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { overlay } from '../source/overlay.ts';
import { decode } from '../source/text.ts';
import { openTypes, tsconfigOf } from '../types/open.ts';

/** What an id of a finding, or the start of one, looks like. */
const ID = /^[0-9a-f]{4,16}$/;
const BYTE_ORDER_MARK = '\uFEFF';

export interface FixOptions extends Omit<ProjectOptions, 'paths'> {
  /** Writes nothing. */
  dryRun?: boolean;
}

/**
 * Applies the suggestions of findings, by their ids, to all their files: all or nothing. The second is looked for in what
 * the first has made of the project.
 * @throws UsageError when there is no such finding, when it has no suggestion, or when a file changed or cannot be written; ConfigError for a config that cannot be used
 */
export async function fix(ids: readonly string[], options: FixOptions, engine: Engine): Promise<FixReport> {
  const pending = new Pending();
  const applied: AppliedFix[] = [];
  const notes: string[] = [];
  const first = await findAll(options, engine, pending);
  const wanted = ids.map((id) => findingOf(id, first.findings));
  const installs = new Set<string>();
  for (const [index, { id, rule, location }] of wanted.entries()) {
    const { root, findings, program } = index === 0 ? first : await findAll(options, engine, pending);
    const finding = findings.find((other) => other.id === id);
    if (!finding) {
      notes.push(`${id} ${rule} ${location.file}:${location.line}: gone with the fixes before it`);
      continue;
    }
    const { suggestion, check: advice, installs: packages } = suggestionOf(finding, (file) => ({ text: pending.text(path.join(root, file)), facts: program.paths.includes(file) ? program.facts(file) : undefined }));
    for (const [file, edits] of byFile(suggestion)) pending.apply(path.join(root, file), edits);
    for (const name of packages) installs.add(name);
    applied.push({ id, rule, location, title: suggestion.title, safety: suggestion.safety, files: [...byFile(suggestion)].map(([file, edits]) => ({ file, edits: edits.length })), check: advice, installs: [...packages] });
  }
  const { root } = first;
  const files = pending.files();
  notes.push(...(await typeCheck(root, files)));
  if (!options.dryRun) writeAll(files);
  const texts = files.map(({ path: file, before, after }) => ({ file: path.relative(root, file).replaceAll(path.sep, '/'), before: Buffer.from(before).toString(), after: Buffer.from(after).toString() }));
  return { applied, files: texts, written: !options.dryRun, notes: [...first.notes, ...notes] };
}

interface FoundAll {
  root: string;
  program: Program;
  findings: Finding[];
  notes: string[];
}

async function findAll(options: FixOptions, engine: Engine, pending: Pending): Promise<FoundAll> {
  const files = overlay(disk, pending.contents());
  const { source, program, config, notes } = await openProject(options, { ...engine, readSource: (read) => engine.readSource({ ...read, files }) }, new Clock());
  const checked = source.targets.map((file) => checkFile(program, file, config, engine.rules));
  const broken = checked.flatMap(({ internalErrors }) => internalErrors);
  return {
    root: source.root,
    program,
    findings: settleFindings(checked.flatMap(({ raw }) => raw), new Map()),
    notes: [...notes, ...broken.map(({ rule, file, message }) => `internal error: rule ${rule} failed on ${file}: ${message}`)],
  };
}

function findingOf(id: string, findings: readonly Finding[]): Finding {
  if (!ID.test(id)) throw new UsageError(`${JSON.stringify(id)} is no finding’s id: 4 to 16 hexadecimal digits, as --format json gives them`);
  const [found, ...others] = findings.filter((finding) => finding.id.startsWith(id));
  if (!found) throw new UsageError(`no finding of this project has the id ${id}${hint(id, findings.map((finding) => finding.id))}; nothing is changed`);
  if (others.length > 0) throw new UsageError(`${id} is the start of ${others.length + 1} ids; give more of it: ${[found, ...others].map((finding) => finding.id).join(', ')}`);
  return found;
}

function suggestionOf({ id, rule, location, fix: plan }: Finding, analysed: Parameters<typeof suggest>[1]): Offered {
  const suggested = plan ? suggest(plan, analysed) : { ok: false as const, reason: `${rule} has no rewrite` };
  if (suggested.ok) return suggested.value;
  throw new UsageError(`no suggestion for ${id} (${rule}, ${location.file}:${location.line}): ${suggested.reason}; nothing is changed`);
}

function byFile({ edits }: Suggestion): Map<string, Suggestion['edits']> {
  return groupBy(edits, ({ file }) => file);
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
    if (errors.length > 0) throw new UsageError(`the suggestion does not type-check here, so that nothing is changed: ${errors[0]}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}`);
  }
  return notes;
}

/** Files that are to be rewritten, as they were and as they are to be. */
class Pending {
  readonly #files = new Map<string, Rewritten>();

  /** The text as it is to be, without its byte-order mark; undefined when it cannot be read. */
  text(file: string): string | undefined {
    const bytes = this.#files.get(file)?.after ?? read(file);
    return bytes && decode(bytes);
  }

  apply(file: string, edits: Suggestion['edits']): void {
    const before = this.#files.get(file)?.before ?? read(file)!;
    const mark = Buffer.from(before).toString().startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    this.#files.set(file, { path: file, before, after: Buffer.from(mark + applyEdits(this.text(file)!, edits)) });
  }

  /** New contents by path. */
  contents(): Map<string, Uint8Array> {
    return new Map([...this.#files].map(([file, { after }]) => [file, after]));
  }

  files(): Rewritten[] {
    return [...this.#files.values()];
  }
}

function read(file: string): Uint8Array | undefined {
  try {
    return disk.read(file);
  } catch {
    return undefined;
  }
}
