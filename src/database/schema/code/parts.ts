import type { DecoratorFact, Span, TypeRef } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Link } from '../../../program/link.ts';
import { filesReferring } from '../../../program/resolve/specifiers.ts';
import type { Program } from '../../../program/types.ts';
import type { SchemaChange } from '../changes.ts';
import type { Column, Entity, ForeignKey, Index, IndexPart, Origin, Predicate, Reader, Relation, SchemaProblem, Table } from '../types.ts';
import { run } from './run.ts';
import type { Terms } from './evaluate.ts';
import { entryOf, exportPath, isAbsent, textValue, type ClassTerm, type Term } from './terms.ts';

/** What readers of code are given. */
export interface Code {
  program: Program;
  link: Link;
  terms: Terms;
}

/** What a reader found in a project. */
export interface Reading {
  tables: readonly Table[];
  changes: readonly SchemaChange[];
  problems: readonly SchemaProblem[];
}

/** A table while it is put together. */
export interface DraftTable extends Omit<Table, 'columns' | 'indexes' | 'foreignKeys' | 'relations' | 'entities'> {
  columns: Column[];
  indexes: Index[];
  foreignKeys: ForeignKey[];
  relations: Relation[];
  entities: Entity[];
}

export function draftTable(name: string, namespace: string | undefined, origin: Origin): DraftTable {
  return { name, ...(namespace !== undefined && { namespace }), kind: 'table', entities: [], columns: [], indexes: [], foreignKeys: [], relations: [], origin };
}

export function originAt({ program }: Code, reader: Reader, file: LinkedFile, span: Span): Origin {
  return { place: program.place(file.path, span), reader };
}

/** An index over columns, ascending; what `more` says beside wins. */
export function indexOn(columns: readonly (string | IndexPart)[], by: Index['by'], origin: Origin, more: Partial<Index> = {}): Index {
  return { parts: columns.map((column) => (typeof column === 'string' ? partOn(column) : column)), unique: by === 'primary key' || by === 'unique', method: 'btree', include: [], by, origin, ...more };
}

export function partOn(column: string, direction: IndexPart['direction'] = 'asc'): IndexPart {
  return { column, direction };
}

/** A predicate that is written as SQL. */
export function predicateOf(text: string | undefined): { where?: Predicate } {
  return text === undefined ? {} : { where: { text } };
}

/** A column's entry is replaced where a later declaration has the same name. */
export function putColumn(table: DraftTable, column: Column): void {
  const at = table.columns.findIndex(({ name }) => name === column.name);
  if (at < 0) table.columns.push(column);
  else table.columns[at] = column;
}

const ACTIONS: Readonly<Record<string, ForeignKey['onDelete']>> = { cascade: 'cascade', 'set null': 'set null', 'set default': 'set default', restrict: 'restrict', 'no action': 'no action' };

/** `CASCADE`, `SET NULL`, … in any case. */
export function actionOf(term: Term | undefined): ForeignKey['onDelete'] {
  return ACTIONS[textValue(term)?.toLowerCase() ?? ''];
}

/** `{ onDelete, onUpdate }` of an object that says them under these names. */
export function actionsOf(options: Term | undefined): Pick<ForeignKey, 'onDelete' | 'onUpdate'> {
  const [onDelete, onUpdate] = [actionOf(entryOf(options, 'onDelete')), actionOf(entryOf(options, 'onUpdate'))];
  return { ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }) };
}

/** A decorator, or what is declared in another way and means the same. */
export interface Decorator {
  name: string;
  args: readonly Term[];
  file: LinkedFile;
  span: Span;
}

/** A member of a class with the decorators of a library. */
export interface Member {
  property: string;
  decorators: readonly Decorator[];
  type: TypeRef | null;
  file: LinkedFile;
  span: Span;
}

/**
 * The decorators of a library among those of a class or a member, those that the project's own decorators are made of among them.
 *
 * @param isOwn whether a specifier is the library's
 */
export function decoratorsOf(code: Code, isOwn: (specifier: string) => boolean, facts: readonly DecoratorFact[], file: LinkedFile, functionId: number): Decorator[] {
  const { terms } = code;
  return facts.flatMap(({ callee, call }) => {
    const term = call < 0 ? terms.of(callee, file, functionId) : terms.call(file, call);
    const span = call < 0 ? spanOfName(file, functionId) : file.facts.calls[call]!.span;
    return decoratorsIn(code, isOwn, term, file, span);
  });
}

function spanOfName(file: LinkedFile, functionId: number): Span {
  return file.facts.functions[functionId]!.nameSpan;
}

