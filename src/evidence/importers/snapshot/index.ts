import type { Importer } from '../../importer.ts';
import type { Observation } from '../../types.ts';
import { objectOf, required } from '../json.ts';
import { heapGraph } from './graph.ts';
import type { HeapGraph } from './graph.ts';
import { retainedSizes } from './retained.ts';

/** Names that V8 gives what grows. */
const COLLECTIONS: ReadonlySet<string> = new Set(['Map', 'Set', 'Array', 'Object']);
/** Bytes from which on a collection is told, and how many are. */
const MIN_RETAINED = 64 * 1024;
const MAX_TOLD = 200;

const heapSnapshot: Importer = {
  id: 'heapsnapshot',
  name: 'V8 heap snapshot (v8.writeHeapSnapshot(), node --heapsnapshot-signal)',
  recognises: (head) => head.has('snapshot.meta.node_fields'),
  async read(input) {
    const graph = heapGraph(required(objectOf(await input.json()), 'snapshot'));
    const retained = retainedSizes(graph);
    const whole = retained[0]!;
    const observations = collections(graph, retained).map(({ file, name, size }): Observation => ({
      kind: 'heap', metric: 'retained', value: size, unit: 'bytes', subject: name, place: { file, marks: 'function' }, ...(whole > 0 && { share: size / whole }),
    }));
    return { tool: 'V8', observations, notes: ['a heap snapshot holds what the process had in memory, secrets too: do not hand it on'] };
  },
};

/** Formats that hold a whole heap. */
export const snapshots: readonly Importer[] = [heapSnapshot];

interface Collection {
  file: string;
  /** The variable, or class and property. */
  name: string;
  size: number;
}

/** Large collections that a variable of a module or a property of a class holds, the largest first. */
function collections(graph: HeapGraph, retained: Float64Array): Collection[] {
  const { count, first, to } = graph;
  const large = (node: number): boolean => retained[node]! >= MIN_RETAINED && graph.typeOf(node) === 'object' && COLLECTIONS.has(graph.nameOf(node));
  const files = filesOf(graph);
  const found: Collection[] = [];
  for (let node = 0; node < count; node++) {
    for (let edge = first[node]!; edge < first[node + 1]!; edge++) {
      const target = to[edge]!;
      const type = graph.edgeType(edge);
      if ((type !== 'context' && type !== 'property') || !large(target)) continue;
      const own = graph.nameOf(node);
      const file = type === 'context' || graph.typeOf(node) === 'closure' ? files.byNode.get(node) : files.byClass.get(own);
      if (!file) continue;
      found.push({ file, name: type === 'context' ? graph.edgeName(edge) : `${own}.${graph.edgeName(edge)}`, size: retained[target]! });
    }
  }
  return found.sort((a, b) => b.size - a.size).slice(0, MAX_TOLD);
}

/** Files of functions and of the scopes that they were made in; and of classes, by a name that one function alone has. */
function filesOf(graph: HeapGraph): { byNode: Map<number, string>; byClass: Map<string, string> } {
  const byNode = new Map<number, string>();
  const byClass = new Map<string, string>();
  for (let node = 0; node < graph.count; node++) {
    if (graph.typeOf(node) !== 'closure') continue;
    const shared = held(graph, node, 'shared');
    const script = shared === undefined ? undefined : held(graph, shared, 'script_or_debug_info');
    const file = script === undefined ? '' : graph.nameOf(script);
    if (file === '' || file.startsWith('node:')) continue;
    byNode.set(node, file);
    const scope = held(graph, node, 'context');
    if (scope !== undefined && !byNode.has(scope)) byNode.set(scope, file);
    const name = graph.nameOf(node);
    byClass.set(name, byClass.has(name) && byClass.get(name) !== file ? '' : file);
  }
  return { byNode, byClass };
}

/** What a node holds by an internal name. */
function held({ first, to, edgeType, edgeName }: HeapGraph, node: number, name: string): number | undefined {
  for (let edge = first[node]!; edge < first[node + 1]!; edge++) if (edgeType(edge) === 'internal' && edgeName(edge) === name) return to[edge];
  return undefined;
}
