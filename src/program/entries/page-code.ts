import { PerFile } from '../memo.ts';
import { mentions } from '../multiplicity/flow.ts';
import type { LinkedFile } from '../values.ts';

/** What only a browser has. */
const PAGE_GLOBALS = new Set(['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'getComputedStyle']);

const known = new PerFile((file) => /\.(tsx|jsx)$/.test(file.path) || usesPage(file));

/**
 * A file that by its components or its calls runs in a page, though it may be drawn on a server first: what it keeps or
 * registers is gone with the page. A file that a browser alone runs is of the kind `client`.
 */
export function isPageCode(file: LinkedFile): boolean {
  return known.get(file);
}

function usesPage({ facts }: LinkedFile): boolean {
  return facts.calls.some(({ callee }) => mentions(facts, callee, (part) => part.kind === 'name' && part.binding < 0 && PAGE_GLOBALS.has(part.name)));
}
