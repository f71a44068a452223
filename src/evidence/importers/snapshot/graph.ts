import { ContentError } from '../../errors.ts';
import { listOf, numberOf, objectOf, required } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** The objects of a heap snapshot and what they hold: node 0 is the root. */
export interface HeapGraph {
  count: number;
  /** Bytes of each node itself. */
  sizes: Float64Array;
  /** Where a node's edges begin; one more than there are nodes. */
  first: Uint32Array;
  /** Node that an edge leads to. */
  to: Uint32Array;
  typeOf(node: number): string;
  nameOf(node: number): string;
  edgeType(edge: number): string;
  edgeName(edge: number): string;
}

/** Nodes and edges that are read at most. */
const MAX_NODES = 8_000_000;
const MAX_EDGES = 40_000_000;

/** https://github.com/v8/v8/blob/main/src/profiler/heap-snapshot-generator.cc, HeapSnapshotJSONSerializer */
export function heapGraph(snapshot: JsonObject): HeapGraph {
  const meta = required(objectOf(objectOf(snapshot.snapshot)?.meta), 'description of its nodes');
  const nodeFields = listOf(meta.node_fields);
  const edgeFields = listOf(meta.edge_fields);
  const field = (fields: readonly unknown[], name: string): number => required(fields.includes(name) ? fields.indexOf(name) : undefined, `field ${name}`);
  const nodes = listOf(snapshot.nodes) as number[];
  const edges = listOf(snapshot.edges) as number[];
  const strings = listOf(snapshot.strings) as string[];
  const [nodeTypes, edgeTypes] = [listOf(listOf(meta.node_types)[0]), listOf(listOf(meta.edge_types)[0])];
  const width = nodeFields.length;
  const edgeWidth = edgeFields.length;
  const count = Math.floor(nodes.length / width);
  const edgeCount = Math.floor(edges.length / edgeWidth);
  if (count === 0) throw new ContentError('it holds no object');
  if (count > MAX_NODES || edgeCount > MAX_EDGES) throw new ContentError(`it holds ${count} objects and ${edgeCount} references, which is more than can be read`);
  const [type, name, size, own] = [field(nodeFields, 'type'), field(nodeFields, 'name'), field(nodeFields, 'self_size'), field(nodeFields, 'edge_count')];
  const [kind, label, target] = [field(edgeFields, 'type'), field(edgeFields, 'name_or_index'), field(edgeFields, 'to_node')];
  const sizes = new Float64Array(count);
  const first = new Uint32Array(count + 1);
  const to = new Uint32Array(edgeCount);
  for (let node = 0, next = 0; node < count; node++) {
    sizes[node] = numberOf(nodes[node * width + size]) ?? 0;
    next += numberOf(nodes[node * width + own]) ?? 0;
    first[node + 1] = next;
    if (next > edgeCount) throw new ContentError('it has fewer references than its objects say (is it cut off?)');
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    const node = (numberOf(edges[edge * edgeWidth + target]) ?? -1) / width;
    if (!Number.isInteger(node) || node < 0 || node >= count) throw new ContentError(`its reference ${edge} leads to no object`);
    to[edge] = node;
  }
  const edgeType = (edge: number): string => String(edgeTypes[edges[edge * edgeWidth + kind]!]);
  return {
    count,
    sizes,
    first,
    to,
    typeOf: (node) => String(nodeTypes[nodes[node * width + type]!]),
    nameOf: (node) => strings[nodes[node * width + name]!] ?? '',
    edgeType,
    // Elements have an index in place of a name.
    edgeName: (edge) => (['element', 'hidden'].includes(edgeType(edge)) ? '' : (strings[edges[edge * edgeWidth + label]!] ?? '')),
  };
}
