import { mentions } from '../multiplicity/flow.ts';
import type { LinkedFile } from '../values.ts';

/** What only a browser has. */
const PAGE_GLOBALS = new Set(['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'getComputedStyle']);

const known = new WeakMap<LinkedFile, boolean>();

/**
 * A file that by its components or its calls runs in a page, though it may be drawn on a server first: what it keeps or
 * registers is gone with the page. A file that a browser alone runs is of the kind `client`.
 */
export function isPageCode(file: LinkedFile): boolean {
  let is = known.get(file);
  if (is === undefined) {
    is = /\.(tsx|jsx)$/.test(file.path) || usesPage(file);
    known.set(file, is);
  }
  return is;
}

function usesPage({ facts }: LinkedFile): boolean {
  return facts.calls.some(({ callee }) => mentions(facts, callee, (part) => part.kind === 'name' && part.binding < 0 && PAGE_GLOBALS.has(part.name)));
}
