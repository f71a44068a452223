import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/typestack/typedi#readme';
const container: Entry = { docs, handle: 'container' };

export default defineLibrary({
  id: 'typedi',
  docs,
  packages: ['typedi'],
  exports: { Container: container, default: container, Service: { docs, decorator: { singleton: true } } },
  handles: { container: { title: 'a TypeDI container', members: { get: { docs, call: { returns: 'instance:0' } } } } },
});
