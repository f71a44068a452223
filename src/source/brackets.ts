/** Brackets within brackets that the parser is given: at some thousands it overflows the native stack, which ends the process. */
export const MAX_BRACKETS = 1000;

const STEP: Readonly<Record<string, 1 | -1>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 };

/** How deeply brackets nest in a text. Those in strings and comments count too: they come in pairs, or in small numbers. */
export function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    depth = Math.max(0, depth + STEP[bracket]!);
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}
