import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.sentry.io/platforms/javascript/guides/node/tracing/instrumentation/';

/** A span around a callback: the callback is the work. */
export default defineLibrary({
  id: 'sentry',
  docs,
  packages: ['@sentry/node', '@sentry/nextjs', '@sentry/nestjs', '@sentry/core', '@sentry/bun', '@sentry/aws-serverless'],
  exports: entries(['startSpan', 'startSpanManual', 'withScope', 'withIsolationScope', 'continueTrace', 'withMonitor', 'suppressTracing'], {
    docs,
    call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once' }] },
  }),
  handles: {},
});
