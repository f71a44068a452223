import { UsageError } from '../source/errors.ts';

/** A file of evidence that cannot be used: its message names the file and the reason. */
export class EvidenceError extends UsageError {
  override name = 'EvidenceError';
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.file = file;
    this.reason = reason;
  }
}

/** Content that is not what its format says: whoever knows the file's name says it with that. */
export class ContentError extends Error {
  override name = 'ContentError';
}
