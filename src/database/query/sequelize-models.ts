import { spotOf } from '../../program/arguments/spots.ts';
import { classBase } from '../../program/resolve/classes.ts';
import type { Argument, ArgumentProperty } from '../../program/arguments/types.ts';
import type { Program } from '../../program/types.ts';
import { keyOf } from '../../program/values.ts';
import type { Table } from '../schema/types.ts';
import type { ClassRef } from './entities.ts';
import { Options } from './options.ts';
import type { Ask } from './translator.ts';

/** Options of the models of a program: by the class, and of `define` by the file and the name. */
const known = new WeakMap<Program, ReadonlyMap<string | number, Argument>>();

/** The options that a model is declared with, its default scope among them; undefined where they are not seen. */
export function definitionOf(ask: Ask, { of, table }: { of?: ClassRef; table: Table }): Options | undefined {
  let all = known.get(ask.program);
  if (!all) known.set(ask.program, (all = collect(ask.program)));
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
  const spot = { file, functionId: id, region: -1, at: file.facts.functions[id]!.span[1], frame: null };
  return only && others.length === 0 ? ask.follow({ expr: only, spot }) : { kind: 'unknown', why: 'a scope', source: arg.source };
}
