import { UsageError } from '../source/errors.ts';
import { output } from './process.ts';
import type { Git } from './process.ts';

/** A file in one state. */
export interface Version {
  /** Nothing is there; a file; a symbolic link, whose content is where it leads; a submodule. */
  kind: 'none' | 'file' | 'link' | 'submodule';
  /** Object id, '' for none and for what is not stored: a file as it lies in the work tree. */
  blob: string;
}

/** A file that differs between two states. */
export interface FileChange {
  /** Below the work tree's folder, with forward slashes. */
  path: string;
  /** Its path before, where git takes it for renamed. */
  from: string | undefined;
  before: Version;
  after: Version;
  /** The index holds versions of a merge that nobody has resolved. */
  unmerged: boolean;
}

/** No setting of a user changes what these print; submodules are repositories of their own. */
const RAW = ['--raw', '-z', '--no-abbrev', '--no-ext-diff', '--no-textconv', '--no-color', '--no-relative', '--ignore-submodules=all', '--ita-invisible-in-index'];

const KINDS: Readonly<Record<string, Version['kind']>> = { '000000': 'none', '100644': 'file', '100755': 'file', '120000': 'link', '160000': 'submodule' };

/** What is compared for the state that the next commit makes. */
const STAGED = ['--cached', '--no-renames'];
const UNSTAGED = ['--no-renames'];

/** The commands that `stagedChanges` and `unstagedChanges` run first. */
export const COMMANDS_FOR_STAGED: readonly (readonly string[])[] = [STAGED, UNSTAGED].map(diffOf);

/** What the next commit brings: from HEAD, or from nothing where there is no commit yet, to the index. */
export function stagedChanges(git: Git): FileChange[] {
  return rawDiff(git, STAGED);
}

/** From the index to the work tree. A file that is only intended to be added is new. */
export function unstagedChanges(git: Git): FileChange[] {
  return rawDiff(git, UNSTAGED);
}

/** From a commit to the work tree, with renames; files that git does not follow are not among them. */
export function changesSince(git: Git, commit: string): FileChange[] {
  return rawDiff(git, ['--find-renames', commit]);
}

/** Files by the paths that they had at a commit, as far as the index knows of the rename. */
export function renamesSince(git: Git, commit: string): FileChange[] {
  return rawDiff(git, ['--cached', '--find-renames', '--diff-filter=R', commit]);
}

/** Symbolic links of the index: object ids by path below the work tree's folder. */
export function indexedLinks(git: Git): Map<string, string> {
  const entries = fields(output(git, ['ls-files', '--stage', '-z'])).map((entry) => /^(\d+) (\w+) 0\t([^]*)$/.exec(entry));
  return new Map(entries.flatMap((entry) => (entry && KINDS[entry[1]!] === 'link' ? [[entry[3]!, entry[2]!] as const] : [])));
}

/** Files that git does not follow and does not ignore, below the work tree's folder. */
export function untrackedFiles(git: Git): string[] {
  return fields(output(git, ['ls-files', '--others', '--exclude-standard', '-z']));
}

/** Files that differ from HEAD: staged, not staged, not followed. Without a commit it is all of them. */
export function changedFiles(git: Git): string[] {
  const head = commitOf(git, 'HEAD');
  const tracked = head === undefined ? fields(output(git, ['ls-files', '-z'])) : rawDiff(git, ['--no-renames', head]).map(({ path }) => path);
  return [...new Set([...tracked, ...untrackedFiles(git)])];
}

/** The last commit that changed a file, given by absolute path; undefined where none did. */
export function lastCommitOf(git: Git, file: string): string | undefined {
  const { code, stdout } = git.run(['log', '-1', '--format=%H', '--', file]);
  const commit = stdout.toString().trim();
  return code === 0 && commit !== '' ? commit : undefined;
}

/** The object id of a commit by any name that git knows. */
function commitOf(git: Git, ref: string): string | undefined {
  if (ref === '' || ref.startsWith('-')) return undefined;
  const { code, stdout } = git.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return code === 0 ? stdout.toString().trim() : undefined;
}

/**
 * The commit from which HEAD and another one went apart.
 * @throws UsageError where there is none, or it was never fetched
 */
