import { bindingValues } from './bindings.ts';
import { callValues } from './calls.ts';
import { classBase } from './classes.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { PerLink } from '../memo.ts';
import { exportedValues } from './names.ts';
import { ALL_FILES } from '../trail.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/**
 * The model that a project declares under a name: a class that takes query methods from a library's base, or what an
 * operation of such a library gives (`const Team = sequelize.define('Team', …)`, by either name). Undefined when there is
 * none, or more than one.
 */
export function modelNamed(link: Link, name: string, from?: LinkedFile): Value | undefined {
  const found = link.answers.models.get(from ? `${name}:${from.number}` : name, () => {
    const classes = link.names.classes(name, from).map(({ file, id }): Value => ({ kind: 'class', file, id }));
    const made = link.names
      .made(name, from)
      .filter(({ file, call }) => link.libraries.makesModel(lastName(file.facts.calls[call]!.callee) ?? ''))
      .flatMap(({ file, call, binding }) => (binding < 0 ? callValues(link, file, call) : bindingValues(link, file, binding)));
    return union(classes, made).filter((value) => isModel(link, value));
  });
  const declared = found.filter((value) => value.kind === 'class' || (value.kind === 'handle' && value.of !== null));
  return declared.length > 0 ? sole(declared) : sole(found);
}

/** Models that are made as a value of an interface: `connection.model<User, UserModel>('users', schema)`. */
export function modelsTyped(link: Link, type: string): Value[] {
  if (type === '') return [];
  return link.names
    .typed(type)
    .filter(({ file, id }) => link.libraries.makesModel(lastName(file.facts.calls[id]!.callee) ?? ''))
    .flatMap(({ file, id }) => callValues(link, file, id))
    .filter((value) => value.kind === 'handle' && isModel(link, value));
}

const byFolder = new PerLink<'all', ReadonlyMap<string, readonly LinkedFile[]>>();

/**
 * The model that a file of a folder exports. A registry that is filled from a folder while the program runs has it under the
 * name of the file: `models.users` is what `models/users.js` gives. Undefined when there is none, or more than one.
 */
export function modelInFolder(link: Link, folder: string, name: string): Value | undefined {
  const files = byFolder.get(link, 'all', () => {
    link.trail.lookup(ALL_FILES);
    return groupByPath(link.files);
  });
  return sole(union(...(files.get(`${folder}/${name}`) ?? []).map((file) => exportedValues(link, file, 'default'))).filter((value) => isModel(link, value)));
}

/** Files by the last two parts of their paths, without what a name ends in: `models/users`. */
function groupByPath(files: readonly LinkedFile[]): ReadonlyMap<string, readonly LinkedFile[]> {
  const found = new Map<string, LinkedFile[]>();
  for (const file of files) {
    const key = file.path.replace(/\.[cm]?[jt]s$/, '').split('/').slice(-2).join('/');
    found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

function sole(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** A value that stands for a class whose statics query. */
function isModel(link: Link, value: Value): boolean {
  if (value.kind === 'handle') return link.libraries.isModel(value.library, value.handle);
  if (value.kind !== 'class') return false;
  const { library } = classBase(link, value.file, value.id);
  const found = library?.static === undefined ? undefined : link.libraries.handle(library.library, library.static);
  return found !== undefined && link.libraries.isModel(found.library, found.handle);
}
