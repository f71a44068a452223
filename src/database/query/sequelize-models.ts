/** Models of Sequelize: the options that they are declared with, and which of their rows count as deleted. */
import { spotOf } from '../../program/arguments/spots.ts';
import { classBase } from '../../program/resolve/classes.ts';
import type { Argument, ArgumentProperty } from '../../program/arguments/types.ts';
import { PerLink } from '../../program/memo.ts';
import type { Program } from '../../program/types.ts';
import { keyOf } from '../../program/values.ts';
import type { Table } from '../schema/types.ts';
import { compare } from './conditions.ts';
import { fieldsMarked, type ClassRef } from './entities.ts';
import { Options } from './options.ts';
import { columnOf, columnRef, type Named } from './tables.ts';
import type { Ask, Scope } from './translator.ts';
import { ALWAYS, type Condition } from './types.ts';
import { spanEnd } from '../../facts/spans.ts';

/** A model as a call or a relation names it. */
export interface Model extends Scope {
  /** The class, where it is one. */
  of?: ClassRef;
  isRow: boolean;
}

/** Options of the models of a program: by the class, and of `define` by the file and the name. */
const known = new PerLink<'all', ReadonlyMap<string | number, Argument>>();

/** The options that a model is declared with, its default scope among them; undefined where they are not seen. */
export function definitionOf(ask: Ask, { of, table }: { of?: ClassRef; table: Table }): Options | undefined {
  const all = known.get(ask.program.link, 'all', () => collect(ask.program));
  if (of) {
    const decorated = decorators(ask, of);
    const given = all.get(keyOf(of.file, of.id));
    return decorated ?? (given && new Options(given));
  }
  for (const { name, file } of table.entities) {
    const given = all.get(`${file} ${name}`);
    if (given) return new Options(given);
  }
  return undefined;
}

/** `Model.init(attributes, options)` and `sequelize.define(name, attributes, options)` */
function collect(program: Program): Map<string | number, Argument> {
  const found = new Map<string | number, Argument>();
  for (const name of ['init', 'define']) {
    for (const { path, call } of program.callsNamed(name)) {
      const id = program.facts(path).calls.indexOf(call);
      const ref = program.callRef(path, id);
      const spot = spotOf(ref);
      const options = call.args[name === 'init' ? 1 : 2];
      if (!options || call.callee.kind !== 'member') continue;
      if (name === 'define') {
        const [first] = call.args;
        if (first?.kind === 'literal') found.set(`${path} ${first.value}`, program.argument({ expr: options, spot }));
        continue;
      }
      for (const value of program.values({ expr: call.callee.object, spot })) if (value.kind === 'class') found.set(keyOf(value.file, value.id), program.argument({ expr: options, spot }));
    }
  }
  return found;
}

/** `@Table(options)` and `@DefaultScope(() => scope)` of sequelize-typescript, the nearest class first. */
function decorators(ask: Ask, of: ClassRef): Options | undefined {
  const properties: ArgumentProperty[] = [];
  let source: Argument['source'] | undefined;
  for (const { file, id } of classBase(ask.program.link, of.file, of.id).chain) {
    for (const { callee, call } of file.facts.classes[id]!.decorators) {
      if (call < 0 || callee.kind !== 'name' || (callee.name !== 'Table' && callee.name !== 'DefaultScope')) continue;
      const spot = spotOf({ file, id: call });
      const [expr] = file.facts.calls[call]!.args;
      const arg = expr && ask.follow({ expr, spot });
      source ??= expr && { expr, spot };
      if (callee.name === 'Table') properties.push(...(arg?.kind === 'object' ? arg.properties : []));
      else if (arg) properties.push({ key: 'defaultScope', value: returned(ask, arg) });
    }
  }
  const unique = [...new Map([...properties].reverse().map((property) => [property.key, property])).values()];
  return source && new Options({ kind: 'object', properties: unique, source });
}

/** What a function gives that is written in a decorator. */
function returned(ask: Ask, arg: Argument): Argument {
  if (arg.kind !== 'function') return arg;
  const { file, id } = arg.to;
  const [only, ...others] = file.facts.functions[id]!.returns;
  const spot = { file, functionId: id, region: -1, at: spanEnd(file.facts.functions[id]!.span), frame: null };
  return only && others.length === 0 ? ask.follow({ expr: only, spot }) : { kind: 'unknown', why: 'a scope', source: arg.source };
}

/** The attribute by which rows are deleted softly: https://sequelize.org/docs/v6/core-concepts/paranoid/ */
export function paranoid(ask: Ask, { of, table }: Model): string | undefined {
  const marked = of ? fieldsMarked(ask.program.link, of, 'DeletedAt') : [];
  const options = definitionOf(ask, { table, ...(of && { of }) });
  const attribute = options?.get('deletedAt');
  const property = marked[0] ?? (options?.isTrue('paranoid') ? (attribute?.kind === 'literal' && typeof attribute.value === 'string' ? attribute.value : 'deletedAt') : undefined);
  return property === undefined ? undefined : columnOf(table, property)?.name;
}

/** That a row is not deleted softly, where the model does that. */
export function notDeleted(ask: Ask, model: Model, at: Named): Condition {
  const column = paranoid(ask, model);
  return column === undefined ? ALWAYS : compare(columnRef(at, column), 'is null', { kind: 'literal', value: null });
}

/** The class that declares a table, where one does. */
export function classOfTable(ask: Ask, { entities }: Scope['table']): { of?: ClassRef } {
  for (const { name, file } of entities) {
    const linked = ask.program.link.byPath.get(file);
    const id = linked?.facts.classes.findIndex((one) => one.name === name) ?? -1;
    if (linked && id >= 0) return { of: { file: linked, id } };
  }
  return {};
}
