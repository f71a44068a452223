import type { HeapGraph } from './graph.ts';

const NONE = 0xffffffff;

/**
 * Bytes that would be free if a node were: its own and those of all that is reached through it alone. Weak references hold nothing.
 * The dominator tree is found as Cooper, Harvey and Kennedy do it ("A Simple, Fast Dominance Algorithm", 2001).
 */
export function retainedSizes(graph: HeapGraph): Float64Array {
  const { count, to, sizes } = graph;
  const holds = new Uint8Array(to.length);
  for (let edge = 0; edge < to.length; edge++) holds[edge] = graph.edgeType(edge) === 'weak' ? 0 : 1;
  const order = postorder(graph, holds);
  const number = new Uint32Array(count).fill(NONE);
  for (const [index, node] of order.entries()) number[node] = index;
  const { starts, sources } = predecessors(graph, holds, number);

  // By postorder number: the root has the highest.
  const root = order.length - 1;
  const dominator = new Uint32Array(order.length).fill(NONE);
  dominator[root] = root;
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = root - 1; at >= 0; at--) {
      const node = order[at]!;
      let best = NONE;
      for (let index = starts[node]!; index < starts[node + 1]!; index++) {
        const other = sources[index]!;
        if (dominator[other] === NONE) continue;
        best = best === NONE ? other : meet(dominator, best, other);
      }
      if (best !== NONE && dominator[at] !== best) {
        dominator[at] = best;
        changed = true;
      }
    }
  }

  const retained = new Float64Array(count);
  for (let at = 0; at < order.length; at++) retained[order[at]!] = sizes[order[at]!]!;
  // What a node dominates has a lower number than the node.
  for (let at = 0; at < root; at++) if (dominator[at] !== NONE) retained[order[dominator[at]!]!]! += retained[order[at]!]!;
  return retained;
}

/** Nodes that the root reaches, each after all that it leads to, the root last. */
function postorder({ count, first, to }: HeapGraph, holds: Uint8Array): Uint32Array {
  const order = new Uint32Array(count);
  const seen = new Uint8Array(count);
  const stack = new Uint32Array(count);
  const next = first.slice(0, count);
  let depth = 1;
  let done = 0;
  seen[0] = 1;
  while (depth > 0) {
    const node = stack[depth - 1]!;
    const edge = next[node]!;
    if (edge >= first[node + 1]!) {
      order[done++] = node;
      depth--;
      continue;
    }
    next[node] = edge + 1;
    const child = to[edge]!;
    if (holds[edge] === 0 || seen[child] === 1) continue;
    seen[child] = 1;
    stack[depth++] = child;
  }
  return order.subarray(0, done);
}

/** For each node the numbers of those that hold it. */
function predecessors({ count, first, to }: HeapGraph, holds: Uint8Array, number: Uint32Array): { starts: Uint32Array; sources: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  for (let edge = 0; edge < to.length; edge++) if (holds[edge] === 1) starts[to[edge]! + 1]!++;
  for (let node = 0; node < count; node++) starts[node + 1]! += starts[node]!;
  const fill = starts.slice(0, count);
  const sources = new Uint32Array(starts[count]!).fill(NONE);
  for (let node = 0; node < count; node++) {
    // What nothing holds holds nothing.
    if (number[node] === NONE) continue;
    for (let edge = first[node]!; edge < first[node + 1]!; edge++) if (holds[edge] === 1) sources[fill[to[edge]!]!++] = number[node]!;
  }
  return { starts, sources };
}

function meet(dominator: Uint32Array, one: number, other: number): number {
  let [a, b] = [one, other];
  while (a !== b) {
    while (a < b) a = dominator[a]!;
    while (b < a) b = dominator[b]!;
  }
  return a;
}
