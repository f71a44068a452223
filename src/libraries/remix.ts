import { defineLibrary, entries } from './types.ts';

const docs = 'https://reactrouter.com/start/framework/route-module';
const request = { kind: 'request' } as const;

/**
 * Remix, and React Router as a framework: both run `loader` and `action` of a route module on the server, and the `client…`
 * twins in the browser. A module is a route by its folder or by routes.ts, so that the exports' names decide below the
 * application's folder. React Router without its server packages is a library for browsers, and none of this.
 */
export default defineLibrary({
  id: 'remix',
  docs,
  packages: [
    ...['@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare', '@remix-run/deno', '@remix-run/serve', '@remix-run/express'],
    ...['@remix-run/dev', '@vercel/remix', '@netlify/remix-runtime', '@shopify/remix-oxygen'],
    ...['@react-router/node', '@react-router/dev', '@react-router/serve', '@react-router/express', '@react-router/cloudflare'],
  ],
  exports: entries(['LoaderFunction', 'ActionFunction', 'DataFunction', 'HandleDocumentRequestFunction', 'HandleDataRequestFunction'], {
    docs,
    annotates: { entry: request },
  }),
  handles: {},
  conventions: [
    {
      docs: `${docs}#loader`,
      path: /^(?:app|src)\/.+\.[cm]?[jt]sx?$/,
      exports: ['loader', 'action', 'middleware.*', 'unstable_middleware.*'],
      entry: request,
    },
    {
      docs: 'https://reactrouter.com/explanation/special-files#entryservertsx',
      path: /^(?:app|src)\/entry\.server\.[cm]?[jt]sx?$/,
      exports: ['default', 'handleRequest', 'handleDataRequest', 'handleError'],
      entry: request,
    },
  ],
});
