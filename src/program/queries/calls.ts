import type { QueryEffect } from '../../libraries/types.ts';
import { bodiesIn } from '../effects/graph.ts';
import { argumentAt } from '../effects/statement.ts';
import type { Link } from '../link.ts';
import type { Source } from '../arguments/types.ts';
import { spotOf } from '../arguments/spots.ts';
import type { CallRef, LinkedFile, Value } from '../values.ts';

/** A call that reaches a database, as the tables tell. */
export interface QueryCall {
  call: CallRef;
  /** Id of the library whose table says so. */
  library: string;
  /** Member, or tag, that is called: `findMany`. For a builder that runs when it is awaited, the title of its handle. */
  operation: string;
  effect: QueryEffect;
  confidence: 'high' | 'medium';
  /** What the member was read from, where that is a value of the library: a repository with the class that it belongs to, say. */
  receiver: Value | null;
  /** It is a builder that its function returns as it is: who called that may add to it before it runs. */
  pending: boolean;
  /** The text of the statement, where the code gives one to the call. */
  sql?: Source;
}

/** The calls of a file that reach a database, in the order of the file's calls; stores in memory are left out. */
export function queryCallsIn(link: Link, file: LinkedFile): QueryCall[] {
  return [...bodiesIn(link, file)].flatMap(([id, { effects }]): QueryCall[] => {
    const fact = file.facts.calls[id]!;
    if (fact.kind === 'jsx' || fact.kind === 'import') return [];
    const call = { file, id };
    for (const { effect, target, pending } of effects) {
      if (effect.kind !== 'query' || effect.light) continue;
      const text = effect.sql && argumentAt(fact, effect.sql);
      return [
        {
          call,
          library: target.library.id,
          operation: target.name,
          effect,
          confidence: target.inferred ? 'medium' : 'high',
          receiver: target.receiver,
          pending,
          ...(text && { sql: { expr: text, spot: spotOf(call) } }),
        },
      ];
    }
    return [];
  });
}
