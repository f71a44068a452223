import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import { callsOf, classKey } from './parts.ts';
import type { Code, Decorator, Member } from './parts.ts';
import { chainOf, entryOf, exportPath, isSet, textEntry, textValue, type CallTerm, type ObjectTerm, type Term } from './terms.ts';

/** An entity that is a value: what the decorators of a class would say of it. */
export interface WrittenEntity {
  /** What it is known by to those that refer to it. */
  key: string;
  /** Names that stand for it: its own, and that of the constant which holds it. */
  names: readonly string[];
  options: Term;
  members: readonly Member[];
  decorators: readonly Decorator[];
  file: LinkedFile;
  span: Span;
}

export function keyOfValue({ file, id }: CallTerm): string {
  return `${file.number}#${id}`;
}

/**
 * Entities of `defineEntity` and `EntitySchema`: https://mikro-orm.io/docs/define-entity, https://mikro-orm.io/docs/entity-schema
 *
 * @param isOwn whether a specifier is MikroORM's
 */
export function writtenEntities(code: Code, isOwn: (specifier: string) => boolean): WrittenEntity[] {
  return ['defineEntity', 'EntitySchema'].flatMap((maker) =>
    callsOf(code, maker).flatMap(({ file, id }) => {
      const term = code.terms.call(file, id);
      const path = term.kind === 'call' ? exportPath(term.callee) : undefined;
      if (term.kind !== 'call' || !path || !isOwn(path.specifier) || path.path.at(-1) !== maker) return [];
      const written = entityOf(code, term);
      return written ? [written] : [];
    }),
  );
}

function entityOf(code: Code, term: CallTerm): WrittenEntity | undefined {
  const [options] = term.args;
  const { file, id } = term;
  const { span } = file.facts.calls[id]!;
  const given = entryOf(options, 'properties');
  const properties = given?.kind === 'function' ? code.terms.returned(given, [{ kind: 'symbol', name: 'properties' }]) : given;
  const self = entryOf(options, 'class');
  const own = self?.kind === 'class' ? self.file.facts.classes[self.id]!.name : textEntry(options, 'name');
  if (!options || own === undefined || properties?.kind !== 'object' || isSet(options, 'abstract') || isSet(options, 'embeddable')) return undefined;
  const holder = file.facts.bindings.find(({ init, path }) => init?.kind === 'call' && init.call === id && path.length === 0)?.name;
  const members = [...properties.entries].flatMap(([property, { value, span: at, file: from }]): Member[] => {
    const decorator = declaredBy(code, value, from, at);
    return decorator ? [{ property, decorators: [decorator], type: null, file: from, span: at }] : [];
  });
  const listed = (key: string, name: string): Decorator[] => {
    const list = entryOf(options, key);
    return list?.kind === 'list' ? list.items.map((item) => ({ name, args: [item], file, span })) : [];
  };
  return {
    key: self?.kind === 'class' ? classKey(self) : keyOfValue(term),
    names: [...new Set([own, ...(holder === undefined ? [] : [holder])])],
    options,
    members,
    decorators: [...listed('indexes', 'Index'), ...listed('uniques', 'Unique')],
    file,
    span,
  };
}

/** Kinds of properties as `EntitySchema` writes them. */
const KINDS: Readonly<Record<string, string>> = { 'm:1': 'ManyToOne', '1:1': 'OneToOne', '1:m': 'OneToMany', 'm:n': 'ManyToMany', embedded: 'Embedded' };
/** First calls on `p` that begin a relation. */
const RELATIONS: Readonly<Record<string, string>> = { manyToOne: 'ManyToOne', oneToOne: 'OneToOne', oneToMany: 'OneToMany', manyToMany: 'ManyToMany', embedded: 'Embedded' };

/** The decorator that would say what a property says. */
function declaredBy(code: Code, value: Term, file: LinkedFile, span: Span): Decorator | undefined {
  const term = value.kind === 'function' ? code.terms.returned(value, []) : value;
  if (term?.kind === 'object') {
    const kind = textEntry(term, 'kind', 'reference');
    const name = kind !== undefined ? (KINDS[kind] ?? 'Property') : isSet(term, 'primary') ? 'PrimaryKey' : isSet(term, 'enum') ? 'Enum' : 'Property';
    return { name, args: [term], file, span };
  }
  const [first, ...rest] = term ? chainOf(term).links : [];
  if (!first) return undefined;
  const at = (option: Term): { value: Term; span: Span; file: LinkedFile } => ({ value: option, span, file });
  const said = new Map<string, ReturnType<typeof at>>();
  const relation = RELATIONS[first.name];
  const [given] = first.args;
  if (given) said.set(relation ? 'entity' : first.name === 'enum' ? 'items' : 'type', at(given));
  if (!relation && first.name !== 'enum' && !given) said.set('type', at({ kind: 'literal', value: first.name }));
  for (const { name, args } of rest) said.set(name, at(args[0] ?? { kind: 'literal', value: true }));
  const options: ObjectTerm = { kind: 'object', entries: said, whole: true, file };
  return { name: relation ?? (isSet(options, 'primary') ? 'PrimaryKey' : first.name === 'enum' ? 'Enum' : 'Property'), args: [options], file, span };
}

/** What a reference is told it leads to: the value itself, a function that gives it, or its name. */
export function referredTo(code: Code, term: Term | undefined): { value: CallTerm } | { name: string } | undefined {
  const made = term?.kind === 'function' ? code.terms.returned(term, []) : term;
  if (made?.kind === 'call') return { value: made };
  const name = textValue(made);
  return name === undefined ? undefined : { name };
}
