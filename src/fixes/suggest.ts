import { isDeepStrictEqual } from 'node:util';
import { extract } from '../facts/extract.ts';
import type { FileFacts } from '../facts/types.ts';
import type { FixPlan, Suggestion } from '../findings/types.ts';
import { createParser } from '../source/parser.ts';
import { addIndex, addPrismaIndex } from './add-index.ts';
import { lruCache } from './lru-cache.ts';
import { promiseFileCalls } from './promise-file-call.ts';
import { readInLoop } from './read-in-loop.ts';
import type { Rewrite } from './rewrite.ts';
import { Tree } from './tree.ts';
import { writeInLoop } from './write-in-loop.ts';

/** A suggestion with what its JSON form does not say. */
export interface Offered {
  suggestion: Suggestion;
  /** What to look at afterwards. */
  check: string;
  /** Packages that must be installed for it. */
  installs: readonly string[];
}

export type Suggested = { ok: true; value: Offered } | { ok: false; reason: string };

/** A file as it is now, and the facts that its plan was made from. */
export interface Analysed {
  /** Without a byte-order mark; undefined when it cannot be read. */
  text: string | undefined;
  facts: FileFacts | undefined;
}

const parser = createParser();

/**
 * Makes the edits of a plan, or says in one line why there are none: a precondition that the code does not fulfil, or a
 * file that changed since its facts were taken. Synchronous, so that an editor can ask while it lints.
 */
export function suggest(plan: FixPlan, analysed: (file: string) => Analysed): Suggested {
  if (plan.kind === 'none') return { ok: false, reason: plan.reason };
  const { file } = plan;
  const { text, facts } = analysed(file);
  if (text === undefined) return { ok: false, reason: `${file} cannot be read` };
  if (plan.kind === 'add-index' && plan.language === 'prisma') return offered(file, addPrismaIndex(plan, text));
  const parsed = parser.parse(file, text);
  if (!parsed.ok) return { ok: false, reason: `${file}: ${parsed.reason}` };
  const now = extract(parsed.value, text);
  // What lies in a store is read kind by kind.
  if (!facts || !(Object.keys(now) as (keyof FileFacts)[]).every((kind) => isDeepStrictEqual(now[kind], facts[kind]))) return { ok: false, reason: `${file} changed since it was analysed; run it again` };
  return offered(file, rewriteOf(plan, new Tree(parsed.value.program, text)));
}

function offered(file: string, rewrite: Rewrite): Suggested {
  if ('refused' in rewrite) return { ok: false, reason: rewrite.refused };
  const { title, safety, check, changes, installs = [] } = rewrite;
  const edits = changes.map(({ at: [start, end], text: replacement }) => ({ file, start, end, text: replacement })).sort((a, b) => a.start - b.start);
  return { ok: true, value: { suggestion: { title, safety, edits }, check, installs } };
}

function rewriteOf(plan: Exclude<FixPlan, { kind: 'none' }>, tree: Tree): Rewrite {
  switch (plan.kind) {
    case 'promise-file-call':
      return promiseFileCalls(plan, tree);
    case 'read-in-loop':
      return readInLoop(plan, tree);
    case 'write-in-loop':
      return writeInLoop(plan, tree);
    case 'lru-cache':
      return lruCache(plan, tree);
    case 'add-index':
      return addIndex(plan, tree);
  }
}
