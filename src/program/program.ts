import { offsetsOf } from '../facts/spans.ts';
import type { Span } from '../facts/types.ts';
import type { Place } from '../findings/types.ts';
import type { EntryKind } from '../libraries/types.ts';
import { chainTo } from './arguments/chain.ts';
import { argumentOf } from './arguments/follow.ts';
import { declarationOf, originOf } from './arguments/origins.ts';
import { besideIn, isRowList } from './effects/beside.ts';
import { blockingIn, type Blocking } from './effects/blocking.ts';
import { heldOpenIn, type HeldOpen } from './effects/held-open.ts';
import { overFetchesIn, type OverFetch } from './effects/over-fetch.ts';
import { staticReadsIn, type StaticRead } from './effects/static-reads.ts';
import { callersOf, reachedFrom, type Reached } from './entries/callers.ts';
import type { EntryInfo } from './entries/entries.ts';
import { CLOSED_KINDS, fileKind, isTestFile } from './entries/file-kinds.ts';
import { growthIn, type Growth } from './lifetime/growth.ts';
import type { Ground } from './lifetime/runs.ts';
import { unreleasedIn, type Unreleased } from './lifetime/unreleased.ts';
import type { Link } from './link.ts';
import { onlyAdministrators } from './entries/administrators.ts';
import { servingFiles } from './entries/serving.ts';
import { EntryTable } from './entries/table.ts';
import type { Used } from './lifetime/uses.ts';
import { PerLink } from './memo.ts';
import { digestOf } from './told.ts';
import { evaluate } from './resolve/evaluate.ts';
import { askedBy } from './multiplicity/asked.ts';
import { repeatsIn, type Repeat } from './multiplicity/repeats.ts';
import { queryCensus } from './queries/census.ts';
import { queryCallsIn, type QueryCall } from './queries/calls.ts';
import { packageDatabases } from './queries/databases.ts';
import { repetitionsIn, type Repetition } from './repetition/repetitions.ts';
import { repetitionsAcross } from './repetition/requests.ts';
import type { Program, ProgramInput } from './types.ts';
import { keyOf, partsOf, type LinkedFile } from './values.ts';

/** The tables over all files, each found when it is first asked for. */
export interface Tables {
  /** By key. */
  entries(): ReadonlyMap<number, EntryInfo>;
  /** By the file that declares the collection. */
  uses(): ReadonlyMap<LinkedFile, readonly Used[]>;
}

/** What was answered about files of a link, by path, and about functions, by key. */
const answers = {
  repeats: new PerLink<string, Repeat[]>(),
  repetitions: new PerLink<string, Repetition[]>(),
  blocking: new PerLink<string, Blocking[]>(),
  growing: new PerLink<string, Growth[]>(),
  unreleased: new PerLink<string, Unreleased[]>(),
  staticReads: new PerLink<string, StaticRead[]>(),
  heldOpen: new PerLink<string, HeldOpen[]>(),
  queryCalls: new PerLink<string, QueryCall[]>(),
  overFetches: new PerLink<string, OverFetch[]>(),
  reached: new PerLink<number, Reached>(),
};

