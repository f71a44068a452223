import type { RelatedPlace, RuleFinding } from '../../src/findings/types.ts';
import type { Growth, WeakRemoval } from '../../src/program/lifetime/growth.ts';
import { exprText, symbolPath } from '../../src/program/print.ts';
import type { RuleContext } from '../../src/rule.ts';
import { cachePlan } from './cache-plan.ts';
import { claimOfGrowth } from './claims.ts';
import { MAX_PLACES } from './places.ts';
import { reasonsOf } from './reasons.ts';

/** Why a removal that is there does not help, as a clause. */
const WEAK: Readonly<Record<WeakRemoval, string>> = {
  'on-read': 'an entry that is too old goes only when its own key is asked for again',
  'on-failure': 'an entry goes only after a failure',
  'before-insert': 'an entry is taken out only to be put back',
  unreachable: 'nothing calls the function that removes',
  once: 'what removes runs only when the process starts or ends',
};

/** What bounds a collection. */
const BOUNDS = ['a comparison of its size', 'keys that the code or the deployment names', 'a removal that runs while the process serves', 'a life that ends with the request', 'code that runs when the process starts'];

/** The collections of a file that live on and only grow. */
export function findGrowth({ program, file }: RuleContext<object>): RuleFinding[] {
  if (program.isClosed(file) || !program.mayServe(file)) return [];
  return program.growing(file).map((growth) => ({ ...toFinding(program, growth), fix: cachePlan(program, growth), ...claimOfGrowth(growth) }));
}

function toFinding(program: RuleContext<object>['program'], { collection, grows, weak }: Growth): RuleFinding {
  const { file, span, name, store } = collection;
  const { use, runs } = grows[0]!;
  const { facts } = use.file;
  const entry = runs.entry?.label;
  const where = symbolPath(facts, use.functionId) || use.file.path;
  const by = use.key ? `with every new ${exprText(facts, use.key)}` : 'each time';
  const reason = weak[0] ? `, and ${WEAK[weak[0].why]}` : ' and nothing takes them out';
  const related = [
    ...grows.flatMap(({ use: other }): RelatedPlace[] => [
      ...other.aliases.map((alias) => ({ ...program.place(alias.file.path, alias.span), role: 'step' as const, message: `${name} by another name` })),
      { ...program.place(other.file.path, other.span), role: 'sink', message: other.key ? `grows by ${exprText(other.file.facts, other.key)}` : 'grows here' },
    ]),
    ...weak.map(({ use: other, why }): RelatedPlace => ({ ...program.place(other.file.path, other.span), role: 'beside', message: WEAK[why] })),
  ].slice(0, MAX_PLACES);
  return {
    message: `${name} lives as long as the process and grows ${by}: ${where} adds to it${entry ? ` (${entry})` : ''}${reason}`,
    help: remedy(store.kind),
    location: program.place(file.path, span),
    related,
    confidence: runs.frequency === 'repeated' ? 'high' : 'medium',
    impact: { multiplicity: 'per-element', ...(entry ? { entry } : {}) },
    reasons: reasonsOf({
      repetition: runs.entry ? `${where} runs again and again, and ${use.key ? `${exprText(facts, use.key)} is not told to be one of few` : 'each run adds'}` : `${where} looks a key up and stores what it made for it, as a cache does`,
      entry: runs.entry,
      confidence: runs.frequency === 'repeated' ? 'high' : 'medium',
      doubt: 'not all that calls it is seen, so that it is told by its shape',
      benign: [...BOUNDS, ...weak.map(({ why }) => `a removal that bounds it (${WEAK[why]})`)],
    }),
    key: { symbol: name, callee: store.title, args: '', over: '' },
    sink: `${file.path}:${name}`,
  };
}

function remedy(kind: Growth['collection']['store']['kind']): string {
  if (kind === 'array') return 'keep only the newest (splice when it is longer than a limit), or make the list where it is used';
  if (kind === 'memo') return 'give it a limit where the library has one (maxAge, max, a cache of its own), or keep the results in an LRU cache with a max';
  if (kind === 'cache') return 'give the cache a limit (max, maxSize, maxKeys), or a time to live that a timer sweeps';
  return 'bound it: an LRU cache with a max, a delete when the entry is done with, or a WeakMap where the keys are objects';
}
