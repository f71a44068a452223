import { join } from './paths.ts';
import { isObject, parseJson, parseJsonWithComments, stringsOf } from './text.ts';
import type { JsonObject, Parse } from './text.ts';
import type { Files } from './types.ts';
import { parseYamlObject } from './yaml.ts';

/** The packages that belong together, as the manifest in one folder says. */
export interface Workspace {
  /** Whether a folder, relative to the manifest's, is one of its packages; '' is always. */
  hasMember(folder: string): boolean;
  /** Globs of the files that a package of it has: all of them match one, and others may. Relative to the manifest's folder. */
  manifests: readonly string[];
}

/** A manifest, and the globs of member folders in it; undefined when it declares no workspace. */
interface WorkspaceManifest {
  file: string;
  parse(bytes: Uint8Array): Parse<JsonObject>;
  globs(manifest: JsonObject): string[] | undefined;
}

/** turbo.json is not among them: it stands beside one of these and names no members. */
const MANIFESTS: readonly WorkspaceManifest[] = [
  { file: 'pnpm-workspace.yaml', parse: parseYamlObject, globs: (manifest) => (manifest.packages === undefined ? undefined : stringsOf(manifest.packages)) },
  { file: 'package.json', parse: parseJson, globs: packageJsonGlobs },
  { file: 'lerna.json', parse: parseJsonWithComments, globs: (manifest) => (manifest.useWorkspaces === true ? [] : stringsOf(manifest.packages ?? ['packages/*'])) },
  { file: 'rush.json', parse: parseJsonWithComments, globs: rushFolders },
];

/**
 * The workspace declared in a folder, or undefined. A manifest that cannot be read declares none: `onBroken` hears why.
 *
 * @param folder absolute path
 */
export function workspaceAt(folder: string, files: Files, onBroken?: (file: string, reason: string) => void): Workspace | undefined {
  const declared: string[][] = [];
  for (const { file, parse, globs } of MANIFESTS) {
    const path = `${folder}/${file}`;
    if (files.kind(path) !== 'file') continue;
    const manifest = readWith(parse, files, path);
    if (!manifest.ok) {
      onBroken?.(path, manifest.reason);
      continue;
    }
    const found = globs(manifest.value);
    if (found) declared.push(found);
  }
  // Nx finds its projects by their project.json where nothing else lists them.
  const isNx = files.kind(`${folder}/nx.json`) === 'file';
  if (declared.length === 0 && !isNx) return undefined;
  const globs = declared.flat();
  const matches = matcher(globs);
  return {
    manifests: [...globs.filter((glob) => !glob.startsWith('!')).map((glob) => `${glob}/package.json`), ...(isNx ? ['**/project.json'] : [])],
    hasMember: (member) => member === '' || matches(member) || (isNx && files.kind(`${folder}/${member}/project.json`) === 'file'),
  };
}

function readWith(parse: WorkspaceManifest['parse'], files: Files, path: string): Parse<JsonObject> {
  try {
    return parse(files.read(path) ?? new Uint8Array());
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function packageJsonGlobs({ workspaces }: JsonObject): string[] | undefined {
  if (workspaces === undefined) return undefined;
  return stringsOf(isObject(workspaces) ? workspaces.packages : workspaces);
}

function rushFolders({ projects }: JsonObject): string[] {
  if (!Array.isArray(projects)) return [];
  return projects.flatMap((project) => (isObject(project) && typeof project.projectFolder === 'string' ? [project.projectFolder] : []));
}

/** Later globs win over earlier ones, as `!` takes members away. */
function matcher(globs: string[]): (folder: string) => boolean {
  const rules = globs.map((glob) => ({ negated: glob.startsWith('!'), pattern: globPattern(join(glob.replace(/^!/, ''))) }));
  return (folder) => {
    if (/(^|\/)node_modules(\/|$)/.test(folder)) return false;
    return rules.reduce((member, { negated, pattern }) => (pattern.test(folder) ? !negated : member), false);
  };
}

const GLOB_PARTS: readonly [RegExp, (part: string) => string][] = [
  [/^\*\*\//, () => '(?:.*/)?'],
  [/^\/\*\*$/, () => '(?:/.*)?'],
  [/^\*\*/, () => '.*'],
  [/^\*/, () => '[^/]*'],
  [/^\?/, () => '[^/]'],
  [/^\{[^{}]*\}/, (part) => `(?:${part.slice(1, -1).split(',').map(globSource).join('|')})`],
  [/^[^*?{/]+|^./, (part) => part.replace(/[.+^$()|[\]\\{}]/g, '\\$&')],
];

function globPattern(glob: string): RegExp {
  return new RegExp(`^${globSource(glob)}$`);
}

function globSource(glob: string): string {
  let source = '';
  for (let rest = glob; rest !== ''; ) {
    for (const [pattern, translate] of GLOB_PARTS) {
      const part = pattern.exec(rest)?.[0];
      if (part === undefined) continue;
      source += translate(part);
      rest = rest.slice(part.length);
      break;
    }
  }
  return source;
}
