import type { Skipped } from '../findings/types.ts';
import { causeOf, codeOf } from './errors.ts';
import { fastGlob } from './glob.ts';
import { createGitIgnore } from './gitignore.ts';
import { globSystem } from './glob-system.ts';
import { belowRoot, folderOf, isOutside, isWithin, join, nameOf } from './paths.ts';
import { EXTENSIONS } from './probe.ts';
import type { Entry, Files } from './types.ts';

const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** What says the types of a file in another language: `page.d.css.ts`. */
const DECLARATIONS_OF_OTHERS = /\.d\.[\w-]+\.[cm]?ts$/;
const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte}';
const SETTINGS = ['**/package.json', '**/{ts,js}config.json', '**/{ts,js}config.*.json', '**/*.prisma', '**/*.sql', '**/migration_lock.toml', '**/meta/_journal.json'];

/** Folders that hold nothing hand-written wherever they lie. */
const NEVER_OURS = new Set(['node_modules', 'bower_components', 'jspm_packages', 'dist', '__generated__']);

/** Names with a leading dot belong to tools (.next, .nuxt, .yarn, .git), but for these folders of routes and modules. */
const OURS_THOUGH_HIDDEN = new Set(['.well-known', '.server', '.client', '.storybook']);

/**
 * Folders that are output or copied code beside a package.json, and may be anything deeper: `src/build/`, `server/build/`,
 * `api/vendor/` and `models/coverage/` are ordinary names of source folders.
 */
const NOT_OURS_IN_PACKAGE = new Set(['build', 'out', 'coverage', 'vendor']);

/** Files whose names say that a tool wrote them for machines. */
const MACHINE_MADE = /\.(min|bundle|chunk)\.[cm]?js$/;

/** Source extensions by the extension of the JavaScript that a compiler writes beside them. */
const COMPILED_FROM: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

export interface Discovered {
  /** TypeScript and JavaScript files below the root, Vue's and Svelte's components among them, sorted. */
  sources: string[];
  manifests: string[];
  tsconfigs: string[];
  schemas: string[];
  /** Files of SQL, and what tools keep beside migrations: `migration_lock.toml` of Prisma, `meta/_journal.json` of Drizzle. */
  sql: string[];
  migrationSettings: string[];
  /** Links below the root that lead to another place below the root, with that place. */
  links: Map<string, string>;
  skipped: Skipped[];
  /** Folders that are walked whoever names them. */
  folders: string[];
  /** Named paths that are read for their being named alone. */
  special: string[];
}

export interface DiscoverOptions {
  /** Globs of the sources to read, relative to the root; a folder stands for all in it. Default: all. */
  include?: readonly string[] | undefined;
  /** Globs of files and folders to leave out. */
  exclude?: readonly string[] | undefined;
  /** Files and folders below the root that are read whatever is excluded. */
  named?: readonly string[];
}

/**
 * Lists the files of a project. Left out are what .gitignore files name, dependencies, build output, declarations of what lies beside them and what
 * machines made; the names of the folders around the root play no part. Links to folders are not walked: what they lead to
 * is read at its own place.
 *
 * @param root absolute path, links resolved
 */
