import type { EntryInfo } from '../entries/entries.ts';
import { runsOf, type Ground } from '../lifetime/runs.ts';
import { isInCatch } from '../multiplicity/regions.ts';
import type { LinkedFile } from '../values.ts';
import { constantReadsIn, type ConstantRead } from './constant-files.ts';
import { isDevelopmentOnly } from './development.ts';
import { isMemoised } from './memoised.ts';

/** A read of what does not change, at every request. */
export interface StaticRead extends ConstantRead {
  /** The nearest entry that runs it again and again. */
  entry: EntryInfo;
}

/** Finds a file's reads of constant files that requests, jobs or Lambda functions repeat. */
export function staticReadsIn(ground: Ground, file: LinkedFile): StaticRead[] {
  return constantReadsIn(ground.link, file).flatMap((read): StaticRead[] => {
    const { fact, functionId } = read;
    if (isMemoised(file, fact, true) || isInCatch(file.facts, fact) || isDevelopmentOnly(ground.link, file, fact)) return [];
    const { frequency, entry } = runsOf(ground, { file, id: functionId }, true);
    // What is rendered when the project is built is read once.
    return frequency === 'repeated' && entry && !entry.mayBuild ? [{ ...read, entry }] : [];
  });
}
