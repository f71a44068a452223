import { output } from './process.ts';
import type { Git } from './process.ts';

/** Reads the contents of objects by id, with one process; as they are stored, with no filter and no line ending changed. */
export function readBlobs(git: Git, ids: Iterable<string>): Map<string, Uint8Array> {
  const wanted = [...new Set(ids)];
  const blobs = new Map<string, Uint8Array>();
  if (wanted.length === 0) return blobs;
  const bytes = output(git, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(10, at);
    const [id = '', , size] = bytes.toString('latin1', at, end).split(' ');
    at = end + 1;
    // `<id> missing`: the object is in no pack, as in a partial clone that cannot reach its origin.
    if (size === undefined) continue;
    blobs.set(id, bytes.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
