import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

/** Hash of the sources that it was built from; the build puts it in. */
declare const PERF_LINT_BUILD: string | undefined;

/** Run from its sources, which may change before the next run, it shares what it keeps with nobody. */
const SOURCES = `sources of ${randomUUID()}`;

/** What stored facts depend on beside the files: this build, which holds the extractor and the tables, and the parser's version. */
export function storeVersion(): string {
  const build = typeof PERF_LINT_BUILD === 'string' ? PERF_LINT_BUILD : SOURCES;
  const parser = (createRequire(import.meta.url)('oxc-parser/package.json') as { version: string }).version;
  return `1 ${build} ${parser}`;
}
