import type { Link } from '../../program/link.ts';
import { classBase } from '../../program/resolve/classes.ts';
import { evaluate } from '../../program/resolve/evaluate.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Source } from '../../program/arguments/types.ts';
import type { LinkedFile, Value } from '../../program/values.ts';
import type { Ask, Scope } from './translator.ts';

/** A class of the project. */
export interface ClassRef {
  file: LinkedFile;
  id: number;
}

/**
 * The class whose rows a value reads: of a repository the entity, of a class that extends one the entity of its base, of an entity
 * with queries of its own itself.
 */
export function classOf(link: Link, value: Value | null): ClassRef | undefined {
  if (!value) return undefined;
  if (value.kind === 'handle') return value.of?.kind === 'class' ? { file: value.of.file, id: value.of.id } : undefined;
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
  const { library } = classBase(link, value.file, value.id);
  if (library?.of?.kind === 'class') return { file: library.of.file, id: library.of.id };
  return { file: value.file, id: value.id };
}

/** The class that an expression names. */
export function classNamed(ask: Ask, source: Source): ClassRef | undefined {
  const found = ask.program.values(source).find((value) => value.kind === 'class');
  return found?.kind === 'class' ? { file: found.file, id: found.id } : undefined;
}

/** The entity of a repository that a function of the project gives, where one of its arguments is an entity: the callee `db.getRepository(ctx, User).find`. */
export function handedEntity(ask: Ask, { expr: callee, spot: { file } }: Source): ClassRef | undefined {
  const made = callee.kind === 'member' && callee.object.kind === 'call' ? callee.object : undefined;
  if (!made) return undefined;
  const spot = spotOf({ file, id: made.call });
  const classes = file.facts.calls[made.call]!.args.flatMap((expr) => (expr.kind === 'name' || expr.kind === 'member' ? (classNamed(ask, { expr, spot }) ?? []) : []));
  const [only, ...others] = classes.filter((of) => tableOfClass(ask, of) !== undefined);
  return others.length === 0 ? only : undefined;
}

/** The table of a class, or of the nearest of those that it inherits from. */
export function tableOfClass(ask: Ask, of: ClassRef): Scope | undefined {
  for (const { file, id } of classBase(ask.program.link, of.file, of.id).chain) {
    const { name } = file.facts.classes[id]!;
    const found = name === '' ? undefined : ask.entity(name, file.path);
    if (found) return found;
  }
  return undefined;
}

/** Fields of a class, its bases' included, that a decorator of that name marks. */
export function fieldsMarked(link: Link, of: ClassRef, decorator: string): string[] {
  return classBase(link, of.file, of.id).chain.flatMap(({ file, id }) => {
    const { fields, functionId } = file.facts.classes[id]!;
    return fields.flatMap(({ name, decorators }) => (decorators.some(({ callee }) => isNamed(link, file, functionId, callee, decorator)) ? [name] : []));
  });
}

function isNamed(link: Link, file: LinkedFile, functionId: number, callee: Parameters<typeof evaluate>[1], decorator: string): boolean {
  if (callee.kind !== 'name' && callee.kind !== 'member') return false;
  // An import may have another name here.
  const binding = callee.kind === 'name' ? file.facts.bindings[callee.binding] : undefined;
  const name = binding?.kind === 'import' ? file.facts.imports[binding.target]!.imported : callee.name;
  return name === decorator || evaluate(link, callee, { file, functionId }).some((value) => value.kind === 'entry' && value.name === decorator);
}
