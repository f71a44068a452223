import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/agenda/agenda#defining-job-processors';
const Agenda: Entry = { docs, construct: 'agenda', extend: { instance: 'agenda' } };

export default defineLibrary({
  id: 'agenda',
  docs,
  packages: ['agenda', '@hokify/agenda'],
  exports: { Agenda, default: Agenda },
  handles: {
    agenda: {
      title: 'Agenda',
      members: {
        // The function is argument 1 or, in older versions, follows the options.
        define: { docs, call: { callbacks: [{ arg: 'rest:1', runs: 'later', entry: { kind: 'job' } }] } },
      },
    },
  },
});
