import { defineLibrary } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://bun.com/docs/api/http';
const served = (arg: Callback['arg']): Callback => ({ arg, runs: 'later', entry: { kind: 'request' } });
const members: Record<string, Entry> = {
  serve: {
    docs,
    call: {
      callbacks: [
        ...[served('0.fetch'), served('0.error'), served('0.routes.*'), served('0.routes.*.*')],
        ...[served('0.websocket.open'), served('0.websocket.message'), served('0.websocket.close')],
      ],
    },
  },
};

export default defineLibrary({
  id: 'bun',
  docs,
  packages: ['bun', '@types/bun', 'bun-types'],
  exports: { ...members, default: { docs, handle: 'bun' } },
  globals: { Bun: { docs, handle: 'bun' } },
  handles: { bun: { title: 'Bun', members } },
  // A module's default export with a `fetch` is served when it is run.
  conventions: [{ docs: `${docs}#export-default-syntax`, path: /^.+\.[cm]?[jt]sx?$/, exports: ['default.fetch'], entry: { kind: 'request' } }],
});
