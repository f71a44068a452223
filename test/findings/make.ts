import type { Finding, Place, RelatedPlace, RuleFinding } from '../../src/findings/types.ts';

/** A place of `length` characters in one line. */
export function place(file: string, line: number, column = 1, length = 10): Place {
  return { file, line, column, endLine: line, endColumn: column + length };
}

export function related(role: RelatedPlace['role'], message: string, at: Place): RelatedPlace {
  return { ...at, message, role };
}

/** What a rule gives, where a test says nothing else. */
export function ruleFinding(over: Partial<RuleFinding> = {}): RuleFinding {
  return {
    message: 'One query per order: User.findUnique runs for each of orders',
    help: 'read them at once',
    location: place('src/orders.ts', 4, 3),
    related: [],
    confidence: 'high',
    impact: { multiplicity: 'per-element', over: 'orders', mode: 'sequential' },
    key: { symbol: 'load', callee: 'prisma.user.findUnique', args: '{ where: { id } }', over: 'orders' },
    sink: 'src/repo.ts:33',
    ...over,
  };
}

export function finding(over: Partial<Finding> = {}): Finding {
  const { message, help, location, related: places, confidence, impact, key } = ruleFinding();
  return {
    id: '0123456789abcdef',
    rule: 'n-plus-one',
    severity: 'error',
    confidence,
    group: 'fedcba9876543210',
    message,
    help,
    location,
    related: places,
    impact,
    evidence: [],
    suggestions: [],
    reasons: [],
    suppressed: false,
    key,
    ...over,
  };
}
