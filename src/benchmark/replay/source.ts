import type { FileFacts } from '../../facts/types.ts';

/** What replay asks of a project. Paths are below its root. */
export interface ReplaySource {
  /** Undefined for a file that is none of the project's. */
  facts(path: string): FileFacts | undefined;
  /** Text of a file, as the facts were made from it. */
  read(path: string): string | undefined;
  /** The project's file that a specifier means. */
  resolve(specifier: string, from: string): string | undefined;
}

/** A function of the project's. */
export interface FunctionAt {
  file: string;
  /** Index into the `functions` of its facts. */
  id: number;
}
