import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { isBuiltIn, isDependency } from '../../places/tool-path.ts';
import type { CodePlace, Observation } from '../../types.ts';
import { MarshalReader } from './marshal.ts';
import type { Marshalled } from './marshal.ts';

/** A function of a profile: times are seconds. */
interface Row {
  place: CodePlace;
  name: string;
  calls: number;
  self: number;
  total: number;
  /** Calls and own time by caller. */
  callers: readonly { place: CodePlace; calls: number; self: number }[];
}

/** `marshal.dump` of `{(file, line, name): (primitive calls, calls, own time, time, {caller: the same})}`. */
export const pstats: Importer = {
  id: 'pstats',
  name: 'Python profile (python -m cProfile -o FILE)',
  // A dict whose first key is a tuple.
  recognises: ({ bytes }) => (bytes[0]! & 0x7f) === 0x7b && ((bytes[1]! & 0x7f) === 0x29 || (bytes[1]! & 0x7f) === 0x28),
  async read(input) {
    const stats = new MarshalReader(await input.bytes()).read();
    const rows = entriesOf(stats).map(([key, value]): Row => {
      const [, calls, self, total, callers] = listOf(value);
      return {
        ...functionOf(key),
        calls: numberOf(calls),
        self: numberOf(self),
        total: numberOf(total),
        callers: entriesOf(callers ?? null).map(([caller, of]) => ({ place: functionOf(caller).place, calls: numberOf(listOf(of)[1]), self: numberOf(listOf(of)[2]) })),
      };
    });
    return { tool: 'cProfile', observations: told(rows) };
  },
};

const HEADER = /^\s+ncalls\s+tottime\s+percall\s+cumtime\s+percall\s+filename:lineno\(function\)/m;
const ROW = /^\s*(\d+)(?:\/\d+)?\s+([\d.]+)\s+[\d.]+\s+([\d.]+)\s+[\d.]+\s+(.+)$/;

/** The table that it prints. */
export const cProfileText: Importer = {
  id: 'cprofile-text',
  name: 'table of a Python profile (python -m cProfile -s cumtime)',
  recognises: ({ text }) => text !== undefined && HEADER.test(text),
  async read(input) {
    const rows: Row[] = [];
    let isTable = false;
    for await (const line of input.lines()) {
      isTable ||= HEADER.test(line);
      const found = isTable ? ROW.exec(line) : null;
      if (found === null) continue;
      const [, calls, self, total, where] = found;
      const named = /^(.*):(\d+)\((.*)\)$/.exec(where!);
      const place = named ? functionAt(named[1]!, Number(named[2]), named[3]!) : functionAt('~', 0, where!);
      rows.push({ ...place, calls: Number(calls), self: Number(self), total: Number(total), callers: [] });
    }
    if (rows.length === 0) throw new ContentError('its table has no rows');
    return { tool: 'cProfile', observations: told(rows) };
  },
};

/** What functions of the project took; what they called outside it is put down to them, where the profile says who called. */
function told(rows: readonly Row[]): Observation[] {
  const whole = rows.reduce((sum, { self }) => sum + self, 0);
  const share = (seconds: number): { share?: number } => (whole > 0 ? { share: seconds / whole } : {});
  return rows
    .flatMap((row): Observation[] => {
      const { place, name, calls, self, total, callers } = row;
      const common = { kind: 'profile' as const, unit: 'ms' as const };
      if (isOwn(place)) {
        return [
          ...(self > 0 ? [{ ...common, metric: 'self-time' as const, place, value: self * 1000, ...share(self) }] : []),
          { ...common, metric: 'total-time', place, value: total * 1000, ...share(total) },
          { ...common, metric: 'calls', place, value: calls, unit: 'count' },
        ];
      }
      return callers.filter((caller) => isOwn(caller.place)).flatMap((caller): Observation[] => [
        ...(caller.self > 0 ? [{ ...common, metric: 'self-time' as const, place: caller.place, value: caller.self * 1000, ...share(caller.self), subject: name }] : []),
        { ...common, metric: 'calls', place: caller.place, value: caller.calls, unit: 'count', subject: name },
      ]);
    })
    .sort((a, b) => b.value - a.value);
}

function isOwn({ file }: CodePlace): boolean {
  return !isBuiltIn(file) && !isDependency(file);
}

function functionAt(file: string, line: number, name: string): Pick<Row, 'place' | 'name'> {
  return { name, place: { file, ...(line > 0 && { line }), ...(name.startsWith('<') ? {} : { function: name }), marks: 'function' } };
}

function functionOf(key: Marshalled): Pick<Row, 'place' | 'name'> {
  const [file, line, name] = listOf(key);
  return functionAt(typeof file === 'string' ? file : '~', numberOf(line), typeof name === 'string' ? name : '');
}

function entriesOf(value: Marshalled): readonly (readonly [Marshalled, Marshalled])[] {
  return typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries) ? value.entries : [];
}

function listOf(value: Marshalled | undefined): readonly Marshalled[] {
  return Array.isArray(value) ? (value as readonly Marshalled[]) : [];
}

function numberOf(value: Marshalled | undefined): number {
  return typeof value === 'number' ? value : 0;
}
