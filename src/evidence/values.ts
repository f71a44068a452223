import type { Distribution } from './types.ts';

/** Percentiles that are told where every single value is there. */
const PERCENTS = [50, 90, 95, 99] as const;

/** Single values that a file holds, kept as numbers alone. */
export class Values {
  count = 0;
  sum = 0;
  private list = new Float64Array(16);

  add(value: number): void {
    if (this.count === this.list.length) {
      const longer = new Float64Array(this.list.length * 2);
      longer.set(this.list);
      this.list = longer;
    }
    this.list[this.count++] = value;
    this.sum += value;
  }

  /** Each percentile is a value that was measured: the least that is not below that share of them (nearest rank). */
  distribution(): Distribution {
    const sorted = this.list.slice(0, this.count).sort();
    if (sorted.length === 0) return { count: 0, percentiles: [] };
    const at = (percent: number): number => sorted[Math.max(Math.ceil((percent / 100) * sorted.length) - 1, 0)]!;
    return { count: this.count, min: sorted[0]!, max: sorted.at(-1)!, mean: this.sum / this.count, percentiles: PERCENTS.map((percent) => [percent, at(percent)]) };
  }
}
