import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://playwright.dev/docs/api/class-browsertype#browser-type-launch';
const browser = 'https://playwright.dev/docs/api/class-browser';

export default defineLibrary({
  id: 'playwright',
  docs,
  packages: ['playwright', 'playwright-core'],
  exports: {
    ...entries(['chromium', 'firefox', 'webkit'], { docs, handle: 'browserType' }),
    Browser: { docs: browser, type: 'browser' },
  },
  handles: {
    browserType: {
      title: 'a browser type',
      members: {
        launch: {
          docs,
          call: {
            returns: 'browser',
            acquires: connection('a browser process', ['close'], {
              remedy: 'close the browser in finally: await browser.close(); or launch one when the process starts and open a context in it for each call',
            }),
          },
        },
      },
    },
    browser: {
      title: 'a browser',
      extends: 'node-events:emitter',
      members: {
        ...entries(['newPage', 'newContext', 'contexts'], { docs: browser, call: {} }),
        close: { docs: `${browser}#browser-close`, call: {} },
      },
    },
  },
});
