import { defineLibrary, entries } from './types.ts';

const docs = 'https://nextjs.org/docs/app/getting-started/project-structure';
const pages = 'https://nextjs.org/docs/pages/building-your-application';
const request = { kind: 'request' } as const;
const build = { kind: 'build' } as const;
/** Settings of a route by which it is rendered at build time, or again after a while: https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config */
const prerendered = ['dynamic=force-static', 'dynamic=error', 'revalidate!=0'];
/** Settings by which it is rendered for each request. */
const perRequest = ['dynamic=force-dynamic', 'revalidate=0'];
/** Exports of what is rendered, in the order in which they run. */
const rendered = ['generateMetadata', 'generateViewport', 'default'];

export default defineLibrary({
  id: 'next',
  docs,
  packages: ['next', 'next/*'],
  exports: {
    NextApiHandler: { docs: `${pages}/routing/api-routes`, annotates: { entry: request } },
    GetServerSideProps: { docs: `${pages}/data-fetching/get-server-side-props`, annotates: { entry: request } },
    ...entries(['GetStaticProps', 'GetStaticPaths'], { docs: `${pages}/data-fetching/get-static-props`, annotates: { entry: build } }),
    ...entries(['unstable_cache'], {
      docs: 'https://nextjs.org/docs/app/api-reference/functions/unstable_cache',
      call: { wraps: { arg: 0, memoised: true } },
    }),
    ...entries(['after', 'unstable_after'], {
      docs: 'https://nextjs.org/docs/app/api-reference/functions/after',
      call: { callbacks: [{ arg: 0, runs: 'later', entry: request }] },
    }),
  },
  handles: {},
  conventions: [
    {
      docs: `${pages}/routing/api-routes`,
      path: /^(?:src\/)?pages\/api\/.+\.[cm]?[jt]sx?$/,
      exports: ['default'],
      entry: request,
    },
    {
      docs: `${pages}/data-fetching/get-server-side-props`,
      path: /^(?:src\/)?pages\/(?!api\/).+\.[cm]?[jt]sx?$/,
      exports: ['getServerSideProps', 'getInitialProps'],
      entry: request,
    },
    {
      docs: `${pages}/data-fetching/get-static-props`,
      path: /^(?:src\/)?pages\/(?!api\/).+\.[cm]?[jt]sx?$/,
      exports: ['getStaticProps', 'getStaticPaths'],
      entry: build,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/route',
      path: /^(?:src\/)?app\/(?:.+\/)?route\.[cm]?[jt]sx?$/,
      exports: ['GET', 'HEAD'],
      entry: request,
      prerendered: ['generateStaticParams', ...prerendered],
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/route',
      path: /^(?:src\/)?app\/(?:.+\/)?route\.[cm]?[jt]sx?$/,
      exports: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      entry: request,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/page',
      path: /^(?:src\/)?app\/(?:.+\/)?(?:page)\.[cm]?[jt]sx?$/,
      exports: rendered,
      entry: request,
      prerendered: ['generateStaticParams', ...prerendered],
      mayBuild: true,
      perRequest,
      together: 'leaf',
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/layout',
      path: /^(?:src\/)?app\/(?:.+\/)?(?:layout|template)\.[cm]?[jt]sx?$/,
      exports: rendered,
      entry: request,
      prerendered: ['generateStaticParams', ...prerendered],
      mayBuild: true,
      perRequest,
      together: 'around',
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions',
      path: /^(?:src\/)?app\/(?:.+\/)?(?:default|not-found|loading|error|opengraph-image|twitter-image|icon|apple-icon)\.[cm]?[jt]sx?$/,
      exports: rendered,
      entry: request,
      prerendered: ['generateStaticParams', ...prerendered],
      mayBuild: true,
      perRequest,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/metadata/sitemap',
      path: /^(?:src\/)?app\/(?:.+\/)?(?:sitemap|robots|manifest)\.[cm]?[jt]sx?$/,
      exports: ['default', 'generateSitemaps'],
      entry: build,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/functions/generate-static-params',
      path: /^(?:src\/)?app\/(?:.+\/)?(?:page|layout|route)\.[cm]?[jt]sx?$/,
      exports: ['generateStaticParams'],
      entry: build,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy',
      path: /^(?:src\/)?(?:middleware|proxy)\.[cm]?[jt]s$/,
      exports: ['middleware', 'proxy', 'default'],
      entry: request,
    },
    {
      docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/instrumentation',
      path: /^(?:src\/)?instrumentation\.[cm]?[jt]s$/,
      exports: ['register'],
      entry: { kind: 'start-up' },
    },
  ],
});
