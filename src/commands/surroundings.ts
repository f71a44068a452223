import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { parseJson } from '../config/json.ts';
import { disk } from '../source/disk.ts';
import { repositoryTop } from '../source/upwards.ts';

/** What a tool leaves behind in a repository that uses it. */
interface Sign {
  /** As a reader knows it. */
  name: string;
  /** Globs of files, from the root or from the top of the repository. */
  files?: readonly string[];
  /** Packages in the manifest of the root. */
  packages?: readonly string[];
  /** A key of the manifest of the root. */
  key?: string;
}

/** A tool that a step of the set-up belongs to, with the page and the section that have the step. */
export interface Tool extends Sign {
  what: 'ESLint' | 'hooks' | 'CI';
  /** In docs/. */
  page: string;
  /** The section of the page, and how many of its code blocks belong to the step. */
  recipe?: { section: string; blocks: number };
}

/** The first of a kind that is there is the one to use. */
export const TOOLS: readonly Tool[] = [
  { what: 'ESLint', name: 'ESLint', files: ['eslint.config.*', '.eslintrc*'], packages: ['eslint'], page: 'eslint.md', recipe: { section: 'Set up', blocks: 2 } },
  { what: 'hooks', name: 'lint-staged', files: ['.lintstagedrc*', 'lint-staged.config.*'], packages: ['lint-staged'], key: 'lint-staged', page: 'pre-commit.md', recipe: { section: 'husky and lint-staged', blocks: 2 } },
  { what: 'hooks', name: 'husky', files: ['.husky/*'], packages: ['husky'], page: 'pre-commit.md', recipe: { section: 'husky', blocks: 1 } },
  { what: 'hooks', name: 'lefthook', files: ['{.,}lefthook.{yml,yaml,json,toml}'], packages: ['lefthook'], page: 'pre-commit.md', recipe: { section: 'lefthook', blocks: 1 } },
  { what: 'hooks', name: 'pre-commit', files: ['.pre-commit-config.yaml'], page: 'pre-commit.md', recipe: { section: 'pre-commit', blocks: 1 } },
  { what: 'hooks', name: 'simple-git-hooks', files: ['{.,}simple-git-hooks.*'], packages: ['simple-git-hooks'], key: 'simple-git-hooks', page: 'pre-commit.md' },
  { what: 'CI', name: 'GitHub Actions', files: ['.github/workflows/*'], page: 'ci.md', recipe: { section: 'GitHub Actions', blocks: 1 } },
  { what: 'CI', name: 'GitLab CI', files: ['.gitlab-ci.yml'], page: 'ci.md', recipe: { section: 'GitLab CI', blocks: 1 } },
];

interface PackageManager extends Sign {
  /** Installs the package that is named next, for development. */
  add: string;
  /** Besides, in the root of a workspace. */
  addToWorkspace?: string;
  /** Runs what is installed. */
  run: string;
}

/** The last is the one where nothing says otherwise. */
const PACKAGE_MANAGERS: readonly PackageManager[] = [
  { name: 'pnpm', files: ['pnpm-lock.yaml', 'pnpm-workspace.yaml'], add: 'pnpm add --save-dev', addToWorkspace: '--workspace-root', run: 'pnpm exec perf-lint' },
  { name: 'yarn', files: ['yarn.lock'], add: 'yarn add --dev', run: 'yarn perf-lint' },
  { name: 'bun', files: ['bun.lock', 'bun.lockb'], add: 'bun add --dev', run: 'bunx perf-lint' },
  { name: 'npm', add: 'npm install --save-dev', run: 'npx perf-lint' },
];

/** What stands around a project's sources. */
export interface Surroundings {
  manager: PackageManager;
  /** perf-lint is among the dependencies of the root. */
  isInstalled: boolean;
  /** The folder node_modules is not used: yarn's Plug'n'Play. */
  isPlugAndPlay: boolean;
  tools: Tool[];
}

/**
 * Looks for package managers, hooks, CI and ESLint by what they leave behind in a root and, above it, in the repository's top.
 * @param root absolute path
 */
export function surroundingsOf(root: string): Surroundings {
  const folders = [...new Set([root, repositoryTop(root, disk) ?? root])];
  const manifest = manifestOf(root);
  const names = new Set(['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((key) => Object.keys(Object(manifest[key]) as object)));
  const isThere = ({ files = [], packages = [], key }: Sign): boolean =>
    packages.some((name) => names.has(name)) ||
    (key !== undefined && Object.hasOwn(manifest, key)) ||
    folders.some((cwd) => files.length > 0 && glob.sync([...files], { cwd, dot: true, suppressErrors: true }).length > 0);
  const named = typeof manifest.packageManager === 'string' ? manifest.packageManager.split('@', 1)[0] : undefined;
  const manager = PACKAGE_MANAGERS.find(({ name }) => name === named) ?? PACKAGE_MANAGERS.find(isThere) ?? (PACKAGE_MANAGERS.at(-1) as PackageManager);
  return { manager, isInstalled: names.has('perf-lint'), isPlugAndPlay: existsSync(path.join(root, '.pnp.cjs')), tools: TOOLS.filter(isThere) };
}

/** A manifest that is not there or cannot be read says nothing. */
function manifestOf(root: string): Record<string, unknown> {
  try {
    const json = parseJson(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return 'value' in json ? (Object(json.value) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
