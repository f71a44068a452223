import nodeDns from './node-dns.ts';
import { defineLibrary } from './types.ts';

const docs = 'https://nodejs.org/api/dns.html#dns-promises-api';

export default defineLibrary({
  id: 'node-dns-promises',
  docs,
  packages: ['dns/promises'],
  exports: { ...nodeDns.handles.promises!.members, default: { docs, handle: 'node-dns:promises' } },
  handles: {},
});
