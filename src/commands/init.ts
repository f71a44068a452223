import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findConfigs, isManifest, MANIFEST_KEY } from '../config/find.ts';
import type { EntryKind, Library } from '../libraries/types.ts';
import type { Engine } from '../project/engine.ts';
import { settleConfig } from '../project/open.ts';
import { linkSource } from '../project/reading.ts';
import { readSource } from '../source/read.ts';
import { rootOf } from '../project/paths.ts';
import { pageSections } from '../report/markdown.ts';
import type { Initiated, Step } from '../report/init.ts';
import { UsageError, causeOf } from '../source/errors.ts';
import { packageFolder } from './rule-pages.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Surroundings, Tool } from './surroundings.ts';

/** JSON, also where the project is written in TypeScript: it is read wherever the project is looked at, and runs nothing. */
const FILE = 'perf-lint.config.json';
const SCHEMA = './node_modules/perf-lint/schema/config.schema.json';
/** Kinds of entries for which somebody waits. */
const SERVING: ReadonlySet<EntryKind> = new Set<EntryKind>(['request', 'job', 'lambda']);

export interface InitOptions {
  /** Absolute path; default: the process's working directory. */
  cwd?: string;
  /** A file or folder of the project, relative to `cwd`; default: `cwd` itself. */
  folder?: string | undefined;
  /** Writes nothing. */
  dryRun?: boolean;
}

/**
 * Looks at a project, writes the smallest config and says what to do next. Prints nothing.
 * @throws UsageError when there is a config already, or it cannot be written
 */
export function init({ cwd = process.cwd(), folder = '.', dryRun = false }: InitOptions, engine: Engine): Initiated {
  const root = rootOf([path.resolve(cwd, folder)])?.root;
  if (root === undefined) throw new UsageError(`no such file or folder: ${folder}`);
  const [present] = findConfigs(root);
  if (present !== undefined) {
    throw new UsageError(`${isManifest(present) ? `"${MANIFEST_KEY}" in ${present}` : present} is there already, and nothing is written; perf-lint print-config FILE shows what it says of a file`);
  }
  const around = surroundingsOf(root);
  const text = `${JSON.stringify(around.isPlugAndPlay ? {} : { $schema: SCHEMA }, null, 2)}\n`;
  const file = path.join(root, FILE);
  if (!dryRun) write(file, text);
  // Of the project the manifests alone are read.
  const source = readSource({ root, paths: [root], include: [] });
  const { config } = settleConfig(root, root, { config: false }, engine);
  const databases = linkSource(source, config, engine).databases();
  const dependencies = new Set(source.packages.flatMap((one) => one.dependencies));
  const found = {
    known: unique(databases.flatMap(({ known }) => known)),
    unknown: unique(databases.flatMap(({ unknown }) => unknown)),
  };
  return {
    file,
    text,
    written: !dryRun,
    packages: source.packages.length,
    databases: found,
    frameworks: unique(engine.libraries.filter(serves).flatMap(({ packages }) => packages.filter((name) => dependencies.has(name)))),
    manager: around.manager.name,
    tools: around.tools.map(({ name }) => name),
    steps: stepsOf(around, found.unknown, source.packages.length > 1),
  };
}

/** Never over a file that came to be meanwhile. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${causeOf(error)}`, { cause: error });
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Whether a table says that its library calls functions for requests or jobs. */
function serves(library: Library): boolean {
  const mentions = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([key, inner]) => (key === 'kind' && SERVING.has(inner as EntryKind)) || mentions(inner));
  };
  return mentions([library.exports, library.handles, library.conventions, library.objectEntries]) || library.resolverMaps !== undefined;
}

function stepsOf({ manager, isInstalled, tools }: Surroundings, unknown: readonly string[], isWorkspace: boolean): Step[] {
  const { add, addToWorkspace, run } = manager;
  const install = (name: string): string => [add, name, ...(isWorkspace && addToWorkspace !== undefined ? [addToWorkspace] : [])].join(' ');
  const first = (what: Tool['what']): Tool | undefined => tools.find((tool) => tool.what === what);
  const [linter, hook, server] = [first('ESLint'), first('hooks'), first('CI')];
  return [
    ...(isInstalled ? [] : [{ title: 'Install it', text: indented(install('perf-lint')) }]),
    { title: 'Look at what it finds, and at what it does not understand', text: indented(`${run} scan`, `${run} doctor`) },
    ...(unknown.length > 0 ? [{ title: `Teach it ${unknown.join(', ')}: it has no table for that`, page: 'docs/config.md' }] : []),
    ...(linter ? [toolStep('In the editor, with ESLint', linter, install)] : []),
    hook ? toolStep(`Before each commit, with ${hook.name}`, hook, install) : { title: 'Before each commit', page: 'docs/pre-commit.md' },
    server ? toolStep(`In ${server.name}`, server, install) : { title: 'In CI', page: 'docs/ci.md' },
  ];
}

function indented(...commands: string[]): string {
  return commands.map((command) => `    ${command}`).join('\n');
}

/** How a page installs a package. */
const INSTALL = /npm install --save-dev (\S+)/g;

/** The step as the page has it, so that both say the same: the text up to the end of so many code blocks, installed with what is in use. */
function toolStep(title: string, { page, recipe }: Tool, install: (name: string) => string): Step {
  const step = { title, page: `docs/${page}` };
  if (!recipe) return step;
  const text = pageSections(readFileSync(path.join(packageFolder(), 'docs', page), 'utf8')).find((section) => section.title === recipe.section)?.text;
  if (text === undefined) throw new Error(`docs/${page} has no section ${recipe.section}`);
  return { ...step, text: upToBlock(text, recipe.blocks).replace(INSTALL, (_, name: string) => install(name)) };
}

/** A code block, fenced or indented. */
const BLOCK = /^```.*\n[^]*?^```$|^ {4}.*(?:\n {4}.*)*$/gm;

function upToBlock(text: string, count: number): string {
  const blocks = [...text.matchAll(BLOCK)];
  const last = blocks[count - 1];
  return last === undefined ? text : text.slice(0, last.index + last[0].length);
}
