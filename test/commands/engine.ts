import { z } from 'zod';
import type { Engine } from '../../src/project/engine.ts';
import type { RuleFinding } from '../../src/findings/types.ts';
import { defineRule } from '../../src/rule.ts';
import type { Rule, RuleLevel } from '../../src/rule.ts';
import { offsetsOf } from '../../src/facts/spans.ts';

/** A rule that reports each call of a function of a given name, as sure as its first argument says: `slow('low')`. */
function callRule(id: string, level: RuleLevel, name: string): Rule<{ also: string }> {
  return defineRule({
    id,
    meta: { group: 'hygiene', description: `finds calls of ${name}`, level, options: z.strictObject({ also: z.string().default('') }) },
    check({ program, file, options }) {
      const facts = program.facts(file);
      return facts.calls.flatMap(({ callee, args, span }): RuleFinding[] => {
        const [start, end] = offsetsOf(span);
        if (callee.kind !== 'name' || ![name, options.also].includes(callee.name)) return [];
        const line = facts.lines.findLastIndex((first) => first <= start) + 1;
        const column = start - (facts.lines[line - 1] as number) + 1;
        const [sureness] = args;
        return [
          {
            message: `${name} is called`,
            help: 'call it less',
            location: { file, line, column, endLine: line, endColumn: column + end - start },
            related: [],
            confidence: sureness?.kind === 'literal' && sureness.value === 'low' ? 'low' : 'high',
            impact: { multiplicity: 'once' },
            key: { symbol: '', callee: name, args: '', over: '' },
            sink: name,
          },
        ];
      });
    },
  });
}

export const slow = callRule('slow-call', 'error', 'slow');
export const odd = callRule('odd-call', 'warning', 'odd');

/** The stages of a scan with two rules that are easy to set off, and no library. */
export const engine: Engine = {
  libraries: [],
  rules: [slow, odd],
};
