import { defineLibrary } from './types.ts';
import type { Acquisition, Operation } from './types.ts';

const docs = 'https://github.com/debug-js/debug#readme';

/** Versions 3.0 to 4.2 keep every instance in a list: https://github.com/debug-js/debug/issues/678 */
const acquires: Acquisition = {
  kind: 'registry',
  what: 'a debug instance in a list that the library keeps',
  remedy: "make it once, at module level: const log = debug('name'); or use debug 4.3 or later, which keeps no list",
  members: ['destroy'],
  versions: ['3.0.0', '4.3.0'],
};
const call: Operation = { returns: 'instance', acquires };

export default defineLibrary({
  id: 'debug',
  docs,
  packages: ['debug'],
  exports: { default: { docs, handle: 'debug', call }, debug: { docs, handle: 'debug', call } },
  handles: {
    debug: { title: 'debug', members: {}, call },
    instance: {
      title: 'a debug instance',
      call: {},
      members: { extend: { docs: `${docs}#extend`, call }, destroy: { docs, call: {} } },
    },
  },
});
