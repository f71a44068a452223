import type { Importer } from '../../importer.ts';
import { Attribution } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import { numberOf, objectOf, objectsOf, required } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { callFrame } from './call-frame.ts';

interface Step {
  node: JsonObject;
  /** Callers of the node, the nearest first, as a chain: stacks share their ends. */
  callers: Chain | undefined;
}

interface Chain {
  frame: Frame;
  next: Chain | undefined;
}

/** Bytes that were allocated and still alive when it was written, by the function that allocated them. https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#type-SamplingHeapProfile */
export const heapProfile: Importer = {
  id: 'heapprofile',
  name: 'V8 heap profile (node --heap-prof)',
  recognises: (head) => head.has('head.callFrame', 'head.selfSize'),
  async read(input) {
    const head = required(objectOf(objectOf(await input.json())?.head), 'call tree');
    const attribution = new Attribution();
    // The tree may be deeper than this process's own stack.
    const open: Step[] = [{ node: head, callers: undefined }];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      const here: Chain = { frame: callFrame(step.node.callFrame), next: step.callers };
      const size = numberOf(step.node.selfSize) ?? 0;
      if (size > 0) attribution.add(framesOf(here), size, 1);
      for (const child of objectsOf(step.node.children)) open.push({ node: child, callers: here });
    }
    return { tool: 'V8', observations: attribution.observations('heap', 'bytes', { self: 'allocated' }) };
  },
};

function framesOf(chain: Chain): Frame[] {
  const frames: Frame[] = [];
  for (let at: Chain | undefined = chain; at !== undefined; at = at.next) frames.push(at.frame);
  return frames;
}
