import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import type { Observation } from '../../types.ts';

const MEGABYTE = 1024 * 1024;
const HEADER = /^Line #\s+Mem usage\s+Increment\s+(Occurrences\s+)?Line Contents/m;
const ROW = /^\s*(\d+)\s+-?[\d.]+ MiB\s+(-?[\d.]+) MiB\s+(\d+)?/;

/** A table for each function: by how much the process grew while a line ran, and how often it ran. https://pypi.org/project/memory-profiler/ */
export const memoryProfiler: Importer = {
  id: 'memory-profiler',
  name: 'memory by line (python -m memory_profiler)',
  recognises: ({ text }) => text !== undefined && HEADER.test(text),
  async read(input) {
    const observations: Observation[] = [];
    let file: string | undefined;
    let name: string | undefined;
    let isFirst = false;
    for await (const line of input.lines()) {
      file = /^Filename: (.+)$/.exec(line)?.[1]!.trim() ?? file;
      if (HEADER.test(line)) isFirst = true;
      name = /^\s*\d+\s+(?:async )?def (\w+)/.exec(line.replace(/-?[\d.]+ MiB/g, ''))?.[1] ?? name;
      const row = ROW.exec(line);
      if (row === null || file === undefined) continue;
      // The first row of a table is what the process held before.
      if (!isFirst && Number(row[2]) > 0) {
        observations.push({ kind: 'heap', metric: 'memory-growth', value: Number(row[2]) * MEGABYTE, unit: 'bytes', place: { file, line: Number(row[1]), ...(name !== undefined && { function: name }), marks: 'line' }, ...(row[3] !== undefined && { samples: Number(row[3]) }) });
      }
      isFirst = false;
    }
    return { tool: 'memory_profiler', observations: observations.sort((a, b) => b.value - a.value) };
  },
};

/** What mprof measures of a process over time, a line each. */
export const mprof: Importer = {
  id: 'mprof',
  name: 'memory over time (mprof run)',
  recognises: ({ text }) => text !== undefined && /^CMDLINE .*\r?\n(?:.*\r?\n)*?MEM [\d.]+ [\d.]+/.test(text),
  async read(input) {
    const points: [number, number][] = [];
    const observations: Observation[] = [];
    for await (const line of input.lines()) {
      const [word, ...fields] = line.split(' ');
      const numbers = fields.map(Number);
      if (word === 'MEM') points.push([numbers[1]! * 1000, numbers[0]! * MEGABYTE]);
      // FUNC name memory time memory time
      if (word === 'FUNC') observations.push({ kind: 'heap', metric: 'memory-growth', value: (numbers[3]! - numbers[1]!) * MEGABYTE, unit: 'bytes', subject: fields[0]! });
    }
    const sound = points.filter((point) => point.every(Number.isFinite)).sort((a, b) => a[0] - b[0]);
    if (sound.length === 0) throw new ContentError('it has no measurement');
    return { tool: 'mprof', observations: observations.filter(({ value }) => Number.isFinite(value)), series: [{ metric: 'memory', unit: 'bytes', title: 'memory of the process', points: sound }] };
  },
};
