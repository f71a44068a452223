import { defineLibrary, entries } from './types.ts';
import type { BlockEffect, Entry } from './types.ts';

const docs = 'https://nodejs.org/api/zlib.html';

/** What it costs grows with the input; the function of the same name without `Sync` works in the thread pool. */
function twins(cost: BlockEffect['cost'], names: readonly string[]): Record<string, Entry> {
  return Object.fromEntries(
    names.map((name) => [
      `${name}Sync`,
      {
        docs: `${docs}#convenience-methods`,
        call: { effect: { kind: 'block', resource: 'cpu', cost, instead: `await promisify(zlib.${name})(…)`, input: 0 } },
      },
    ]),
  );
}

const MEDIUM = ['deflate', 'deflateRaw', 'gzip', 'inflate', 'inflateRaw', 'gunzip', 'unzip', 'brotliDecompress', 'zstdCompress', 'zstdDecompress'];
/** Its default quality is the highest one, 11. */
const LARGE = ['brotliCompress'];

const members: Record<string, Entry> = {
  ...twins('medium', MEDIUM),
  ...twins('large', LARGE),
  ...entries([...MEDIUM, ...LARGE], { docs: `${docs}#convenience-methods`, call: { callbacks: [{ arg: 'last', runs: 'later' }] } }),
};

export default defineLibrary({
  id: 'node-zlib',
  docs,
  packages: ['zlib'],
  exports: { ...members, default: { docs, handle: 'zlib' } },
  handles: { zlib: { title: 'zlib', members } },
});
