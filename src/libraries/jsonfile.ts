import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/jprichardson/node-jsonfile#readme';

function blocking(instead: string, access: 'read' | 'write'): Entry {
  return { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead, input: 0, access } } };
}

const members: Record<string, Entry> = {
  readFileSync: blocking('await readFile(…)', 'read'),
  writeFileSync: blocking('await writeFile(…)', 'write'),
  readFile: { docs, call: { effect: { kind: 'file', access: 'read', input: 0 } } },
  writeFile: { docs, call: { effect: { kind: 'file', access: 'write', input: 0 } } },
};

export default defineLibrary({
  id: 'jsonfile',
  docs,
  packages: ['jsonfile'],
  exports: { ...members, default: { docs, handle: 'jsonfile', call: {} } },
  handles: { jsonfile: { title: 'jsonfile', members } },
});
