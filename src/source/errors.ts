/** The user asked for something that cannot be done: the message says what and where, and the CLI prints it alone. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  ELOOP: 'a link that leads back to itself',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a file is where a folder should be',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
};

/** The cause of a file system error in words; the system's own message for causes without any. */
export function causeOf(error: unknown): string {
  const code = codeOf(error);
  return CAUSES[code] ?? (error instanceof Error ? firstLine(error.message) : String(error));
}

/** The system's error code, such as `ENOENT`, or ''. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The first line of a message: reasons are printed in one line each. */
export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
