import type { Files } from '../source/types.ts';
import type { Store } from '../source/store/store.ts';
import type { KeptNotes } from './kept.ts';
import type { Reading } from './reading.ts';

/** A store, and the reading of a project through it. */
export interface Opened {
  store: Store;
  reading: Reading;
}

/** What an opening of a project leaves to the next one of the same process, which reads anew what changed and nothing else. It holds one project. */
export class Standing {
  /** What the rules said, as it was kept last. */
  kept: KeptNotes = {};
  private last: (Opened & { key: string; files: Files }) | undefined;

  /** What was opened last where it was asked the same of the same port, else what is opened now. */
  opened(key: string, files: Files, open: () => Opened): Opened {
    if (this.last?.key === key && this.last.files === files) return this.last;
    this.kept = {};
    const opened = { ...open(), key, files };
    this.last = opened;
    return opened;
  }
}
