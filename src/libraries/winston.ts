import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/winstonjs/winston#creating-your-own-logger';
const transports = 'https://github.com/winstonjs/winston/blob/master/docs/transports.md#file-transport';

/** A logger is nothing but its transports: only those that open a file hold something. */
const file: Entry = {
  docs: transports,
  construct: 'transport',
  constructs: {
    acquires: {
      kind: 'registry',
      what: 'an open log file',
      remedy: 'make the logger and its transports once, at module level, and give each call fields of its own with logger.child({ … })',
      members: ['close', 'end'],
    },
  },
};
const createLogger: Entry = { docs, call: { returns: 'logger', adopts: 'result' } };
const members: Record<string, Entry> = { createLogger, transports: { docs: transports, handle: 'transports' } };

export default defineLibrary({
  id: 'winston',
  docs,
  packages: ['winston'],
  exports: { ...members, default: { docs, handle: 'winston' } },
  handles: {
    winston: { title: 'winston', members },
    transports: { title: "winston's transports", members: { File: file } },
    transport: { title: 'a transport', members: entries(['close', 'end'], { docs: transports, call: {} }) },
    logger: {
      title: 'a logger',
      extends: 'node-events:emitter',
      members: { child: { docs, call: { returns: 'this' } }, add: { docs, call: { adopts: 'receiver', returns: 'this' } }, ...entries(['close', 'end'], { docs, call: {} }) },
    },
  },
});
