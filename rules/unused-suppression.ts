import { z } from 'zod';
import type { JudgedComment } from '../src/findings/suppress.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'unused-suppression',
  meta: {
    group: 'hygiene',
    description: 'A perf-lint comment that silences nothing',
    level: 'warning',
    options: z.strictObject({
      requireReason: z.boolean().default(false).describe('Whether a comment that gives no reason after -- is reported as well; it silences all the same'),
    }),
  },
  // Nothing is wrong with the code itself: what comments silence is known when all rules have run.
  check: () => [],
  checkComments: ({ comments, options }) =>
    comments.flatMap((comment) => [...unused(comment), ...(options.requireReason && comment.reason === '' ? [withoutReason(comment)] : [])]),
});

function unused(comment: JudgedComment): RuleFinding[] {
  const { rules, word } = comment;
  if (comment.unused === 'all') {
    return [finding(comment, '', 'The comment silences nothing: there is no finding where it applies', 'take the comment away')];
  }
  const isWhole = comment.unused.length === new Set(rules).size;
  return comment.unused.map((rule) =>
    finding(
      comment,
      rule,
      `The comment silences nothing of ${rule}: there is no such finding where it applies`,
      isWhole ? 'take the comment away' : `take ${rule} out of it: ${[word, rules.filter((one) => !comment.unused.includes(one)).join(', ')].join(' ')}`,
    ),
  );
}

function withoutReason(comment: JudgedComment): RuleFinding {
  const { word, rules } = comment;
  return finding(comment, '--', 'The comment gives no reason: whoever reads it next cannot tell whether it still holds', `say why, after two dashes: ${[word, ...(rules.length > 0 ? [rules.join(', ')] : [])].join(' ')} -- why it is right`);
}

/** @param about the rule, '' for all, or `--` for the reason */
function finding({ word, rules, place }: JudgedComment, about: string, message: string, help: string): RuleFinding {
  return {
    message,
    help,
    location: place,
    related: [],
    confidence: 'high',
    impact: { multiplicity: 'once' },
    reasons: [{ about: 'confidence', text: 'all rules ran over all files, and what they found counts here whatever the thresholds hide' }],
    key: { symbol: '', callee: word, args: `${rules.join()} ${about}`, over: '' },
    sink: `${place.file}:${place.line}:${place.column}:${about}`,
  };
}
