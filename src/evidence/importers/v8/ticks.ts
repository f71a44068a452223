import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { Attribution, frameReader } from '../../profile/attribution.ts';
import { listOf, numberOf, objectOf, objectsOf, required, textOf } from '../json.ts';
import { codeFrame } from './code-name.ts';

/** Stacks of ticks, the outermost function first. https://github.com/davidmarkclements/0x */
export const ticks: Importer = {
  id: '0x-ticks',
  name: 'stacks of 0x (0x --write-ticks) or clinic flame',
  recognises: (head) => head.has('[][].name', '[][].type'),
  async read(input) {
    const frame = frameReader(codeFrame);
    const attribution = new Attribution();
    for (const stack of listOf(await input.json())) attribution.add(objectsOf(stack).map(({ name }) => frame(textOf(name) ?? '')).reverse(), 1, 1);
    return { tool: '0x', observations: attribution.observations('profile', 'samples', { self: 'self-time', total: 'total-time' }) };
  },
};

/** States of V8 in which nothing runs. https://github.com/v8/v8/blob/main/tools/tickprocessor.mjs */
const WAITING: ReadonlySet<number> = new Set([7, 8]);

/** Ticks name code by its index, with an offset after each: the innermost function first. */
export const profPreprocessed: Importer = {
  id: 'v8-prof',
  name: 'V8 tick log (node --prof, then node --prof-process --preprocess)',
  recognises: (head) => head.has('code[].name', 'code[].type'),
  async read(input) {
    const log = required(objectOf(await input.json()), 'log');
    const code = objectsOf(log.code).map(({ name }) => textOf(name) ?? '');
    const entries = objectsOf(log.ticks);
    if (entries.length === 0) throw new ContentError('it has no ticks');
    const frame = frameReader(codeFrame);
    const attribution = new Attribution();
    let untold = 0;
    for (const { s, vm } of entries) {
      if (WAITING.has(numberOf(vm) ?? -1)) continue;
      const indexes = listOf(s).filter((_, at) => at % 2 === 0).map((index) => numberOf(index) ?? -1);
      const stack = indexes.flatMap((index) => (code[index] === undefined ? [] : [frame(code[index])]));
      if (stack.length === 0) untold++;
      else attribution.add(stack, 1, 1);
    }
    const notes = untold > 0 ? [`${untold} of ${entries.length} ticks name no function: node --cpu-prof tells more`] : [];
    return { tool: 'V8', observations: attribution.observations('profile', 'samples', { self: 'self-time', total: 'total-time' }), notes };
  },
};
