import { defineLibrary, entries } from './types.ts';
import type { Entry, Operation } from './types.ts';

const docs = 'https://github.com/sindresorhus/got/blob/main/documentation/1-promise.md';

const send: Operation = { effect: { kind: 'request' } };
const verbs = ['get', 'post', 'put', 'patch', 'head', 'delete'];

const members: Record<string, Entry> = {
  ...entries(verbs, { docs, call: send }),
  stream: { docs: 'https://github.com/sindresorhus/got/blob/main/documentation/3-streams.md', call: send },
  extend: { docs: 'https://github.com/sindresorhus/got/blob/main/documentation/10-instances.md', call: { returns: 'client' } },
};

export default defineLibrary({
  id: 'got',
  docs,
  packages: ['got', 'ky', 'ky-universal', 'wretch', 'ofetch'],
  exports: {
    default: { docs, handle: 'client', call: send },
    ...entries(['got', 'ky', 'ofetch', '$fetch'], { docs, handle: 'client', call: send }),
    ...entries(['Got', 'KyInstance', 'ExtendOptions'], { docs, type: 'client' }),
  },
  handles: { client: { title: 'got', call: send, members: { ...members, create: { docs, call: { returns: 'client' } } } } },
});
