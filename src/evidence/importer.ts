import type { Head } from './input/head.ts';
import type { Input } from './input/input.ts';
import type { ImportedFile, Recording } from './types.ts';

/** A reader of one format. */
export interface Importer {
  /** The format, as reports and tests name it. */
  id: string;
  /** The same for people, with the command that makes such a file. */
  name: string;
  /** Tells the format by the content's beginning, never by a file's name. */
  recognises(head: Head): boolean;
  /** @throws ContentError for content that is not what its beginning promised */
  read(input: Input): Recording | Promise<Recording>;
  /** Makes one of several files of this format; default: each stands for itself. */
  combine?(files: readonly ImportedFile[]): ImportedFile[];
}
