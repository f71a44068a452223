import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/database#repository-pattern';

/** The parameters that Nest fills from TypeORM. */
export default defineLibrary({
  id: 'nestjs-typeorm',
  docs,
  packages: ['@nestjs/typeorm'],
  exports: {
    InjectRepository: { docs, decorator: { injects: 'typeorm:repository' } },
    ...entries(['InjectDataSource', 'InjectConnection'], { docs, decorator: { injects: 'typeorm:dataSource' } }),
    InjectEntityManager: { docs, decorator: { injects: 'typeorm:manager' } },
  },
  handles: {},
});
