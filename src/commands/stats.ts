import type { FileFacts } from '../facts/types.ts';
import type { Finding } from '../findings/types.ts';
import type { Clock } from '../project/clock.ts';
import type { Project } from '../project/open.ts';
import type { Stats } from '../report/types.ts';

/**
 * The figures of one run.
 * @param parsed how many files were parsed
 * @param targets files that rules looked at
 */
export function statsOf({ source, program, parsed }: Pick<Project, 'source' | 'program' | 'parsed'>, targets: readonly string[], findings: readonly Finding[], hidden: Stats['hidden'], clock: Clock): Stats {
  const seconds = clock.total / 1000;
  const facts = [...source.files.values()].map((file) => file.facts);
  const sum = (count: (one: FileFacts) => number): number => facts.reduce((total, one) => total + count(one), 0);
  const { resolved, unresolved } = clock.time('queries', () => program.queries(targets));
  const entries = clock.time('entries', () => program.entries());
  return {
    files: source.files.size,
    parsed,
    filesPerSecond: Math.round(source.files.size / seconds),
    targets: targets.length,
    closed: countBy(targets.filter((file) => program.isClosed(file)), (file) => program.kind(file) ?? ''),
    skipped: source.skipped.length,
    lines: sum(({ lines }) => lines.length),
    bytes: source.bytes,
    // The first is the module itself.
    functions: sum(({ functions }) => functions.length - 1),
    calls: sum(({ calls }) => calls.length),
    entries: Object.fromEntries(entries),
    queries: { resolved, unresolved: unresolved.length },
    milliseconds: { ...clock.milliseconds, total: clock.total },
    peakMemory: process.resourceUsage().maxRSS * 1024,
    findings: countBy(findings, ({ rule }) => rule),
    hidden,
  };
}

function countBy<T>(items: readonly T[], name: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
}
