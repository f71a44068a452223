import { defineLibrary } from './types.ts';

const docs = 'https://zenstack.dev/docs/reference/runtime-api';

/** ZenStack gives a Prisma client that checks policies. */
export default defineLibrary({
  id: 'zenstack',
  docs,
  packages: ['@zenstackhq/runtime', '.zenstack/enhance'],
  exports: { enhance: { docs, call: { returns: 'prisma:client' } } },
  handles: {},
});