function decoratorsIn(code: Code, isOwn: (specifier: string) => boolean, term: Term, file: LinkedFile, span: Span): Decorator[] {
  if (term.kind === 'function') {
    // A decorator of the project's own: what it applies to the class or the member that it is given.
    return run(code.terms, term, [{ kind: 'symbol', name: 'target' }, { kind: 'symbol', name: 'property' }]).flatMap(({ call }) =>
      call.callee.kind === 'call' ? decoratorsIn(code, isOwn, call.callee, file, span) : [],
    );
  }
  const called = term.kind === 'call' ? term.callee : term;
  const found = exportPath(called);
  if (!found) return [];
  const name = found.path.at(-1) ?? '';
  const args = term.kind === 'call' ? term.args : [];
  // https://docs.nestjs.com/custom-decorators#decorator-composition
  if (name === 'applyDecorators') return args.flatMap((arg) => decoratorsIn(code, isOwn, arg, file, span));
  return isOwn(found.specifier) ? [{ name, args, file, span }] : [];
}

/** Fields of a class that have decorators of a library. */
export function membersOf(code: Code, isOwn: (specifier: string) => boolean, { file, id }: ClassTerm): Member[] {
  const fact = file.facts.classes[id]!;
  const fields = fact.fields.flatMap(({ name, decorators, type, span }): Member[] => {
    const own = decoratorsOf(code, isOwn, decorators, file, fact.functionId);
    return own.length > 0 ? [{ property: name, decorators: own, type, file, span }] : [];
  });
  const accessors = fact.methods.flatMap(({ name, functionId, returnType }): Member[] => {
    const method = functionId < 0 ? undefined : file.facts.functions[functionId]!;
    const own = method ? decoratorsOf(code, isOwn, method.decorators, file, fact.functionId) : [];
    return method && own.length > 0 ? [{ property: name, decorators: own, type: returnType, file, span: method.nameSpan }] : [];
  });
  return [...fields, ...accessors];
}

/**
 * Classes that have one of some decorators of a library, in the order of the files.
 *
 * @param library what its specifiers match
 */
export function decoratedClasses(code: Code, library: RegExp, names: readonly string[]): { self: ClassTerm; decorators: Decorator[] }[] {
  // A decorator without arguments is no call: those files are known by what they import.
  const files = new Set(names.flatMap((name) => code.link.names.calls(name).map(({ file }) => file)));
  for (const file of filesReferring(code.link, library)) files.add(file);
  return [...files]
    .sort((a, b) => a.number - b.number)
    .filter((file) => !isOfTests(code, file))
    .flatMap((file) =>
      file.facts.classes.flatMap((fact, id) => {
        const decorators = fact.decorators.length > 0 ? decoratorsOf(code, (specifier) => library.test(specifier), fact.decorators, file, fact.functionId) : [];
        return decorators.some(({ name }) => names.includes(name)) ? [{ self: { kind: 'class' as const, file, id }, decorators }] : [];
      }),
    );
}

/** Calls of an export of a library by its name, outside of tests, in the order of the files. */
export function callsOf(code: Code, name: string): { file: LinkedFile; id: number }[] {
  return code.link.names.calls(name).filter(({ file }) => !isOfTests(code, file));
}

export function isOfTests({ program }: Code, file: LinkedFile): boolean {
  return program.kind(file.path) === 'test';
}

/** Classes by what identifies them. */
export function classKey({ file, id }: { file: LinkedFile; id: number }): string {
  return `${file.number}:${id}`;
}

/** What a decorator is told a relation leads to: `() => User`, `User`, or `'User'` by the name of the class. */
export function targetClass({ terms, link }: Code, term: Term | undefined, from: LinkedFile): ClassTerm | undefined {
  if (!term || isAbsent(term)) return undefined;
  const target = term.kind === 'function' ? terms.returned(term, []) : term;
  if (target?.kind === 'class') return target;
  const name = textValue(target);
  const named = name === undefined ? [] : link.names.classes(name, from);
  return named.length === 1 ? { kind: 'class', ...named[0]! } : undefined;
}

/** The property that a function reads from what it is given: `posts` of `(user) => user.posts`; a text is the name itself. */
export function propertyNamed({ terms }: Code, term: Term | undefined): string | undefined {
  if (term?.kind !== 'function') return textValue(term);
  const read = terms.returned(term, [{ kind: 'symbol', name: 'it' }]);
  return read ? dottedName(read) : undefined;
}

/** `a.b` of a member of a member of something that a library hands out. */
export function dottedName(term: Term): string | undefined {
  if (term.kind !== 'member') return undefined;
  if (term.object.kind === 'symbol') return term.name;
  const inner = dottedName(term.object);
  return inner === undefined ? undefined : `${inner}.${term.name}`;
}
