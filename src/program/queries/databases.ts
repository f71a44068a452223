import type { Library } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { isDatabasePackage } from './census.ts';
import { queryNames } from './names.ts';

/** A package of the project and the database libraries that its manifest names. */
export interface PackageDatabases {
  /** Below the root; '' for the root. */
  dir: string;
  name: string;
  /** Dependencies whose table says what queries. */
  known: string[];
  /** Dependencies that reach a database and have no table. */
  unknown: string[];
}

/** What the manifests of a project say of databases; packages that depend on none are left out. */
export function packageDatabases(link: Link): PackageDatabases[] {
  const querying = new Map<Library, boolean>();
  const queries = (library: Library): boolean => {
    let answer = querying.get(library);
    if (answer === undefined) querying.set(library, (answer = queryNames(library) !== undefined));
    return answer;
  };
  return link.packages.flatMap(({ dir, name, dependencies }) => {
    const known: string[] = [];
    const unknown: string[] = [];
    for (const dependency of [...new Set(dependencies)].sort()) {
      const library = link.libraries.bySpecifier(dependency);
      if (library && queries(library)) known.push(dependency);
      else if (!library && isDatabasePackage(dependency)) unknown.push(dependency);
    }
    return known.length + unknown.length > 0 ? [{ dir, name, known, unknown }] : [];
  });
}
