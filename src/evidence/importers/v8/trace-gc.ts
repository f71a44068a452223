import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';

/** `[13289:0x1ab8fe00] 212 ms: Mark-Compact (reduce) 4.7 (5.0) -> 4.3 (6.0) MB, 9.13 / 0.00 ms …`; later versions of V8 say what is pooled. */
const COLLECTION = /^\[(\d+:0x[0-9a-f]+)(?::\d+)?\]\s+(\d+) ms: (Scavenge|Minor Mark-(?:Compact|Sweep)|Mark-(?:Compact|sweep))(?: \([^)]*\))* [\d.]+ \([\d.]+\) -> ([\d.]+) \([\d.]+\) MB, (?:pooled: [\d.]+ MB, )?([\d.]+) \/ [\d.]+ ms/i;
const MEGABYTE = 1024 * 1024;

/** A line for each garbage collection, among what else the process printed. What stays after a full one is what is alive. */
export const traceGc: Importer = {
  id: 'trace-gc',
  name: 'garbage collections (node --trace-gc)',
  recognises: ({ text }) => text !== undefined && new RegExp(COLLECTION.source, 'im').test(text),
  async read(input) {
    /** By process and isolate: several may print to one place. */
    const alive = new Map<string, [time: number, size: number][]>();
    const pauses: number[] = [];
    for await (const line of input.lines()) {
      const found = COLLECTION.exec(line);
      if (found === null) continue;
      const [, isolate, time, kind, after, pause] = found;
      pauses.push(Number(pause));
      if (!/^mark/i.test(kind!)) continue;
      if (!alive.has(isolate!)) alive.set(isolate!, []);
      alive.get(isolate!)!.push([Number(time), Number(after) * MEGABYTE]);
    }
    if (pauses.length === 0) throw new ContentError('it has no garbage collection');
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    return {
      tool: 'Node --trace-gc',
      observations: [{ kind: 'heap', metric: 'gc-pause', value: total, unit: 'ms', samples: pauses.length, distribution: { count: pauses.length, max: pauses.reduce((most, pause) => Math.max(most, pause), 0), percentiles: [] } }],
      series: [...alive.values()].flatMap((points) => (points.length > 1 ? [{ metric: 'heap-after-gc', unit: 'bytes', title: 'heap after full garbage collections', points }] : [])),
    };
  },
};
