import type { Importer } from '../../importer.ts';
import { Attribution, frameOf, frameReader } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import { codeFrame } from '../v8/code-name.ts';

/** `outer;inner 12`, where a frame may hold anything but a semicolon. */
const STACK = /^([^;]*(?:;[^;]*)*) (\d+(?:\.\d+)?)$/;
/** `dedupe (app.py:5)`, as py-spy, rbspy and others write a frame and the line that ran. */
const WITH_LINE = /^(.+?) \((.+):(\d+)\)$/;
/** Lines of the beginning that must be stacks. */
const LEAST_SHARE = 0.6;
/** A number of which all weights are multiples is, from here on, what each sample weighs, and not by chance. */
const LEAST_PERIOD = 1000;

/** A line for each stack, the outermost function first, and how often it was seen. https://github.com/brendangregg/FlameGraph#2-fold-stacks */
export const collapsed: Importer = {
  id: 'collapsed',
  name: 'collapsed stacks (py-spy record -f raw, perf script | stackcollapse-perf.pl)',
  recognises: ({ text }) => {
    if (text === undefined) return false;
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^(?:#|\/\/)/.test(line));
    const stacks = lines.filter((line) => STACK.test(line));
    return stacks.some((line) => line.includes(';')) && stacks.length >= lines.length * LEAST_SHARE;
  },
  async read(input) {
    const attribution = new Attribution();
    let isPython = false;
    const frame = frameReader((text) => {
      isPython ||= /\.py:\d+\)$/.test(text);
      return frameNamed(text);
    });
    let [stacks, other, period] = [0, 0, 0];
    for await (const line of input.lines()) {
      const found = STACK.exec(line);
      if (found === null) other += line.trim() === '' || /^(?:#|\/\/)/.test(line) ? 0 : 1;
      else {
        const weight = Number(found[2]);
        attribution.add(found[1]!.split(';').map(frame).reverse(), weight, weight);
        period = commonDivisor(period, weight);
        stacks++;
      }
    }
    // stackcollapse-perf.pl adds up periods where perf writes them: of a clock at 99 Hz, 10101010 ns a sample.
    const each = stacks > 1 && period >= LEAST_PERIOD ? period : 1;
    const observations = attribution.observations('profile', 'samples', { self: 'self-time', total: 'total-time' });
    return {
      tool: isPython ? 'py-spy' : 'collapsed stacks',
      observations: observations.map((one) => ({ ...one, value: one.value / each, samples: one.samples! / each })),
      notes: other > 0 ? [`${other} ${other === 1 ? 'line is no stack' : 'lines are no stacks'}`] : [],
    };
  },
};

function frameNamed(text: string): Frame {
  const found = WITH_LINE.exec(text);
  if (found === null) return codeFrame(text);
  const [, name, file, line] = found;
  return frameOf({ file: file!, line: Number(line), function: name!, marks: 'line' }, name);
}

/** Euclid's; of weights that are no whole numbers it comes out small. */
function commonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
