import { defineLibrary, entries, listener } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://www.i18next.com/overview/api';

const create: Entry = { docs: `${docs}#instance-creation`, call: { returns: 'instance' } };

/** One instance serves all requests; what listens to its events is kept by it. */
export default defineLibrary({
  id: 'i18next',
  docs,
  packages: ['i18next'],
  exports: { default: { docs, handle: 'instance' }, i18n: { docs, type: 'instance' }, createInstance: create },
  handles: {
    instance: {
      title: 'i18next',
      members: {
        ...entries(['createInstance', 'cloneInstance'], create),
        ...entries(['use'], { docs: `${docs}#use`, call: { returns: 'this' } }),
        on: { docs: `${docs}#events`, call: { callbacks: [{ arg: 1, runs: 'later' }], acquires: { ...listener, handler: { arg: 1, removers: ['off'] } } } },
        ...entries(['off', 't', 'exists', 'init', 'getFixedT', 'changeLanguage', 'loadLanguages', 'loadNamespaces', 'addResource', 'addResourceBundle'], { docs, call: {} }),
      },
    },
  },
});
