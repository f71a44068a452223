import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/dns.html';

/** dns has no synchronous call: `lookup` waits in the thread pool, the others ask a server. */
const asking = [
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTxt',
  'reverse',
  'lookup',
  'lookupService',
];

const promised: Record<string, Entry> = entries(asking, { docs: `${docs}#dns-promises-api`, call: { effect: { kind: 'request' } } });
const members: Record<string, Entry> = {
  ...entries(asking, {
    docs: `${docs}#implementation-considerations`,
    call: { effect: { kind: 'request' }, callbacks: [{ arg: 'last', runs: 'later' }] },
  }),
  promises: { docs: `${docs}#dns-promises-api`, handle: 'promises' },
};

export default defineLibrary({
  id: 'node-dns',
  docs,
  packages: ['dns'],
  exports: { ...members, default: { docs, handle: 'dns' } },
  handles: { dns: { title: 'dns', members }, promises: { title: 'dns.promises', members: promised } },
});
