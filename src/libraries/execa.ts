import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/sindresorhus/execa/blob/main/docs/api.md';

const blocking = (instead: string): Entry => ({
  docs,
  call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead, input: 0 } },
});

const sync = blocking('await execa(…)');

export default defineLibrary({
  id: 'execa',
  docs,
  packages: ['execa'],
  exports: {
    execaSync: sync,
    execaCommandSync: blocking('await execaCommand(…)'),
    ...entries(['execa', 'default'], { docs, handle: 'execa', call: {} }),
    $: { docs, handle: 'shell', call: {} },
  },
  handles: {
    execa: { title: 'execa', members: { sync, commandSync: blocking('await execa.command(…)') } },
    shell: { title: 'execa.$', members: entries(['sync', 's'], blocking('await $`…`')) },
  },
});
