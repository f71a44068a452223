import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/jprichardson/node-jsonfile#readme';

const blocking: Entry = {
  docs,
  call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'await readFile(…) or await writeFile(…)', input: 0 } },
};
const members: Record<string, Entry> = entries(['readFileSync', 'writeFileSync'], blocking);

export default defineLibrary({
  id: 'jsonfile',
  docs,
  packages: ['jsonfile'],
  exports: { ...members, default: { docs, handle: 'jsonfile', call: {} } },
  handles: { jsonfile: { title: 'jsonfile', members } },
});
