import { PerFile } from '../memo.ts';
import { mentions } from '../multiplicity/flow.ts';
import type { LinkedFile } from '../values.ts';

/** What only a browser has. */
const PAGE_GLOBALS = new Set(['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'getComputedStyle']);

/** Components, and what lies in a folder that holds nothing else than what a page loads. */
const PAGE_PATH = /\.(?:tsx|jsx)$|(?:^|\/)frontend\/(?:js|javascripts?|scripts|assets)\//;

const known = new PerFile((file) => PAGE_PATH.test(file.path) || usesPage(file));

/**
 * A file that by its path, its components or its calls runs in a page, though it may be drawn on a server first: what it keeps or
 * registers is gone with the page. A file that a browser alone runs is of the kind `client`.
 */
export function isPageCode(file: LinkedFile): boolean {
  return known.get(file);
}

function usesPage({ facts }: LinkedFile): boolean {
  return facts.calls.some(({ callee }) => mentions(facts, callee, (part) => part.kind === 'name' && part.binding < 0 && PAGE_GLOBALS.has(part.name)));
}
