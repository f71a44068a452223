import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://ajv.js.org/guide/managing-schemas.html';

/** An instance keeps what it has compiled: one that is made anew compiles every schema again, which takes milliseconds each. */
const ajv: Entry = {
  docs,
  construct: 'ajv',
  constructs: {
    effect: { kind: 'block', resource: 'cpu', cost: 'medium', instead: 'one instance for the life of the process: it keeps what it has compiled' },
  },
};

export default defineLibrary({
  id: 'ajv',
  docs,
  packages: ['ajv', 'ajv/*'],
  exports: { default: ajv, ...entries(['Ajv', 'Ajv2019', 'Ajv2020', 'AjvJTD'], ajv) },
  handles: {
    ajv: {
      title: 'Ajv',
      members: {
        ...entries(['compile', 'compileAsync', 'validate', 'validateSchema', 'getSchema', 'errorsText'], { docs, call: {} }),
        ...entries(['addSchema', 'addFormat', 'addKeyword', 'addMetaSchema', 'removeSchema'], { docs, call: { returns: 'this' } }),
      },
    },
  },
});
