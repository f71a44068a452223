import { defineLibrary } from './types.ts';

const docs = 'https://mikro-orm.io/docs/usage-with-nestjs';

/** The parameters that Nest fills from MikroORM. */
export default defineLibrary({
  id: 'nestjs-mikro-orm',
  docs,
  packages: ['@mikro-orm/nestjs'],
  exports: {
    InjectRepository: { docs, decorator: { injects: 'mikro-orm:repository' } },
    InjectEntityManager: { docs, decorator: { injects: 'mikro-orm:manager' } },
    InjectMikroORM: { docs, decorator: { injects: 'mikro-orm:orm' } },
  },
  handles: {},
});
