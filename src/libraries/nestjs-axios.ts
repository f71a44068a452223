import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/http-module';

/** A request is made when somebody subscribes to what these give; `axiosRef` is axios itself. */
export default defineLibrary({
  id: 'nestjs-axios',
  docs,
  packages: ['@nestjs/axios'],
  exports: { HttpService: { docs, type: 'service', extend: { instance: 'service' } } },
  handles: {
    service: {
      title: 'an HttpService',
      members: {
        ...entries(['request', 'get', 'delete', 'head', 'post', 'put', 'patch'], { docs, call: { effect: { kind: 'request' } } }),
        axiosRef: { docs, handle: 'axios:client' },
      },
    },
  },
});
