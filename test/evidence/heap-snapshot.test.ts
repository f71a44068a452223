import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HeapGraph } from '../../src/evidence/importers/snapshot/graph.ts';
import { retainedSizes } from '../../src/evidence/importers/snapshot/retained.ts';
import { importEvidence } from '../../src/evidence/import.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { project } from '../commands/project.ts';

const SERVER = `
const { createServer } = require('node:http');
const { writeHeapSnapshot } = require('node:v8');
const cache = new Map();
class Store {
  static seen = new Set();
}
function handle(req, res) {
  cache.set(req.url, 'x'.repeat(300) + req.url);
  Store.seen.add({ url: req.url });
  res.end();
}
// What nothing refers to any more is no part of a snapshot.
module.exports = createServer(handle);
for (let i = 0; i < 5000; i++) handle({ url: '/' + i }, { end() {} });
writeHeapSnapshot(process.argv[2]);
`;

// A snapshot holds what was in memory: it is made here, and never kept.
describe('a heap snapshot', { timeout: 60_000 }, () => {
  it('tells what a collection keeps alive, by the name that holds it', async () => {
    const root = project({ 'package.json': '{"name":"leak"}', 'server.cjs': SERVER });
    execFileSync(process.execPath, [path.join(root, 'server.cjs'), path.join(root, 'now.heapsnapshot')]);
    const { files: [file] } = await importEvidence(['now.heapsnapshot'], root);
    expect(file!.format).toBe('heapsnapshot');
    const own = file!.observations.filter(({ place }) => place!.file.endsWith('server.cjs'));
    expect(own.map(({ subject }) => subject)).toEqual(['cache', 'Store.seen']);
    // 5,000 texts of 300 letters and more.
    expect(own[0]!.value).toBeGreaterThan(1_500_000);
    expect(own[0]!.value).toBeLessThan(4_000_000);
    const { findings } = await scan({ paths: [root], cwd: root, evidence: { files: ['now.heapsnapshot'], pathMaps: [], failOnObserved: false } }, engine);
    const cache = findings.find(({ rule, key }) => rule === 'unbounded-cache' && key.symbol === 'cache');
    expect(cache?.evidence).toMatchObject([{ kind: 'heap', metric: 'retained', unit: 'bytes', joinedBy: 'function' }]);

    const text = readFileSync(path.join(root, 'now.heapsnapshot'), 'utf8');
    writeFileSync(path.join(root, 'cut.heapsnapshot'), text.slice(0, text.length / 2));
    await expect(importEvidence(['cut.heapsnapshot'], root)).rejects.toThrow(/cut\.heapsnapshot: it (?:ends in the middle|is no JSON)/);
  });

  it('counts what is reached through an object alone, in cycles too', () => {
    // root -> a -> b -> c -> b; root -> d; a -> d; a ~> e, which is weak
    const links = [[1, 4], [2, 4, 5], [3], [2], [], []];
    const graph: HeapGraph = {
      count: 6,
      sizes: Float64Array.of(1, 10, 100, 1000, 10_000, 100_000),
      first: Uint32Array.of(0, 2, 5, 6, 7, 7, 7),
      to: Uint32Array.from(links.flat()),
      typeOf: () => 'object',
      nameOf: () => '',
      edgeType: (edge) => (edge === 4 ? 'weak' : 'property'),
      edgeName: () => '',
    };
    expect([...retainedSizes(graph)]).toEqual([11_111, 1110, 1100, 1000, 10_000, 0]);
  });

  it('that refers to what it does not hold is refused', async () => {
    const root = project({});
    const meta = { node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'], node_types: [['synthetic', 'object', 'closure', 'code']], edge_fields: ['type', 'name_or_index', 'to_node'], edge_types: [['context', 'property', 'internal', 'weak']] };
    const nodes = [[0, 0, 1, 0, 3], [1, 1, 2, 100_000, 1], [1, 1, 3, 100_000, 0], [2, 2, 4, 10, 3], [3, 3, 5, 10, 1], [3, 4, 6, 10, 0]];
    const edges = [[1, 0, 1], [1, 0, 2], [1, 0, 3], [3, 0, 2], [1, 5, 1], [2, 6, 4], [1, 7, 2], [2, 8, 5]].map(([type, name, to]) => [type, name, to! * 5]);
    const strings = ['', 'Map', 'Store', 'shared', '/srv/app/a.js', 'held', 'shared', 'also', 'script_or_debug_info'];
    writeFileSync(path.join(root, 'small.json'), JSON.stringify({ snapshot: { meta }, nodes: nodes.flat(), edges: edges.flat(), strings }));
    const { files: [file] } = await importEvidence(['small.json'], root);
    expect(file!.observations.map(({ subject, value }) => [subject, value])).toEqual([['Store.held', 100_000], ['Store.also', 100_000]]);
    writeFileSync(path.join(root, 'bad.json'), JSON.stringify({ snapshot: { meta }, nodes: nodes.flat(), edges: [0, 0, 999], strings }));
    await expect(importEvidence(['bad.json'], root)).rejects.toThrow(/fewer references than its objects say/);
  });
});
