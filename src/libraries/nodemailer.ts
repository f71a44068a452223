import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodemailer.com/smtp/pooled';

/** Only a pooled transport keeps its connections; any other opens one for each message and closes it. */
const createTransport: Entry = {
  docs,
  call: { returns: 'transport', acquires: connection('a pooled mail transport with its SMTP connections', ['close'], { only: ['pool'] }) },
};

export default defineLibrary({
  id: 'nodemailer',
  docs,
  packages: ['nodemailer'],
  exports: {
    createTransport,
    default: { docs, handle: 'nodemailer' },
    ...entries(['Transporter'], { docs, type: 'transport' }),
  },
  handles: {
    nodemailer: { title: 'nodemailer', members: { createTransport } },
    transport: {
      title: 'a mail transport',
      members: {
        sendMail: { docs: 'https://nodemailer.com/usage', call: { effect: { kind: 'request' } } },
        verify: { docs: 'https://nodemailer.com/usage', call: { effect: { kind: 'request' } } },
        close: { docs, call: {} },
      },
    },
  },
});