export function mergeBase(git: Git, ref: string): string {
  const name = JSON.stringify(ref);
  if (commitOf(git, 'HEAD') === undefined) throw new UsageError(`${git.top} has no commit yet to compare with ${name}`);
  const fetch = (): string => (isShallow(git) ? `; this clone is shallow: run \`${fetchCommand(git, ref)}\` first` : '');
  const commit = commitOf(git, ref);
  if (commit === undefined) throw new UsageError(`git knows no commit by the name ${name} in ${git.top}${fetch()}`);
  const { code, stdout } = git.run(['merge-base', commit, 'HEAD']);
  if (code === 0) return stdout.toString().trim();
  throw new UsageError(`${name} and HEAD have no commit in common in ${git.top}${fetch()}`);
}

function isShallow(git: Git): boolean {
  return git.run(['rev-parse', '--is-shallow-repository']).stdout.toString().trim() === 'true';
}

/** Gets the history that a shallow clone leaves out, and the branch that it may not follow. */
function fetchCommand(git: Git, ref: string): string {
  const remotes = git.run(['remote']).stdout.toString().split('\n').filter((name) => name !== '');
  const short = ref.replace(/^(?:refs\/)?remotes\//, '');
  const followed = remotes.find((remote) => short.startsWith(`${remote}/`));
  const remote = followed ?? (remotes.includes('origin') || remotes.length === 0 ? 'origin' : (remotes[0] as string));
  const branch = followed === undefined ? undefined : short.slice(followed.length + 1);
  if (branch !== undefined && isPlainName(branch)) return `git fetch --unshallow ${remote} +refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  const isMissing = commitOf(git, ref) === undefined && isPlainName(ref) && !/^[0-9a-f]{7,64}$/.test(ref);
  return isMissing ? `git fetch --unshallow ${remote} ${ref}:${ref}` : `git fetch --unshallow ${remote}`;
}

/** The name of a branch or tag that a shell takes as it is; not HEAD, and no expression such as `main~3`. */
function isPlainName(name: string): boolean {
  return /^[\w./-]+$/.test(name) && !/^(?:.*\/)?[A-Z_]*HEAD$/.test(name);
}

function diffOf(args: readonly string[]): string[] {
  return ['diff', ...RAW, ...args, '--'];
}

function rawDiff(git: Git, args: readonly string[]): FileChange[] {
  const changes: FileChange[] = [];
  const unread: FileChange[] = [];
  const parts = fields(output(git, diffOf(args)));
  for (let at = 0; at < parts.length; ) {
    const [modeBefore = '', modeAfter = '', blobBefore = '', blobAfter = '', status = ''] = (parts[at++] as string).replace(/^:/, '').split(' ');
    const first = parts[at++] as string;
    const path = /^[RC]/.test(status) ? (parts[at++] as string) : first;
    const change: FileChange = { path, from: path === first ? undefined : first, before: version(modeBefore, blobBefore), after: version(modeAfter, blobAfter), unmerged: status === 'U' };
    changes.push(change);
    if (status === 'M' && modeBefore === modeAfter && change.before.kind === 'file' && change.after.blob === '') unread.push(change);
  }
  const touched = onlyTouched(git, unread);
  return touched.size === 0 ? changes : changes.filter((change) => !touched.has(change));
}

/** Of files that git knows to differ by their times alone, those whose content is the same: hashed as git stores it, by the filters of their paths. */
function onlyTouched(git: Git, changes: readonly FileChange[]): ReadonlySet<FileChange> {
  // A line holds a path, which git unquotes where it begins with a quote.
  const hashed = changes.filter(({ path }) => !path.includes('\n') && !path.startsWith('"'));
  if (hashed.length === 0) return new Set();
  const { code, stdout } = git.run(['hash-object', '--stdin-paths'], hashed.map(({ path }) => `${path}\n`).join(''));
  const ids = stdout.toString().split('\n');
  return new Set(code === 0 ? hashed.filter(({ before }, index) => before.blob === ids[index]) : []);
}

function version(mode: string, blob: string): Version {
  return { kind: KINDS[mode] ?? 'file', blob: /^0*$/.test(blob) ? '' : blob };
}

/** What git separates by NUL. A name that is not UTF-8 is spelt as Node spells it where it lists the folder. */
function fields(bytes: Buffer): string[] {
  const parts = bytes.toString().split('\0');
  return parts.slice(0, -1);
}
