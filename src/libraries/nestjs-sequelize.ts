import { defineLibrary } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/database#sequelize-integration';

/** The parameters that Nest fills from Sequelize. */
export default defineLibrary({
  id: 'nestjs-sequelize',
  docs,
  packages: ['@nestjs/sequelize'],
  exports: {
    InjectModel: { docs, decorator: { injects: 'sequelize-typescript:model' } },
    InjectConnection: { docs, decorator: { injects: 'sequelize-typescript:connection' } },
  },
  handles: {},
});
