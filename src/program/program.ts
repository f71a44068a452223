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
import type { EntryTable } from './entries/entries.ts';
import { CLOSED_KINDS, fileKind, isTestFile } from './entries/file-kinds.ts';
import { growthIn, type Growth } from './lifetime/growth.ts';
import type { Ground } from './lifetime/runs.ts';
import { unreleasedIn, type Unreleased } from './lifetime/unreleased.ts';
import type { Link } from './link.ts';
import { onlyAdministrators } from './entries/administrators.ts';
import { servingFiles } from './entries/serving.ts';
import { evaluate } from './resolve/evaluate.ts';
import { repeatsIn, type Repeat } from './multiplicity/repeats.ts';
import { queryCensus } from './queries/census.ts';
import { queryCallsIn, type QueryCall } from './queries/calls.ts';
import { packageDatabases } from './queries/databases.ts';
import { repetitionsIn, type Repetition } from './repetition/repetitions.ts';
import { repetitionsAcross } from './repetition/requests.ts';
import type { Program, ProgramInput } from './types.ts';
import { keyOf, partsOf } from './values.ts';

/** The tables over all files, each found when it is first asked for. */
export type Tables = Pick<Ground, 'uses'> & { entries(): EntryTable };

/** The questions to a link. Nothing is resolved before it is asked for. */
export function askable(input: ProgramInput, link: Link, tables: Tables): Program {
  const fileOf = (path: string) => {
    const file = link.byPath.get(path);
    if (!file) throw new Error(`${path} is no file of this program`);
    return file;
  };
  let ground: Ground | undefined;
  const allGround = () => (ground ??= { link, entries: tables.entries(), packages: input.packages, uses: () => tables.uses() });
  const allEntries = () => allGround().entries;
  let serving: ReturnType<typeof servingFiles> | undefined;
  const repeats = new Map<string, Repeat[]>();
  const repetitions = new Map<string, Repetition[]>();
  const blocking = new Map<string, Blocking[]>();
  const growing = new Map<string, Growth[]>();
  const staticReads = new Map<string, StaticRead[]>();
  const heldOpen = new Map<string, HeldOpen[]>();
  const queryCalls = new Map<string, QueryCall[]>();
  const overFetches = new Map<string, OverFetch[]>();
  const reached = new Map<number, Reached>();
  const kindOf = (path: string) => fileKind(fileOf(path), input.packages);
  const isClosed = (path: string) => {
    const kind = kindOf(path);
    return kind !== undefined && CLOSED_KINDS.has(kind);
  };
  const unreleased = new Map<string, Unreleased[]>();
  return {
    link,
    paths: [...input.files.keys()],
    facts: (path) => fileOf(path).facts,
    repeats: (path) =>
      once(repeats, path, () =>
        repeatsIn(link, fileOf(path), (file, functionId) => {
          const entry = allEntries().get(keyOf(file, functionId));
          return entry?.perRow ? entry : undefined;
        }),
      ),
    repetitions: (path) => once(repetitions, path, () => [...repetitionsIn(link, fileOf(path)), ...repetitionsAcross(link, allEntries(), fileOf(path))]),
    blocking: (path) => once(blocking, path, () => blockingIn(link, fileOf(path), allEntries())),
    growing: (path) => once(growing, path, () => growthIn(allGround(), fileOf(path))),
    unreleased: (path) => once(unreleased, path, () => unreleasedIn(allGround(), fileOf(path))),
    staticReads: (path) => once(staticReads, path, () => staticReadsIn(allGround(), fileOf(path))),
    overFetches: (path) => once(overFetches, path, () => overFetchesIn(link, fileOf(path))),
    heldOpen: (path) => once(heldOpen, path, () => heldOpenIn(link, fileOf(path))),
    reached: (path, functionId) => {
      const file = fileOf(path);
      return once(reached, keyOf(file, functionId), () => reachedFrom(link, allEntries(), input.packages, { file, id: functionId }));
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
    mayServe: (path) => {
      serving ??= servingFiles(link, allEntries());
      return serving(fileOf(path));
    },
    queries: (paths) => queryCensus(link, paths.filter((path) => !isClosed(path)).map(fileOf)),
    queryCalls: (path) => once(queryCalls, path, () => queryCallsIn(link, fileOf(path))),
    callRef: (path, id) => ({ file: fileOf(path), id }),
    argument: (source) => argumentOf(link, source),
    chain: (call) => chainTo(link, call),
    values: ({ expr, spot }) => evaluate(link, expr, spot),
    origin: ({ expr, spot }) => originOf(link, expr, spot.file),
    declaration: (source) => declarationOf(link, source),
    databases: () => packageDatabases(link),
    entries: () => countKinds(allEntries()),
    requests: () => [...allEntries()].flatMap(([key, { kind, label }]) => (kind === 'request' ? [{ label, ...functionAt(link, key) }] : [])),
    place: (path, span) => placeOf(path, fileOf(path).facts.lines, span),
  };
}

function functionAt(link: Link, key: number): { path: string; functionId: number } {
  const { number, id } = partsOf(key);
  return { path: link.files[number]!.path, functionId: id };
}

function countKinds(entries: EntryTable): Map<EntryKind, number> {
  const counts = new Map<EntryKind, number>();
  for (const { kind } of entries.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function once<K, V>(answers: Map<K, V>, key: K, answer: () => V): V {
  let value = answers.get(key);
  if (value === undefined) answers.set(key, (value = answer()));
  return value;
}

function placeOf(file: string, lines: readonly number[], [start, end]: Span): Place {
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
