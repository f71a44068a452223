/** Indexes that TypeORM's entities declare. */
import type { Engine, Index, IndexPart, Origin } from '../types.ts';
import { engineOf } from './engine.ts';
import { indexOn, originAt, partOn, predicateOf, targetClass } from './parts.ts';
import type { Code, Decorator, Member } from './parts.ts';
import { isSet, textEntry, textValue, type Term } from './terms.ts';
import { membersWith, RELATIONS, type Entity } from './typeorm-entities.ts';

/** `@Index` and `@Unique` on properties and on classes: https://typeorm.io/docs/advanced-topics/indices */
export function declaredIndexes(code: Code, entity: Entity): void {
  for (const member of entity.related.map(({ member: one, property }) => ({ ...one, property })).concat(plainMembers(code, entity))) {
    for (const decorator of member.decorators) if (decorator.name === 'Index' || decorator.name === 'Unique') declare(code, entity, decorator, member.property);
  }
  for (const decorator of entity.decorators) if (decorator.name === 'Index' || decorator.name === 'Unique') declare(code, entity, decorator);
}

/** Members with columns of their own, those of embedded objects by their path. */
function plainMembers(code: Code, entity: Entity): Member[] {
  const all: Member[] = [];
  const collect = (members: readonly Member[], path: string): void => {
    for (const member of members) {
      const property = `${path}${member.property}`;
      const column = member.decorators.find(({ name }) => name === 'Column');
      const embedded = column?.args[0]?.kind === 'function' ? targetClass(code, column.args[0], member.file) : undefined;
      if (embedded) collect(membersWith(code, embedded), `${property}.`);
      else if (!member.decorators.some(({ name }) => RELATIONS.has(name))) all.push({ ...member, property });
    }
  };
  collect(entity.members, '');
  return all;
}

function declare(code: Code, entity: Entity, { name: decorator, args, file, span }: Decorator, property?: string): void {
  const named = textValue(args[0]);
  const rest = named === undefined ? args : args.slice(1);
  const options = rest.find((arg) => arg.kind === 'object');
  const fields = property === undefined ? fieldsOf(code, rest[0]) : [{ property, direction: 'asc' as const }];
  // `@Index('name', { synchronize: false })`: a migration makes it, and says what it is.
  if (!fields) return;
  const parts = fields.flatMap(({ property: path, direction }): (IndexPart | undefined)[] => (entity.columns.get(path) ?? [undefined]).map((column) => (column === undefined ? undefined : partOn(column, direction))));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return;
  const origin: Origin = originAt(code, 'typeorm', file, span);
  const engine = engineOf(code.link, file);
  const method = isSet(options, 'spatial') ? (engine === 'postgresql' ? 'gist' : 'spatial') : isSet(options, 'fulltext') ? 'fulltext' : (textEntry(options, 'type') ?? 'btree');
  const by: Index['by'] = decorator === 'Unique' ? 'unique' : 'index';
  entity.table.indexes.push(indexOn(parts as IndexPart[], by, origin, { ...(named !== undefined && { name: named }), unique: by === 'unique' || isSet(options, 'unique'), method, ...predicateOf(isMysql(engine) ? undefined : textEntry(options, 'where')) }));
}

/** It has no partial indexes, and TypeORM leaves the predicate out. */
function isMysql(engine: Engine | undefined): boolean {
  return engine === 'mysql' || engine === 'mariadb';
}

/** `['a', 'b']`, `(post) => [post.a, post.b]`, `(post) => ({ a: 1, b: -1 })`. */
function fieldsOf({ terms }: Code, term: Term | undefined): { property: string; direction: IndexPart['direction'] }[] | undefined {
  const given = term?.kind === 'function' ? terms.returned(term, [{ kind: 'symbol', name: 'it' }]) : term;
  if (given?.kind === 'object' && term?.kind === 'function') {
    return [...given.entries].map(([property, { value }]) => ({ property, direction: value.kind === 'literal' && value.value === -1 ? 'desc' : 'asc' }));
  }
  if (given?.kind !== 'list') return undefined;
  const properties = given.items.map((item) => textValue(item)?.trim() ?? propertyOf(item));
  return properties.every((property) => property !== undefined) ? properties.map((property) => ({ property, direction: 'asc' })) : undefined;
}

function propertyOf(term: Term): string | undefined {
  if (term.kind !== 'member') return undefined;
  const inner = propertyOf(term.object);
  return inner === undefined ? term.name : `${inner}.${term.name}`;
}
