import { defineLibrary, entries } from './types.ts';
import type { Entry, Operation } from './types.ts';

const docs = 'https://axios-http.com/docs/api_intro';
const instances = 'https://axios-http.com/docs/instance';

const send: Operation = { effect: { kind: 'request' } };

const methods: Record<string, Entry> = {
  ...entries(['request', 'get', 'delete', 'head', 'options', 'post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'], { docs, call: send }),
  create: { docs: instances, call: { returns: 'client' } },
  ...entries(['isAxiosError', 'isCancel', 'getUri', 'all', 'spread', 'toFormData'], { docs, call: {} }),
};

export default defineLibrary({
  id: 'axios',
  docs,
  packages: ['axios'],
  exports: {
    ...methods,
    default: { docs, handle: 'client', call: send },
    Axios: { docs, construct: 'client' },
    ...entries(['AxiosInstance', 'AxiosStatic'], { docs: instances, type: 'client' }),
  },
  handles: { client: { title: 'axios', call: send, members: methods } },
});
