import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { belowRoot, isOutside } from '../source/paths.ts';
import { UsageError, firstLine } from '../source/errors.ts';

/** Oldest version whose options are all in use here; of 2017. */
const OLDEST: readonly [number, number] = [2, 15];

/** What git sets for its hooks, and a user for a single command: all of it is about one repository. */
const OF_ONE_REPOSITORY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_SHALLOW_FILE',
  'GIT_NAMESPACE',
] as const;

/**
 * `git diff` writes the index anew where only times of files differ, whatever GIT_OPTIONAL_LOCKS says; without that it names such
 * files as changed: https://git-scm.com/docs/git-config#Documentation/git-config.txt-diffautoRefreshIndex
 */
const READ_ONLY = ['-c', 'diff.autoRefreshIndex=false'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a git process gave. */
export interface Answer {
  code: number | null;
  stdout: Buffer;
  /** The first line of what it complained about, without `fatal:`. */
  complaint: string;
}

/** Runs git in the work tree of one repository. */
export interface Git {
  /** The work tree's folder: absolute, links resolved. */
  top: string;
  /** @param input for its standard input */
  run(args: readonly string[], input?: string): Answer;
}

/**
 * Git for the repository around a folder. In a hook it is the same git that runs the hook: with its index, which for
 * `git commit -a` and `git commit FILE` is a temporary one.
 *
 * @param folder absolute path, links resolved
 * @throws UsageError, in one line, where there is no git, no repository or no work tree
 */
export function openGit(folder: string, env: Environment = process.env, cwd: string = process.cwd()): Git {
  checkVersion(folder, env);
  const { top, env: own } = locate(folder, env, cwd);
  return { top, run: (args, input) => start(args, top, own, input) };
}

function checkVersion(folder: string, env: Environment): void {
  const { code, stdout } = start(['version'], folder, env);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
  if (code !== 0 || major === undefined) throw new UsageError('git cannot be run: `git version` says nothing that is a version');
  if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
    throw new UsageError(`git ${major}.${minor} is too old: perf-lint needs git ${OLDEST.join('.')} or newer`);
  }
}

/** The work tree around the folder, and the environment in which git sees it as whoever started perf-lint does. */
function locate(folder: string, env: Environment, cwd: string): { top: string; env: Environment } {
  const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !OF_ONE_REPOSITORY.some((one) => one === name)));
  const ofOne = OF_ONE_REPOSITORY.some((name) => env[name] !== undefined);
  const own = start(['rev-parse', '--show-toplevel'], folder, plain);
  if (own.code === 0) {
    const top = pathIn(own);
    return { top, env: ofOne && isMeant(top, plain, env, cwd) ? { ...env, ...absoluteIndex(env, top), GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_PREFIX: undefined } : plain };
  }
  // A work tree that has no .git of its own, as users of a bare repository for their settings have it.
  if (env.GIT_DIR !== undefined && env.GIT_WORK_TREE !== undefined) {
    const absolute = { ...env, GIT_DIR: path.resolve(cwd, env.GIT_DIR), GIT_WORK_TREE: path.resolve(cwd, env.GIT_WORK_TREE) };
    const given = start(['rev-parse', '--show-toplevel'], folder, absolute);
    if (given.code === 0 && !isOutside(belowRoot(pathIn(given), folder))) return { top: pathIn(given), env: { ...absolute, ...absoluteIndex(env, pathIn(given)) } };
  }
  throw new UsageError(whyNot(folder, own.complaint));
}

/** Whether the environment speaks of the repository around `top`: a hook may scan a folder of another one. */
function isMeant(top: string, plain: Environment, env: Environment, cwd: string): boolean {
  if (env.GIT_DIR === undefined) return !isOutside(belowRoot(top, realpathSync(cwd)));
  const own = start(['rev-parse', '--absolute-git-dir'], top, plain);
  return own.code === 0 && realOf(path.resolve(cwd, env.GIT_DIR)) === realOf(pathIn(own));
}

/** Git takes a relative index from the work tree's folder, wherever it is started. */
function absoluteIndex({ GIT_INDEX_FILE }: Environment, top: string): Environment {
  return GIT_INDEX_FILE === undefined ? {} : { GIT_INDEX_FILE: path.resolve(top, GIT_INDEX_FILE) };
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** A path that git printed alone; it may hold anything but NUL. */
function pathIn({ stdout }: Answer): string {
  return path.resolve(stdout.toString().replace(/\n$/, ''));
}

function whyNot(folder: string, complaint: string): string {
  if (/not a git repository/i.test(complaint)) return `${folder} lies in no git repository`;
  if (/work tree/.test(complaint)) return `${folder} lies in a bare repository or in .git: there is no work tree to scan`;
  if (/dubious ownership/.test(complaint)) return `git does not trust the repository of ${folder}, which belongs to another user; if you do, run \`git config --global --add safe.directory ${/'([^']+)'$/.exec(complaint)?.[1] ?? folder}\``;
  return `git does not open the repository of ${folder}: ${complaint}`;
}

function start(args: readonly string[], cwd: string, env: Environment, input?: string): Answer {
  const { status, stdout, stderr, error } = spawnSync('git', ['--no-pager', '--literal-pathspecs', ...READ_ONLY, ...args], {
    cwd,
    // Nothing is locked, asked or translated.
    env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', LANGUAGE: 'C' },
    input: input ?? '',
    maxBuffer: Infinity,
    windowsHide: true,
  });
  if (error) {
    const missing = 'code' in error && error.code === 'ENOENT';
    throw new UsageError(missing ? 'git is not installed, or not in PATH' : `git cannot be run: ${firstLine(error.message)}`);
  }
  return { code: status, stdout, complaint: firstLine(stderr.toString().replace(/^(?:warning: .*\n)*/, '')).replace(/^(?:fatal|error): /, '') };
}

/** The output of a command that has to work. */
export function output(git: Git, args: readonly string[], input?: string): Buffer {
  const { code, stdout, complaint } = git.run(args, input);
  if (code !== 0) throw new UsageError(`git ${args[0] ?? ''} failed in ${git.top}: ${complaint === '' ? `it ended with ${code ?? 'a signal'}` : complaint}`);
  return stdout;
}
