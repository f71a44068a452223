import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/mongodb';

/** The parameters that Nest fills from Mongoose, and schemas that are made of classes. */
export default defineLibrary({
  id: 'nestjs-mongoose',
  docs,
  packages: ['@nestjs/mongoose'],
  exports: {
    InjectModel: { docs, decorator: { injects: 'mongoose:model' } },
    InjectConnection: { docs, decorator: { injects: 'mongoose:connection' } },
    Schema: { docs, decorator: { entity: true } },
    SchemaFactory: { docs, handle: 'schemaFactory' },
  },
  handles: {
    schemaFactory: {
      title: "Nest's schema factory",
      members: entries(['createForClass'], { docs, call: { returns: 'mongoose:schema', entity: 0 } }),
    },
  },
});
