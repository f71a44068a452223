import type { Importer } from '../../importer.ts';
import { ContentError } from '../../errors.ts';
import type { Series } from '../../types.ts';

/** What clinic doctor measures of a process, at one time. */
interface Sample {
  /** Milliseconds. */
  time: number;
  /** Milliseconds by which the event loop was late. */
  delay: number;
  /** Processors that were busy: 1 is one of them. */
  cpu: number;
  /** Bytes. */
  rss: number;
  heapUsed: number;
}

/** Messages, each after its length in two bytes. https://github.com/clinicjs/node-clinic-doctor/blob/main/format/process-stat.proto */
export const processStat: Importer = {
  id: 'clinic-doctor',
  name: 'process statistics of clinic doctor (*-processstat)',
  recognises: ({ bytes }) => bytes.length > 30 && bytes[0] === 0 && bytes[1]! >= 27 && bytes[2] === 0x09 && bytes[11] === 0x11 && bytes[20] === 0x19,
  async read(input) {
    const bytes = await input.bytes();
    const samples: Sample[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + (at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0);
      if (end <= at + 2 || end > bytes.length) break;
      samples.push(sampleOf(bytes.subarray(at + 2, end)));
      at = end;
    }
    if (samples.length === 0) throw new ContentError('it has no measurement');
    const delays = samples.map(({ delay }) => delay);
    const series = (metric: Series['metric'], unit: Series['unit'], title: string, of: (sample: Sample) => number): Series => ({ metric, unit, title, points: samples.map((sample) => [sample.time, of(sample)]) });
    return {
      tool: 'clinic doctor',
      observations: [{ kind: 'profile', metric: 'loop-block', value: delays.reduce((most, delay) => Math.max(most, delay), 0), unit: 'ms', samples: delays.length }],
      series: [
        series('loop-delay', 'ms', 'delay of the event loop', ({ delay }) => delay),
        series('cpu-load', 'ratio', 'processors in use', ({ cpu }) => cpu),
        series('memory', 'bytes', 'memory of the process', ({ rss }) => rss),
        series('memory', 'bytes', 'heap in use', ({ heapUsed }) => heapUsed),
      ],
      duration: samples.at(-1)!.time - samples[0]!.time,
    };
  },
};

const DOUBLE = 1;
const MESSAGE = 2;

/** The numbers of a protobuf message by field; those of a message in it are at `outer * 10 + inner`. */
function sampleOf(bytes: Buffer): Sample {
  const fields = new Map<number, number>();
  const read = (message: Buffer, base: number): void => {
    for (let at = 0; at < message.length; ) {
      const [field, wire] = [message[at]! >> 3, message[at]! & 7];
      at++;
      if (wire === DOUBLE && at + 8 <= message.length) {
        fields.set(base + field, message.readDoubleLE(at));
        at += 8;
      } else if (wire === MESSAGE && base === 0 && at < message.length) {
        read(message.subarray(at + 1, at + 1 + message[at]!), field * 10);
        at += 1 + message[at]!;
      } else if (wire === 0) while (at < message.length && message[at++]! & 0x80);
      else throw new ContentError('its measurements are damaged');
    }
  };
  read(bytes, 0);
  const number = (field: number): number => fields.get(field) ?? 0;
  return { time: number(1), delay: number(2), cpu: number(3), rss: number(41), heapUsed: number(43) };
}