export function discover(root: string, files: Files, options: DiscoverOptions = {}): Discovered {
  const links = new Map<string, string>();
  const skipped = new Map<string, string>();
  const walked = new Set<string>();

  const excluded = expand(options.exclude ?? []);
  const kept = new Set(walk('', options.include ? expand(options.include) : [SOURCES], excluded));
  const special = (options.named ?? []).filter((path) => !kept.has(path) && (!walked.has(path) || (path !== '' && options.include)));
  const folders = [...walked];
  for (const path of special) {
    if (files.kind(join(root, path)) === 'file') kept.add(path);
    // A named folder that was passed over is walked by its own rules; one that was not only needs what `include` left out.
    else if (!walked.has(path)) walk(path, [SOURCES], []).forEach((inner) => kept.add(inner));
    else walk('', [`${fastGlob().escapePath(path)}/${SOURCES}`], excluded).forEach((inner) => kept.add(inner));
  }

  const sorted = [...kept].sort();
  const named = new Set(options.named);
  return {
    sources: sorted.filter((path) => SOURCE.test(path) && (named.has(path) || isSource(path))),
    manifests: sorted.filter((path) => nameOf(path) === 'package.json'),
    tsconfigs: sorted.filter((path) => /^(ts|js)config(\..+)?\.json$/.test(nameOf(path))),
    schemas: sorted.filter((path) => path.endsWith('.prisma')),
    sql: sorted.filter((path) => path.endsWith('.sql')),
    migrationSettings: sorted.filter((path) => nameOf(path) === 'migration_lock.toml' || path.endsWith('meta/_journal.json')),
    links,
    folders,
    special,
    skipped: [...skipped].map(([file, reason]) => ({ file, reason })),
  };

  /** The files below a folder, by patterns relative to it, as paths below the root. */
  function walk(folder: string, include: string[], exclude: string[]): string[] {
    const base = join(root, folder);
    const gitIgnore = createGitIgnore(base, files);
    const fs = globSystem(files, (path) => {
      walked.add(belowRoot(root, path));
      const entries = entriesOf(path);
      const inPackage = entries.some((entry) => entry.name === 'package.json');
      if (!entries.some((entry) => entry.name === '.gitignore')) gitIgnore.hasNone(path);
      return entries.filter((entry) => isOurs(entry, path, inPackage, gitIgnore));
    });
    const entries = fastGlob().sync([...include, ...SETTINGS], { cwd: base, ignore: exclude, dot: true, followSymbolicLinks: false, fs, onlyFiles: false, objectMode: true });
    const found = entries.filter((entry) => !entry.dirent.isDirectory()).map((entry) => join(folder, entry.path));
    return withoutCompiled(found.filter((path) => isSettings(path) || isSource(path)));
  }

  function entriesOf(path: string): Entry[] {
    try {
      return files.list(path);
    } catch (error) {
      skipped.set(belowRoot(root, path) || '.', `folder cannot be read: ${causeOf(error)}`);
      return [];
    }
  }

  function isOurs(entry: Entry, folder: string, inPackage: boolean, gitIgnore: ReturnType<typeof createGitIgnore>): boolean {
    const path = join(folder, entry.name);
    if (NEVER_OURS.has(entry.name) || (entry.name.startsWith('.') && !OURS_THOUGH_HIDDEN.has(entry.name))) return false;
    if (entry.kind === 'link') return !gitIgnore.ignores(path, false) && isOwnFile(path);
    const isFolder = entry.kind === 'directory';
    if (isFolder && inPackage && NOT_OURS_IN_PACKAGE.has(entry.name)) return false;
    return !gitIgnore.ignores(path, isFolder);
  }

  /** Whether a link is to be read as a file at its own place: one to a file outside the root. Notes where other links lead. */
  function isOwnFile(path: string): boolean {
    const link = belowRoot(root, path);
    let target: string;
    try {
      target = belowRoot(root, files.realpath(path));
    } catch (error) {
      if (isSource(link) || codeOf(error) !== 'ENOENT') skipped.set(link, `a link that cannot be followed: ${causeOf(error)}`);
      return false;
    }
    const isFolder = files.kind(join(root, target)) === 'directory';
    if (isOutside(target)) {
      if (isFolder) skipped.set(link, `a link to a folder outside the root (${target}); it is not followed`);
      return !isFolder;
    }
    if (isFolder && isWithin(folderOf(link), target)) {
      skipped.set(link, `a directory loop: it links to ${target === '' ? 'the root' : target}, which contains it; it is not followed`);
      return false;
    }
    links.set(link, target);
    return false;
  }
}

function isSource(path: string): boolean {
  return SOURCE.test(path) && !DECLARATIONS_OF_OTHERS.test(path) && !MACHINE_MADE.test(path);
}

function isSettings(path: string): boolean {
  return /\.(json|prisma|sql|toml)$/.test(path);
}

/** Lets a glob that names a folder stand for all in it. */
function expand(globs: readonly string[]): string[] {
  return globs.flatMap((pattern) => {
    const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
    return [plain, `${plain}/**`];
  });
}

/** JavaScript beside TypeScript of the same name is its output, and declarations beside either say what that says; those that stand alone are a module of types. */
function withoutCompiled(paths: string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => {
    const declared = path.replace(DECLARATIONS, '');
    if (declared !== path) return !EXTENSIONS.some((source) => all.has(declared + source));
    const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
    const stem = path.slice(0, path.length - extension.length);
    return !COMPILED_FROM[extension]?.some((source) => all.has(stem + source));
  });
}
