/** One part in so many of a project, and never more than that many files, may be new without being kept: of 2,000 files writing takes 0.3 seconds of CPU, and finding anew what rests on a changed one 0.05 for each. */
const SHARE = 256;
const MOST = 100;

/** Answers about files that are found in the time that one changed file takes, at least: few rest on much that no other one needs. */
const ANSWERS = 4;

/** How many changed files so many answers about files count as. */
export function asFiles(answers: number): number {
  return answers / ANSWERS;
}

/**
 * Whether so much is new that a run which ends after it keeps it for the next one: writing takes as long as finding some
 * files anew. What is not kept is new again in the next run.
 *
 * @param news files that changed, and answers about files as `asFiles` counts them
 * @param files of the project
 */
export function isMuch(news: number, files: number): boolean {
  return news > Math.min(files / SHARE, MOST);
}
