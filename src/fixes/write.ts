import { accessSync, chmodSync, constants, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { causeOf, codeOf, UsageError } from '../source/errors.ts';

/** A file as it was analysed, and as it is to be. */
export interface Rewritten {
  /** Absolute path. */
  path: string;
  before: Uint8Array;
  after: Uint8Array;
}

const DENIED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * Writes all files or none: each is compared with what was analysed, all new contents are written beside their files, then
 * renamed onto them; when one of these fails, those already renamed get their old content back. Modes are kept, and a link
 * stays a link.
 * @throws UsageError when a file changed meanwhile or cannot be written; nothing is changed then
 */
export function writeAll(files: readonly Rewritten[], rename: typeof renameSync = renameSync): void {
  const staged: { file: Rewritten; real: string; aside: string }[] = [];
  const renamed: typeof staged = [];
  try {
    for (const file of files) {
      const real = attempt(file.path, () => realpathSync(file.path));
      assertUnchanged(file);
      const aside = path.join(path.dirname(real), `.${path.basename(real)}.perf-lint-${process.pid}`);
      attempt(file.path, () => writeAside(real, aside, file.after));
      staged.push({ file, real, aside });
    }
    for (const step of staged) {
      assertUnchanged(step.file);
      attempt(step.file.path, () => rename(step.aside, step.real));
      renamed.push(step);
    }
  } catch (error) {
    for (const { file, real, aside } of renamed) {
      writeAside(real, aside, file.before);
      renameSync(aside, real);
    }
    for (const { aside } of staged) rmSync(aside, { force: true });
    throw error;
  }
}

function writeAside(real: string, aside: string, content: Uint8Array): void {
  accessSync(real, constants.W_OK);
  const { mode } = statSync(real);
  try {
    writeFileSync(aside, content, { mode, flag: 'wx', flush: true });
    // The mask of the process may have taken bits away.
    chmodSync(aside, mode);
  } catch (error) {
    // What is there already is somebody else's.
    if (codeOf(error) !== 'EEXIST') rmSync(aside, { force: true });
    throw error;
  }
}

function assertUnchanged({ path: file, before }: Rewritten): void {
  const now = attempt(file, () => readFileSync(file));
  if (Buffer.compare(now, before) !== 0) throw new UsageError(`${file} changed since it was analysed; nothing is written: run it again`);
}

function attempt<T>(file: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const cause = DENIED.includes(codeOf(error)) ? 'no permission to write it or its folder' : causeOf(error);
    throw new UsageError(`${file} cannot be rewritten: ${cause}; nothing is changed`, { cause: error });
  }
}
