import type { LinkedFile } from '../../../program/linked-file.ts';
import type { SchemaProblem } from '../types.ts';
import { camelCase, snakeCase, titleCase } from './names.ts';
import type { Code } from './parts.ts';
import { callsOf } from './parts.ts';

/** How TypeORM names what nothing names: https://github.com/typeorm/typeorm/blob/0.3.20/src/naming-strategy/DefaultNamingStrategy.ts */
export interface Naming {
  table(className: string, given: string | undefined): string;
  column(property: string, given: string | undefined, prefixes: readonly string[]): string;
  joinColumn(relation: string, referenced: string): string;
  joinTable(first: string, second: string, property: string): string;
  joinTableColumn(table: string, property: string, column: string): string;
  duplicate(column: string, position: number): string;
}

const byDefault: Naming = {
  table: (className, given) => given ?? snakeCase(className),
  column: (property, given, prefixes) => (prefixes.length > 0 ? camelCase(prefixes.join('_')) + titleCase(given ?? property) : (given ?? property)),
  joinColumn: (relation, referenced) => camelCase(`${relation}_${referenced}`),
  joinTable: (first, second, property) => snakeCase(`${first}_${property.replaceAll('.', '_')}_${second}`),
  joinTableColumn: (table, property, column) => camelCase(`${table}_${column === '' ? property : column}`),
  duplicate: (column, position) => `${column}_${position}`,
};

/** https://github.com/tonivj5/typeorm-naming-strategies/blob/master/src/snake-naming.strategy.ts */
const snake: Naming = {
  table: (className, given) => given ?? snakeCase(className),
  column: (property, given, prefixes) => snakeCase([...prefixes, ''].join('_')) + (given ?? snakeCase(property)),
  joinColumn: (relation, referenced) => snakeCase(`${relation}_${referenced}`),
  joinTable: byDefault.joinTable,
  joinTableColumn: (table, property, column) => snakeCase(`${table}_${column === '' ? property : column}`),
  duplicate: byDefault.duplicate,
};

/**
 * The naming of the package that a file belongs to. A strategy of the project's own is not followed: one whose name says snake is
 * taken for the well-known one, and any other is reported.
 */
export function typeormNaming(code: Code, problems: SchemaProblem[]): (file: LinkedFile) => Naming {
  const { link } = code;
  const isSet = (name: string) => new Set(callsOf(code, name).flatMap(({ file }) => link.packageOf(file)?.dir ?? []));
  const snakes = isSet('SnakeNamingStrategy');
  const own = ['DefaultNamingStrategy', 'NamingStrategyInterface'].flatMap((base) => link.names.heirs(base));
  for (const { file, id } of own) {
    const { name } = file.facts.classes[id]!;
    const users = isSet(name);
    if (/snake|underscore/i.test(name)) for (const dir of users) snakes.add(dir);
    else if (users.size > 0) problems.push({ file: file.path, reason: `the naming strategy ${name} is not followed: names of tables and columns that are not written out may be other ones` });
  }
  return (file) => (snakes.has(link.packageOf(file)?.dir ?? '') ? snake : byDefault);
}
