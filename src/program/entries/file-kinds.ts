import type { EntryKind, Library } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import { isClientModule } from '../directives.ts';
import type { DeclaredEntry } from '../types.ts';
import type { LinkedFile } from '../values.ts';

/** Paths, below the root, that say what runs a file. The first that matches counts. */
const BY_PATH: readonly { match: RegExp; kind: EntryKind }[] = [
  { match: /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|spec|e2e|cypress|playwright|mocks|test-utils|testing|[\w-]*[-_]tests|testutils?|testcontainers|testkit|test-[\w-]+|integration-tests)\//i, kind: 'test' },
  { match: /[.-](test|spec|e2e|cy|bench|stories|story|fixture|mock)s?\.[mc]?[jt]sx?$/i, kind: 'test' },
  { match: /(^|\/)(?:mock-[\w.-]+|test-?(?:utils?|helpers?))\.[mc]?[jt]sx?$/i, kind: 'test' },
  { match: /[.-](test|spec)-(utils?|helpers?|setup|suite|cases?|data)\.[mc]?[jt]sx?$/i, kind: 'test' },
  { match: /(^|\/)(jest|vitest|playwright|cypress)[\w.-]*\.(setup|config|teardown)[\w.-]*\.[mc]?[jt]sx?$/i, kind: 'test' },
  { match: /(^|\/)(\w+-)*migrations?\//i, kind: 'migration' },
  { match: /(^|\/)[a-z]\w*Migrations\//, kind: 'migration' },
  { match: /(^|\/)(seeds?|seeders?|seeding|demo-data)\//i, kind: 'seed' },
  { match: /(^|\/)[\w.-]*\b(seed|seeder)\.[mc]?[jt]s$/i, kind: 'seed' },
  { match: /(^|\/)(scripts?|tooling|hack|benchmarks?|bench|examples?|example-[\w-]+|playgrounds?|samples?|demos?)\//i, kind: 'script' },
  // Below the sources it is what a program offers, to a language model say.
  { match: /^(?:(?!(?:src|app|lib)\/)[^/]+\/)*tools?\//i, kind: 'script' },
  { match: /(^|\/)[\w.-]+\.config\.[mc]?[jt]s$/i, kind: 'build' },
  // `Build.ts` is a class of that name.
  { match: /(^|\/)(build|[gG]ulpfile|[gG]runtfile|rollup|webpack[\w.-]*|esbuild[\w.-]*|babel[\w.-]*)\.[mc]?[jt]s$/, kind: 'build' },
  // What a generator writes out is code of somebody else's project.
  { match: /\.(template|tpl|tmpl)\.[mc]?[jt]sx?$/i, kind: 'build' },
  { match: /(^|\/)(webpack|rollup|vite|\.storybook|\.github|\.husky|gulp)\//i, kind: 'build' },
];

/** Components of Vue and Svelte: what they need of a server lies in modules of its own. */
const COMPONENT = /\.(vue|svelte)$/;

/** Kinds that say all about a file: nothing in it runs on behalf of a user. */
export const CLOSED_KINDS: ReadonlySet<EntryKind> = new Set<EntryKind>(['client', 'test', 'migration', 'seed', 'script', 'build']);

/** Kinds for which somebody waits, or that come again and again while the process lives. */
export const SERVING_KINDS: ReadonlySet<EntryKind> = new Set<EntryKind>(['request', 'job', 'lambda']);

/** What runs a file as a whole, as the project declares it. */
export function kindDeclared(declared: readonly DeclaredEntry[], path: string): EntryKind | undefined {
  return declared.findLast(({ files, exports }) => exports === undefined && files.test(path))?.kind;
}

/** What runs a file by what the project says, its path and its head, if they tell. */
export function fileKind(file: Judged, packages: readonly Package[]): EntryKind | undefined {
  const { path, head } = file;
  const told = kindTold(file);
  if (told) return told;
  if (COMPONENT.test(path) || isClientModule(head)) return 'client';
  if (head.hashbang || packages.some(({ bin }) => bin.includes(path))) return 'cli';
  return undefined;
}

/** A file that stands in for real code or exercises it: decided by what the project says, else by its path alone. */
export function isTestFile(file: Told): boolean {
  return kindTold(file) === 'test';
}

const kinds = new WeakMap<Told, { kind: EntryKind | undefined }>();

/** What the project says of a file, else its path. It is asked of each file again and again. */
function kindTold(file: Told): EntryKind | undefined {
  let known = kinds.get(file);
  if (!known) kinds.set(file, (known = { kind: file.declaredKind ?? kindByPath(file.path) }));
  return known.kind;
}

type Judged = Pick<LinkedFile, 'path' | 'head' | 'declaredKind'>;
type Told = Pick<Judged, 'path' | 'declaredKind'>;

/** What runs a file by its path alone, if that tells. */
export function kindByPath(path: string): EntryKind | undefined {
  return BY_PATH.find(({ match }) => match.test(path))?.kind;
}

const dirs = new WeakMap<readonly Package[], ReadonlyMap<string, Package>>();

function packagesByDir(packages: readonly Package[]): ReadonlyMap<string, Package> {
  let byDir = dirs.get(packages);
  // Of two manifests in one folder the first counts.
  if (!byDir) dirs.set(packages, (byDir = new Map([...packages].reverse().map((one) => [one.dir, one]))));
  return byDir;
}

/** The package whose folder holds a file: the nearest one above it. */
export function nearestPackage(path: string, packages: readonly Package[]): Package | undefined {
  const byDir = packagesByDir(packages);
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const owner = byDir.get(path.slice(0, end));
    if (owner) return owner;
  }
  return byDir.get('');
}

/** Whether a package's manifest names one of a library's packages. */
export function dependsOn(owner: Package, library: Library): boolean {
  return owner.dependencies.some((name) => library.packages.some((pattern) => pattern === name || pattern === `${name}/*`));
}
