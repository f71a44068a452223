import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { causeOf, UsageError } from '../source/errors.ts';

/** Reads texts of a scanned project for a report: by path below the root, undefined for what cannot be read. */
export function fileReader(root: string): (file: string) => string | undefined {
  return (file) => {
    try {
      return readFileSync(path.join(root, file), 'utf8');
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
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${file}: ${causeOf(error)}`);
  }
}
