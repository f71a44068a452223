import { defineLibrary, entries } from './types.ts';

const docs = 'https://opentelemetry.io/docs/languages/js/instrumentation/';

/** A span around a callback: the callback is the work. */
export default defineLibrary({
  id: 'opentelemetry',
  docs,
  packages: ['@opentelemetry/api'],
  exports: {
    trace: { docs, handle: 'trace' },
    context: { docs, handle: 'context' },
    Tracer: { docs, type: 'tracer' },
  },
  handles: {
    trace: { title: 'trace', members: { getTracer: { docs: `${docs}#acquiring-a-tracer`, call: { returns: 'tracer' } } } },
    context: {
      title: 'context',
      members: {
        with: { docs, call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'once' }] } },
        bind: { docs, call: { wraps: { arg: 1 } } },
      },
    },
    tracer: {
      title: 'a tracer',
      members: entries(['startActiveSpan'], {
        docs: `${docs}#create-spans`,
        call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once' }] },
      }),
    },
  },
});
