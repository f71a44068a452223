import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { Attribution, frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import type { CodePlace, Metric, Observation, Unit } from '../../types.ts';

interface Meaning {
  kind: Observation['kind'];
  unit: Unit;
  scale: number;
  metrics: { self: Metric; total?: Metric };
}

/** A function, and a line of it from 1, or 0. */
interface Located {
  file: string;
  line: number;
  name: string;
}

/** `(anonymous:L#57:C#49)`, as the profilers for Node call a function without a name: the column is from 1, and may be left out. */
const ANONYMOUS = /^\(anonymous(?::L#\d+)?(?::C#(\d+))?\)$/;

const TIME = { self: 'self-time', total: 'total-time' } as const;

const COUNTS: readonly string[] = ['sample', 'samples'];

/** What the values of a sample are, by their type and unit, the most telling first. `wall` of a JavaScript profiler leaves idle time out. */
const MEANINGS: readonly (readonly [types: readonly string[], unit: string, meaning: Meaning])[] = [
  [['cpu'], 'nanoseconds', { kind: 'profile', unit: 'ms', scale: 1e-6, metrics: TIME }],
  [['cpu'], 'microseconds', { kind: 'profile', unit: 'ms', scale: 1e-3, metrics: TIME }],
  [['wall'], 'nanoseconds', { kind: 'profile', unit: 'ms', scale: 1e-6, metrics: TIME }],
  [['wall'], 'microseconds', { kind: 'profile', unit: 'ms', scale: 1e-3, metrics: TIME }],
  [['inuse_space', 'space'], 'bytes', { kind: 'heap', unit: 'bytes', scale: 1, metrics: { self: 'allocated' } }],
  [COUNTS, 'count', { kind: 'profile', unit: 'samples', scale: 1, metrics: TIME }],
];

/** https://github.com/google/pprof/blob/main/proto/profile.proto */
export const pprof: Importer = {
  id: 'pprof',
  name: 'pprof',
  recognises: ({ bytes }) => isProfile(bytes),
  async read(input) {
    const { Profile } = await import('pprof-format');
    const profile = Profile.decode(await input.bytes());
    const word = (index: number | bigint): string => profile.stringTable.strings[Number(index)] ?? '';
    const types = profile.sampleType.map(({ type, unit }) => ({ type: word(type), unit: word(unit) }));
    const [at, meaning] = meaningOf(types);
    const counts = types.findIndex(isCount);
    const functions = new Map(profile.function.map((one) => [BigInt(one.id), one]));
    const locations = new Map<bigint, Located[]>();
    for (const { id, line } of profile.location) {
      // Of functions that were inlined into each other the innermost comes first, as on a stack.
      const own = line.map(({ functionId, line: number }) => {
        const target = functions.get(BigInt(functionId));
        return { file: target ? word(target.filename) : '', line: Number(number), name: target ? word(target.name) : '' };
      });
      locations.set(BigInt(id), own);
    }
    const stackOf = (ids: readonly (number | bigint)[]): Located[] => ids.flatMap((id) => locations.get(BigInt(id)) ?? []);
    const marks = profile.mapping.length === 0 && areBeginnings(profile.sample.map(({ locationId }) => stackOf(locationId))) ? 'function' : 'line';
    const frames = new Map([...locations.values()].flat().map((one) => [one, frameAt(one, marks)]));
    const attribution = new Attribution();
    for (const { locationId, value } of profile.sample) {
      const weight = Number(value[at] ?? 0);
      // What the profile calls a sample is a stack: how often it was seen is a value of it.
      if (weight > 0) attribution.add(stackOf(locationId).map((one) => frames.get(one)!), weight, counts === -1 ? 1 : Number(value[counts]));
    }
    return { tool: 'pprof', observations: attribution.observations(meaning.kind, meaning.unit, meaning.metrics, meaning.scale) };
  },
};

/**
 * Whether the lines are those where functions begin. The profilers for Node write these of memory, and of time unless they are told `lineNumbers`, and the profile does not say which.
 * What tells is native code, which has no file: called from JavaScript, it has its caller's line where lines are those that ran, and none where they are beginnings.
 */
function areBeginnings(stacks: readonly (readonly Located[])[]): boolean {
  const natives = stacks.flatMap((stack) => stack.filter(({ file }, index) => file === '' && (stack[index + 1]?.file ?? '') !== ''));
  return natives.length > 0 && natives.every(({ line }) => line === 0);
}

function frameAt({ file, line, name: written }: Located, marks: CodePlace['marks']): Frame {
  const [isAnonymous, column] = ANONYMOUS.exec(written) ?? [];
  const name = isAnonymous === undefined && written !== '' ? written : undefined;
  return frameOf({ file, ...(line > 0 && { line }), ...(column !== undefined && { column: Number(column) - 1 }), ...(name !== undefined && { function: name }), marks }, name);
}

/** Fields of the message by their number: how protobuf writes each, a number (0) or bytes after their length (2). */
const WIRES: Readonly<Record<number, 0 | 2>> = { 1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2, 7: 0, 8: 0, 9: 0, 10: 0, 11: 2, 12: 0, 13: 2, 14: 0 };
const SAMPLE_TYPE = 1;
const SAMPLE = 2;

/** Whether the beginning is made of the fields of a profile, with types of values and samples among them. */
function isProfile(bytes: Uint8Array): boolean {
  const seen = new Set<number>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let power = 1; at < bytes.length; power *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * power;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length && !(seen.has(SAMPLE_TYPE) && seen.has(SAMPLE))) {
    const key = varint();
    const field = Math.floor(key / 8);
    if (WIRES[field] !== key % 8) return false;
    const length = varint();
    if (key % 8 === 2) at += length;
    if (at <= bytes.length) seen.add(field);
  }
  return seen.has(SAMPLE_TYPE) && seen.has(SAMPLE);
}

function isCount({ type, unit }: { type: string; unit: string }): boolean {
  return COUNTS.includes(type) && unit === 'count';
}

function meaningOf(types: readonly { type: string; unit: string }[]): [index: number, meaning: Meaning] {
  for (const [names, unit, meaning] of MEANINGS) {
    const at = types.findIndex((one) => names.includes(one.type) && one.unit === unit);
    if (at !== -1) return [at, meaning];
  }
  throw new ContentError(`its values are ${types.map(({ type, unit }) => `${type} in ${unit}`).join(', ') || 'of no type'}: perf-lint reads CPU time, bytes in use and counts of samples`);
}
