import { spawn, spawnSync } from 'node:child_process';
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
  const opening = open(folder, env, cwd);
  let step = opening.next();
  while (!step.done) step = opening.next(start(step.value));
  const { top, env: own } = step.value;
  return { top, run: (args, input) => start({ args, cwd: top, env: own, input }) };
}

/**
 * The same, with answers to commands that will be run first: git works on them while this process does something else.
 * @throws UsageError as `openGit`, and where git cannot be run
 */
export async function openGitAhead(folder: string, commands: readonly (readonly string[])[], env: Environment = process.env, cwd: string = process.cwd()): Promise<Git> {
  const opening = open(folder, env, cwd);
  let step = opening.next();
  while (!step.done) step = opening.next(await startAhead(step.value));
  const { top, env: own } = step.value;
  const known = new Map(await Promise.all(commands.map(async (args) => [args.join('\0'), await startAhead({ args, cwd: top, env: own })] as const)));
  return { top, run: (args, input) => (input === undefined ? known.get(args.join('\0')) : undefined) ?? start({ args, cwd: top, env: own, input }) };
}

interface Command {
  args: readonly string[];
  cwd: string;
  env: Environment;
  /** For its standard input. */
  input?: string | undefined;
}

/** Asks git by commands, one after the other, where a repository is and how it is spoken of. */
type Asking<T> = Generator<Command, T, Answer>;

function* open(folder: string, env: Environment, cwd: string): Asking<{ top: string; env: Environment }> {
  yield* checkVersion(folder, env);
  return yield* locate(folder, env, cwd);
}

function* checkVersion(folder: string, env: Environment): Asking<void> {
  const { code, stdout } = yield { args: ['version'], cwd: folder, env };
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
  if (code !== 0 || major === undefined) throw new UsageError('git cannot be run: `git version` says nothing that is a version');
  if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
    throw new UsageError(`git ${major}.${minor} is too old: perf-lint needs git ${OLDEST.join('.')} or newer`);
  }
}

/** The work tree around the folder, and the environment in which git sees it as whoever started perf-lint does. */
function* locate(folder: string, env: Environment, cwd: string): Asking<{ top: string; env: Environment }> {
  const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !OF_ONE_REPOSITORY.some((one) => one === name)));
  const ofOne = OF_ONE_REPOSITORY.some((name) => env[name] !== undefined);
  const own = yield { args: ['rev-parse', '--show-toplevel'], cwd: folder, env: plain };
  if (own.code === 0) {
    const top = pathIn(own);
    return { top, env: ofOne && (yield* isMeant(top, plain, env, cwd)) ? { ...env, ...absoluteIndex(env, top), GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_PREFIX: undefined } : plain };
  }
  // A work tree that has no .git of its own, as users of a bare repository for their settings have it.
  if (env.GIT_DIR !== undefined && env.GIT_WORK_TREE !== undefined) {
    const absolute = { ...env, GIT_DIR: path.resolve(cwd, env.GIT_DIR), GIT_WORK_TREE: path.resolve(cwd, env.GIT_WORK_TREE) };
    const given = yield { args: ['rev-parse', '--show-toplevel'], cwd: folder, env: absolute };
    if (given.code === 0 && !isOutside(belowRoot(pathIn(given), folder))) return { top: pathIn(given), env: { ...absolute, ...absoluteIndex(env, pathIn(given)) } };
  }
  throw new UsageError(whyNot(folder, own.complaint));
}

/** Whether the environment speaks of the repository around `top`: a hook may scan a folder of another one. */
function* isMeant(top: string, plain: Environment, env: Environment, cwd: string): Asking<boolean> {
  if (env.GIT_DIR === undefined) return !isOutside(belowRoot(top, realpathSync(cwd)));
  const own = yield { args: ['rev-parse', '--absolute-git-dir'], cwd: top, env: plain };
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

function start({ input = '', ...command }: Command): Answer {
  const { status, stdout, stderr, error } = spawnSync('git', argumentsOf(command), { ...settingsOf(command), input, maxBuffer: Infinity });
  if (error) throw cannotRun(error);
  return answerOf(status, stdout, stderr);
}

/** The same beside this process. */
function startAhead(command: Command): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', argumentsOf(command), { ...settingsOf(command), stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (part: Buffer) => parts[stream].push(part));
    child.on('error', (error) => reject(cannotRun(error)));
    child.on('close', (code) => resolve(answerOf(code, Buffer.concat(parts.stdout), Buffer.concat(parts.stderr))));
  });
}

function argumentsOf({ args }: Command): string[] {
  return ['--no-pager', '--literal-pathspecs', ...READ_ONLY, ...args];
}

function settingsOf({ cwd, env }: Command): { cwd: string; env: NodeJS.ProcessEnv; windowsHide: true } {
  // Nothing is locked, asked or translated.
  return { cwd, env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', LANGUAGE: 'C' }, windowsHide: true };
}

function answerOf(code: number | null, stdout: Buffer, stderr: Buffer): Answer {
  return { code, stdout, complaint: firstLine(stderr.toString().replace(/^(?:warning: .*\n)*/, '')).replace(/^(?:fatal|error): /, '') };
}

function cannotRun(error: Error): UsageError {
  const missing = 'code' in error && error.code === 'ENOENT';
  return new UsageError(missing ? 'git is not installed, or not in PATH' : `git cannot be run: ${firstLine(error.message)}`);
}

/** The output of a command that has to work. */
export function output(git: Git, args: readonly string[], input?: string): Buffer {
  const { code, stdout, complaint } = git.run(args, input);
  if (code !== 0) throw new UsageError(`git ${args[0] ?? ''} failed in ${git.top}: ${complaint === '' ? `it ended with ${code ?? 'a signal'}` : complaint}`);
  return stdout;
}
