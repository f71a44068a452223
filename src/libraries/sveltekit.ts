import { defineLibrary, entries } from './types.ts';

const docs = 'https://svelte.dev/docs/kit/routing';
const hooks = 'https://svelte.dev/docs/kit/hooks';
const remote = 'https://svelte.dev/docs/kit/remote-functions';
const request = { kind: 'request' } as const;
const remoteCall = { callbacks: [{ arg: 'last', runs: 'later', entry: request }] } as const;

export default defineLibrary({
  id: 'sveltekit',
  docs,
  packages: ['@sveltejs/kit', '@sveltejs/kit/*', '$app/server'],
  exports: {
    ...entries(['RequestHandler', 'Handle', 'HandleFetch', 'HandleServerError', 'ServerLoad', 'Action'], {
      docs: 'https://svelte.dev/docs/kit/@sveltejs-kit',
      annotates: { entry: request },
    }),
    sequence: { docs: `${hooks}#sequence`, call: { callbacks: [{ arg: 'rest:0', runs: 'later', entry: request }] } },
    query: { docs: `${remote}#query`, handle: 'query', call: remoteCall },
    ...entries(['form', 'command'], { docs: remote, call: remoteCall }),
    prerender: { docs: `${remote}#prerender`, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'build' } }] } },
  },
  handles: {
    // Calls of one tick reach it as one list.
    query: { title: 'query', members: { batch: { docs: `${remote}#query.batch`, call: remoteCall } } },
  },
  conventions: [
    {
      docs: 'https://svelte.dev/docs/kit/load#Page-data',
      path: /^(?:.+\/)?\+(?:page|layout)(?:@[^/]*)?\.server\.[cm]?[jt]s$/,
      exports: ['load', 'actions.*'],
      entry: request,
    },
    {
      docs: `${docs}#server`,
      path: /^(?:.+\/)?\+server\.[cm]?[jt]s$/,
      exports: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'],
      entry: request,
    },
    {
      docs: hooks,
      path: /^(?:.+\/)?hooks\.server(?:\/index)?\.[cm]?[jt]s$/,
      exports: ['handle', 'handleFetch', 'handleError', 'handleValidationError'],
      entry: request,
    },
    {
      docs: `${hooks}#Shared-hooks-init`,
      path: /^(?:.+\/)?hooks\.server(?:\/index)?\.[cm]?[jt]s$/,
      exports: ['init'],
      entry: { kind: 'start-up' },
    },
  ],
});
