import { defineLibrary, entries } from './types.ts';

const api = 'https://typegoose.github.io/typegoose/docs/api/functions/getModelForClass';
const types = 'https://typegoose.github.io/typegoose/docs/api/types/return-model-type';

/** Typegoose: a class is the schema, its statics and methods are those of the model and its documents. */
export default defineLibrary({
  id: 'typegoose',
  docs: api,
  packages: ['@typegoose/typegoose', 'typegoose'],
  exports: {
    ...entries(['getModelForClass', 'getDiscriminatorModelForClass', 'addModelToTypegoose'], {
      docs: api,
      call: { returns: 'mongoose:model', entity: 0, loadsClass: { arg: 0, static: 'mongoose:model', instance: 'mongoose:document' } },
    }),
    getModelWithString: { docs: api, call: { returns: 'mongoose:model' } },
    buildSchema: { docs: api, call: { returns: 'mongoose:schema', entity: 0 } },
    ...entries(['ReturnModelType', 'ModelType'], { docs: types, type: 'mongoose:model' }),
    ...entries(['DocumentType', 'InstanceType'], { docs: types, type: 'mongoose:document' }),
    mongoose: { docs: api, handle: 'mongoose:mongoose' },
    modelOptions: { docs: api, decorator: { entity: true } },
  },
  handles: {},
});
