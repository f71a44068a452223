import type { WriteStream } from 'node:tty';
import progress from 'cli-progress';
import type { BenchmarkProgress } from './benchmarks.ts';
import type { Progress } from './scan.ts';

/** A scan that ends sooner shows no bar. */
const DELAY_MS = 1000;

type Shown = Progress | BenchmarkProgress;

const STAGES: Readonly<Record<Shown['stage'], string>> = { read: 'reading', check: 'checking', bench: 'measuring' };

export interface ProgressBar {
  update(state: Shown): void;
  /** Takes the bar off the terminal. */
  stop(): void;
}

/** A bar for a scan that takes longer than a second. */
export function progressBar(stream: WriteStream): ProgressBar {
  const start = performance.now();
  const bar = new progress.SingleBar({ stream, clearOnComplete: true, hideCursor: true, format: '{stage} [{bar}] {left}' });
  let shown = false;
  return {
    update({ stage, done, total }) {
      if (performance.now() - start < DELAY_MS) return;
      const payload = { stage: STAGES[stage], left: stage === 'bench' ? `at most ${total - done} s left` : `${done}/${total}` };
      if (!shown) bar.start(total, done, payload);
      shown = true;
      bar.setTotal(total);
      bar.update(done, payload);
    },
    stop() {
      if (shown) bar.stop();
    },
  };
}
