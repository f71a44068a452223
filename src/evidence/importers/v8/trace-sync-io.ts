import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { Attribution, frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';

const WARNING = /^\(node:\d+\) WARNING: Detected use of sync API$/;
/** `at handle (/srv/app/server.js:38:61)`, `at /srv/app/server.js:58:3`, `at async load (file:///…)` */
const STACK_LINE = /^\s+at (?:async )?(?:(.*) \()?(.*?):(\d+):(\d+)\)?$/;

/** A warning and a stack for each system call that held the event loop after its first turn; between them stands what else the process wrote. */
export const traceSyncIo: Importer = {
  id: 'trace-sync-io',
  name: 'synchronous calls (node --trace-sync-io)',
  recognises: ({ text }) => text !== undefined && /^\(node:\d+\) WARNING: Detected use of sync API\r?$/m.test(text),
  async read(input) {
    const attribution = new Attribution();
    let stack: Frame[] | undefined;
    const end = (): void => {
      if (stack) attribution.add(stack, 1, 1);
      stack = undefined;
    };
    for await (const line of input.lines()) {
      if (WARNING.test(line)) {
        end();
        stack = [];
        continue;
      }
      const frame = stack && stackFrame(line);
      if (frame) stack!.push(frame);
      else end();
    }
    end();
    const observations = attribution.observations('profile', 'count', { self: 'blocking-calls' });
    if (attribution.whole === 0) throw new ContentError('its warnings have no stacks');
    return { tool: 'Node --trace-sync-io', observations };
  },
};

/** A line of a stack that V8 prints: both numbers count from 1. Undefined for a line of anything else. */
function stackFrame(text: string): Frame | undefined {
  const found = STACK_LINE.exec(text);
  if (found === null) return undefined;
  const [, name, file, line, column] = found;
  return frameOf({ file: file!, line: Number(line), column: Number(column) - 1, ...(name !== undefined && { function: name }), marks: 'line' }, name);
}