/** The questions to a link. Nothing is resolved before it is asked for. */
export function askable(input: ProgramInput, link: Link, tables: Tables): Program {
  const fileOf = (path: string) => {
    const file = link.byPath.get(path);
    if (!file) throw new Error(`${path} is no file of this program`);
    return file;
  };
  let entries: EntryTable | undefined;
  const allEntries = () => (entries ??= new EntryTable(link, link.trail.aside(() => tables.entries())));
  const uses = (file: LinkedFile) => tables.uses().get(file) ?? [];
  const usesOf = (file: LinkedFile) => {
    link.told.note('uses', file.path);
    return uses(file);
  };
  const ground = (): Ground => ({ link, entries: allEntries(), packages: input.packages, usesOf });
  let serving: ReturnType<typeof servingFiles> | undefined;
  link.told.teach('entries', (path) => allEntries().digestOf(path));
  link.told.teach('around', () => allEntries().digestOfAround());
  link.told.teach('uses', (path) => {
    const used = link.byPath.has(path) ? uses(fileOf(path)) : [];
    return used.length === 0 ? '' : digestOf(used);
  });
  link.told.teach('serves', (path) => String(link.byPath.has(path) && (serving ??= servingFiles(link, allEntries()))(fileOf(path))));
  const kindOf = (path: string) => fileKind(fileOf(path), input.packages);
  const isClosed = (path: string) => {
    const kind = kindOf(path);
    return kind !== undefined && CLOSED_KINDS.has(kind);
  };
  return {
    link,
    paths: [...input.files.keys()],
    facts: (path) => fileOf(path).facts,
    repeats: (path) =>
      answers.repeats.get(link, path, () =>
        repeatsIn(link, fileOf(path), (file, functionId) => {
          const entry = allEntries().get(keyOf(file, functionId));
          return entry?.perRow ? entry : undefined;
        }),
      ),
    asked: (repeat) => askedBy(link, repeat),
    repetitions: (path) => answers.repetitions.get(link, path, () => [...repetitionsIn(link, fileOf(path)), ...repetitionsAcross(link, allEntries(), fileOf(path))]),
    blocking: (path) => answers.blocking.get(link, path, () => blockingIn(link, fileOf(path), allEntries())),
    growing: (path) => answers.growing.get(link, path, () => growthIn(ground(), fileOf(path))),
    unreleased: (path) => answers.unreleased.get(link, path, () => unreleasedIn(ground(), fileOf(path))),
    staticReads: (path) => answers.staticReads.get(link, path, () => staticReadsIn(ground(), fileOf(path))),
    overFetches: (path) => answers.overFetches.get(link, path, () => overFetchesIn(link, fileOf(path))),
    heldOpen: (path) => answers.heldOpen.get(link, path, () => heldOpenIn(link, fileOf(path))),
    reached: (path, functionId) => {
      const file = fileOf(path);
      return answers.reached.get(link, keyOf(file, functionId), () => reachedFrom(link, allEntries(), input.packages, { file, id: functionId }));
    },
    onlyAdministrators: (path, functionId) => onlyAdministrators(link, allEntries(), { file: fileOf(path), id: functionId }),
    callers: (path, functionId) => callersOf(link, { file: fileOf(path), id: functionId }).flatMap(({ call }) => (call && !isTestFile(call.file) ? [call] : [])),
    beside: (path, span, except) => besideIn(link, fileOf(path), span, except),
    callsNamed: (name) => link.names.calls(name).map(({ file, id }) => ({ path: file.path, call: file.facts.calls[id]! })),
    isRowList: (path, expr) => isRowList(link, expr, { file: fileOf(path), functionId: 0 }),
    kind: kindOf,
    dependency: (path, name) => {
      const owner = link.packageOf(fileOf(path));
      return owner?.dependencies.includes(name) ? (owner.ranges.get(name) ?? '*') : undefined;
    },
    isClosed,
    mayServe: (path) => link.told.ask('serves', path) === 'true',
    queries: (paths) => queryCensus(link, paths.filter((path) => !isClosed(path)).map(fileOf)),
    queryCalls: (path) => answers.queryCalls.get(link, path, () => queryCallsIn(link, fileOf(path))),
    callRef: (path, id) => ({ file: fileOf(path), id }),
    argument: (source) => argumentOf(link, source),
    chain: (call) => chainTo(link, call),
    values: ({ expr, spot }) => evaluate(link, expr, spot),
    origin: ({ expr, spot }) => originOf(link, expr, spot.file),
    declaration: (source) => declarationOf(link, source),
    databases: () => packageDatabases(link),
    entries: () => countKinds(allEntries().all),
    requests: () => [...allEntries().all].flatMap(([key, { kind, label }]) => (kind === 'request' ? [{ label, ...functionAt(link, key) }] : [])),
    place: (path, span) => placeOf(path, fileOf(path).facts.lines, span),
  };
}

function functionAt(link: Link, key: number): { path: string; functionId: number } {
  const { number, id } = partsOf(key);
  return { path: link.files[number]!.path, functionId: id };
}

function countKinds(entries: ReadonlyMap<number, EntryInfo>): Map<EntryKind, number> {
  const counts = new Map<EntryKind, number>();
  for (const { kind } of entries.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function placeOf(file: string, lines: readonly number[], span: Span): Place {
  const [start, end] = offsetsOf(span);
  const from = lineAt(lines, start);
  const to = lineAt(lines, end);
  return { file, line: from + 1, column: start - lines[from]! + 1, endLine: to + 1, endColumn: end - lines[to]! + 1 };
}

/** Index of the line that holds an offset, by bisection. */
function lineAt(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
