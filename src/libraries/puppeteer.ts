import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://pptr.dev/api/puppeteer.puppeteernode.launch';

const launch: Entry = {
  docs,
  call: {
    returns: 'browser',
    acquires: connection('a browser process', ['close', 'disconnect', 'kill'], {
      remedy: 'close the browser in finally: await browser.close(); or launch one when the process starts and open a page in it for each call',
    }),
  },
};

export default defineLibrary({
  id: 'puppeteer',
  docs,
  packages: ['puppeteer', 'puppeteer-core', 'puppeteer-extra'],
  exports: { launch, default: { docs, handle: 'puppeteer' }, Browser: { docs, type: 'browser' } },
  handles: {
    puppeteer: { title: 'puppeteer', members: { launch } },
    browser: {
      title: 'a browser',
      extends: 'node-events:emitter',
      members: {
        ...entries(['newPage', 'createBrowserContext', 'pages', 'version'], { docs: 'https://pptr.dev/api/puppeteer.browser', call: {} }),
        ...entries(['close', 'disconnect'], { docs: 'https://pptr.dev/api/puppeteer.browser.close', call: {} }),
      },
    },
  },
});
