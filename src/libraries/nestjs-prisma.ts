import { defineLibrary } from './types.ts';

const docs = 'https://nestjs-prisma.dev/docs/basic-usage/';

/** nestjs-prisma: an injectable Prisma client. */
export default defineLibrary({
  id: 'nestjs-prisma',
  docs,
  packages: ['nestjs-prisma'],
  exports: {
    PrismaService: { docs, construct: 'prisma:client', extend: { instance: 'prisma:client' } },
    CustomPrismaService: { docs: 'https://nestjs-prisma.dev/docs/custom-prisma-client-location/', type: 'custom' },
  },
  handles: {
    custom: {
      title: 'CustomPrismaService',
      members: { client: { docs: 'https://nestjs-prisma.dev/docs/custom-prisma-client-location/', handle: 'prisma:client' } },
    },
  },
});
