import type { Dialect } from '../../database/sql/parse.ts';
import { groupBy } from '../../findings/group.ts';

/** The dialects in which a text may be written, the likelier first. */
export function dialectsOf(sql: string): readonly [Dialect, Dialect, Dialect] {
  return /`|\?/.test(sql) ? ['mysql', 'sqlite', 'postgresql'] : ['postgresql', 'mysql', 'sqlite'];
}

/** What is asked of each item, in the order of the items: a dialect's parser, in a thread of its own, is asked once for all that are its. */
export function byDialect<Item, Answer>(items: readonly Item[], dialectOf: (item: Item) => Dialect, ask: (items: readonly Item[], dialect: Dialect) => readonly Answer[]): Answer[] {
  const answers: Answer[] = [];
  for (const [dialect, own] of groupBy(items.keys(), (index) => dialectOf(items[index]!))) {
    const given = ask(own.map((index) => items[index]!), dialect);
    for (const [at, index] of own.entries()) answers[index] = given[at]!;
  }
  return answers;
}
