import { PerFile } from '../memo.ts';
import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { decoratorEntries } from '../resolve/targets.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { walkExpr } from '../../facts/walk.ts';

/** Options that give an injectable class an instance for each request or each place of use: https://docs.nestjs.com/fundamentals/injection-scopes */
const SHORT_SCOPES = /^(REQUEST|TRANSIENT|Request|Transient|transient|RESOLUTION|ContainerScoped|ResolutionScoped)$/;

/** Whether a framework makes one instance of a class for as long as the process lives. */
export function isSingleton(link: Link, file: LinkedFile, classId: number): boolean {
  const { decorators, functionId } = file.facts.classes[classId]!;
  return decorators.some(({ callee, call }) => {
    if (!decoratorEntries(link, file, functionId, callee).some(({ entry }) => entry.decorator?.singleton)) return false;
    return call < 0 || !file.facts.calls[call]!.args.some(hasShortScope);
  });
}

function hasShortScope(options: Expr): boolean {
  let found = false;
  walkExpr(options, (part) => {
    if (part.kind === 'member' && SHORT_SCOPES.test(part.name)) found = true;
    if (part.kind === 'object') found ||= part.properties.some(({ key, value }) => key === 'transient' && value.kind === 'literal' && value.value === true);
  });
  return found;
}

const decoratorCalls = new PerFile(({ facts: { classes, functions } }): ReadonlySet<number> => {
  const decorated = [
    ...classes.flatMap((fact) => [fact, ...fact.fields]),
    ...functions.flatMap((fact) => [fact, ...fact.params]),
  ];
  return new Set(decorated.flatMap(({ decorators }) => decorators.map(({ call }) => call)));
});

/** Whether a call stands as a decorator: `@Column()`. */
export function isDecoratorCall({ file, id }: CallRef): boolean {
  return decoratorCalls.get(file).has(id);
}
