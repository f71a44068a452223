import type { WriteStream } from 'node:tty';
import progress from 'cli-progress';
import type { Progress } from './scan.ts';

/** A scan that ends sooner shows no bar. */
const DELAY_MS = 1000;

const STAGES: Readonly<Record<Progress['stage'], string>> = { read: 'reading', check: 'checking' };

export interface ProgressBar {
  update(state: Progress): void;
  /** Takes the bar off the terminal. */
  stop(): void;
}

/** A bar for a scan that takes longer than a second. */
export function progressBar(stream: WriteStream): ProgressBar {
  const start = performance.now();
  const bar = new progress.SingleBar({ stream, clearOnComplete: true, hideCursor: true, format: '{stage} [{bar}] {value}/{total}' });
  let shown = false;
  return {
    update({ stage, done, total }) {
      if (performance.now() - start < DELAY_MS) return;
      if (!shown) bar.start(total, done, { stage: STAGES[stage] });
      shown = true;
      bar.setTotal(total);
      bar.update(done, { stage: STAGES[stage] });
    },
    stop() {
      if (shown) bar.stop();
    },
  };
}
