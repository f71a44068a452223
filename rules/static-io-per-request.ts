import { z } from 'zod';
import { groupBy } from '../src/findings/group.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import type { StaticRead } from '../src/program/effects/static-reads.ts';
import { argsText, calleeText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule } from '../src/rule.ts';
import { besides, callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';

export default defineRule({
  id: 'static-io-per-request',
  meta: {
    group: 'event loop',
    description: 'A constant file or setting that is read again at every request',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, file }) => {
    if (program.isClosed(file)) return [];
    return [...groupBy(program.staticReads(file), ({ functionId }) => functionId).values()].map((reads) => toFinding(program, file, reads));
  },
});

function toFinding(program: Program, file: string, [first, ...beside]: readonly StaticRead[]): RuleFinding {
  const { call, fact, functionId, entry, inferred } = first!;
  const { facts } = call.file;
  const callee = calleeText(facts, call.id);
  const more = beside.length > 0 ? `, and so ${beside.length > 1 ? 'are' : 'is'} what ${beside.length} more call${beside.length > 1 ? 's read' : ' reads'}` : '';
  const args = argsText(facts, fact);
  return {
    message: `${callee} reads the same file each time ${entry.label} runs: the answer is known since the first${more}`,
    help: 'read it once, when the module loads, or keep the promise in a module variable: let text; text ??= readFile(…)',
    location: callPlace(program, call),
    related: besides(program, beside.map((read) => read.call), 0),
    confidence: inferred ? 'medium' : 'high',
    impact: { multiplicity: 'once', entry: entry.label },
    reasons: reasonsOf({
      repetition: `${callee} runs each time ${entry.label} does, with a path that the code names`,
      entry,
      confidence: inferred ? 'medium' : 'high',
      doubt: 'a step was told by its shape, with a second sign',
      benign: ['a variable that keeps the answer', 'a path that comes with the request', 'a file that the project writes itself', 'a branch for development only'],
    }),
    key: { symbol: symbolPath(facts, functionId), callee: exprText(facts, fact.callee), args, over: '' },
    sink: `${file}:${symbolPath(facts, functionId)}:${callee}`,
  };
}
