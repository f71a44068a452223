import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { disk } from '../source/disk.ts';
import { causeOf, UsageError } from '../source/errors.ts';
import { makeFolder } from '../source/make-folder.ts';
import { decode } from '../source/text.ts';
import type { Files } from '../source/types.ts';

/** Reads texts of a scanned project for a report, as the rules saw them: by path below the root, undefined for what cannot be read. */
export function fileReader(root: string, files: Files = disk): (file: string) => string | undefined {
  return (file) => {
    try {
      const bytes = files.read(path.join(root, file));
      return bytes && decode(bytes);
    } catch {
      return undefined;
    }
  };
}

/**
 * Writes a report, and the folder it lies in where that is missing.
 * @throws UsageError when it cannot be written
 */
export function saveReport(file: string, text: string): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${file}: ${causeOf(error)}`);
  }
}
