/** Unchanged lines around a change. */
const CONTEXT = 3;

interface Line {
  mark: ' ' | '-' | '+';
  text: string;
}

/** The unified diff of two texts of one file, as `patch` and `git apply` read it; '' where they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = compare(linesOf(before), linesOf(after));
  return [`--- a/${file}\n`, `+++ b/${file}\n`, ...hunks(lines)].join('');
}

/** Lines with their ends, so that a changed or a missing line end is a change. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The shortest edit script, by Myers' greedy algorithm: an array of reached rows by diagonal for each number of changes. */
function compare(a: readonly string[], b: readonly string[]): Line[] {
  const trace: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let changes = 0; ; changes++) {
    trace.push(reached);
    const next = new Map(reached);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = isDown(reached, diagonal, changes) ? reached.get(diagonal + 1)! : reached.get(diagonal - 1)! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, trace);
    }
    reached = next;
  }
}

function isDown(reached: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  return diagonal === -changes || (diagonal !== changes && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly ReadonlyMap<number, number>[]): Line[] {
  const lines: Line[] = [];
  let [x, y] = [a.length, b.length];
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const reached = trace[changes]!;
    const down = isDown(reached, x - y, changes);
    const diagonal = x - y + (down ? 1 : -1);
    const fromX = changes === 0 ? 0 : reached.get(diagonal)!;
    const fromY = changes === 0 ? 0 : fromX - diagonal;
    while (x > fromX && y > fromY) {
      lines.push({ mark: ' ', text: a[--x]! });
      y--;
    }
    if (changes === 0) break;
    if (down) lines.push({ mark: '+', text: b[--y]! });
    else lines.push({ mark: '-', text: a[--x]! });
  }
  return lines.reverse();
}

/** Changes with the lines around them; those whose surroundings meet are one hunk. */
function* hunks(lines: readonly Line[]): Generator<string> {
  let [oldLine, newLine] = [1, 1];
  const numbered = lines.map((line) => {
    const at = { ...line, oldLine, newLine };
    if (line.mark !== '+') oldLine++;
    if (line.mark !== '-') newLine++;
    return at;
  });
  const near = numbered.map((_, index) => numbered.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ mark }) => mark !== ' '));
  for (let start = near.indexOf(true); start >= 0; ) {
    const stop = near.indexOf(false, start);
    const hunk = numbered.slice(start, stop < 0 ? undefined : stop);
    const [olds, news] = [hunk.filter(({ mark }) => mark !== '+').length, hunk.filter(({ mark }) => mark !== '-').length];
    yield `@@ -${range(hunk[0]!.oldLine, olds)} +${range(hunk[0]!.newLine, news)} @@\n`;
    for (const { mark, text } of hunk) yield `${mark}${text}${text.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`;
    start = stop < 0 ? -1 : near.indexOf(true, stop);
  }
}

/** An empty range stands after the line before it. */
function range(first: number, count: number): string {
  return count === 1 ? String(first) : `${count === 0 ? first - 1 : first},${count}`;
}
