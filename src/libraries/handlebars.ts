import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://handlebarsjs.com/api-reference/compilation.html';
const runtime = 'https://handlebarsjs.com/api-reference/runtime.html';

const members: Record<string, Entry> = {
  // It is parsed and turned into a function when it is first rendered, and nothing of that is kept for the next one.
  ...entries(['compile', 'precompile'], {
    docs,
    call: { effect: { kind: 'block', resource: 'cpu', cost: 'medium', instead: 'a template that is compiled once and kept', input: 0 } },
  }),
  ...entries(['registerPartial', 'unregisterPartial', 'unregisterHelper', 'registerDecorator'], { docs: runtime, call: {} }),
  registerHelper: { docs: runtime, call: { callbacks: [{ arg: 1, runs: 'later' }] } },
  create: { docs: runtime, call: { returns: 'handlebars' } },
};

export default defineLibrary({
  id: 'handlebars',
  docs,
  packages: ['handlebars'],
  exports: { ...members, default: { docs, handle: 'handlebars' } },
  handles: { handlebars: { title: 'Handlebars', members } },
});
