import type { Argument, ArgumentProperty, ObjectArgument } from '../../program/arguments/types.ts';
import { reasonsIn } from './conditions.ts';
import { ALWAYS, type Query, type TableRef } from './types.ts';

/** The options of a call: its properties by name. */
export class Options {
  private readonly properties: ReadonlyMap<string, ArgumentProperty>;
  /** Why there may be options that are not seen. */
  readonly open: string | undefined;

  /** What a call without options is given counts as none. */
  constructor(arg: Argument | undefined) {
    const given: ObjectArgument | undefined = arg?.kind === 'object' ? arg : undefined;
    this.properties = new Map((given?.properties ?? []).map((property) => [property.key, property]));
    this.open = given || !arg || arg.kind === 'undefined' || (arg.kind === 'literal' && arg.value === null) ? given?.open : notSeen(arg);
  }

  has(key: string): boolean {
    return this.properties.has(key);
  }

  get(key: string): Argument | undefined {
    return this.properties.get(key)?.value;
  }

  isOptional(key: string): boolean {
    return this.properties.get(key)?.optional === true;
  }

  /** `true`, and nothing else. */
  isTrue(key: string): boolean {
    const value = this.get(key);
    return value?.kind === 'literal' && value.value === true && !this.isOptional(key);
  }

  get all(): readonly ArgumentProperty[] {
    return [...this.properties.values()];
  }
}

/** Why something is not seen that has to be an object, or a list. */
export function notSeen(arg: Argument): string {
  switch (arg.kind) {
    case 'unknown':
    case 'value':
      return arg.why;
    case 'call':
      return `${arg.name}()`;
    case 'symbol':
      return arg.path.join('.');
    default:
      return `a ${arg.kind === 'literal' || arg.kind === 'text' ? 'value' : arg.kind}`;
  }
}

/** A statement about one table that asks for nothing in particular, with what differs. Reasons in its conditions are listed. */
export function queryOf(operation: Query['operation'], from: TableRef, parts: Partial<Query> = {}): Query {
  const query: Query = { operation, from, joins: [], where: ALWAYS, order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: 'all', unknown: [], ...parts };
  const reasons = [...query.unknown, ...reasonsIn(query.where), ...query.joins.flatMap(({ on }) => reasonsIn(on)), ...(query.order === 'unknown' ? ['the order is not shown'] : [])];
  return { ...query, unknown: [...new Set(reasons)] };
}
