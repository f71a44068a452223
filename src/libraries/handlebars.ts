import { defineLibrary, entries } from './types.ts';
import type { Acquisition, Entry } from './types.ts';

const docs = 'https://handlebarsjs.com/api-reference/compilation.html';
const runtime = 'https://handlebarsjs.com/api-reference/runtime.html';

const registered: Acquisition = {
  kind: 'registry',
  what: 'a partial or helper under a name that a client sends',
  remedy: 'register partials and helpers once, at module level, under fixed names; or use Handlebars.create(), whose registry ends with the call',
  input: 0,
};

const members: Record<string, Entry> = {
  // It is parsed and turned into a function when it is first rendered, and nothing of that is kept for the next one.
  ...entries(['compile', 'precompile'], {
    docs,
    call: { effect: { kind: 'block', resource: 'cpu', cost: 'medium', instead: 'a template that is compiled once and kept', input: 0 } },
  }),
  ...entries(['registerPartial', 'registerDecorator'], { docs: runtime, call: { acquires: registered } }),
  ...entries(['unregisterPartial', 'unregisterHelper'], { docs: runtime, call: {} }),
  registerHelper: { docs: runtime, call: { callbacks: [{ arg: 1, runs: 'later' }], acquires: registered } },
  create: { docs: runtime, call: { returns: 'handlebars' } },
};

export default defineLibrary({
  id: 'handlebars',
  docs,
  packages: ['handlebars'],
  exports: { ...members, default: { docs, handle: 'handlebars' } },
  handles: { handlebars: { title: 'Handlebars', members } },
});
