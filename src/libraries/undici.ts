import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://undici.nodejs.org/';

const send: Entry = { docs, call: { effect: { kind: 'request' } } };
const dispatchers = ['Client', 'Pool', 'BalancedPool', 'Agent', 'ProxyAgent', 'RetryAgent'];

export default defineLibrary({
  id: 'undici',
  docs,
  packages: ['undici'],
  exports: {
    ...entries(['fetch', 'request', 'stream', 'pipeline', 'connect', 'upgrade'], send),
    ...entries(dispatchers, {
      docs: `${docs}#/docs/api/Dispatcher`,
      construct: 'dispatcher',
      // Its sockets are closed when they have been idle for some seconds.
      constructs: { acquires: connection('a dispatcher with its own kept sockets', ['close', 'destroy'], { idles: true }) },
    }),
    Dispatcher: { docs: `${docs}#/docs/api/Dispatcher`, type: 'dispatcher' },
  },
  handles: {
    dispatcher: {
      title: 'an undici dispatcher',
      members: { ...entries(['request', 'stream', 'pipeline', 'connect', 'upgrade', 'dispatch'], send) },
    },
  },
});
