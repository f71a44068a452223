const FIRST_CAPACITY = 1024;

/** Whole numbers of 32 bits, one behind the other: four bytes each, and a list of any length is one object. */
export class NumberList {
  private values = new Int32Array(FIRST_CAPACITY);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Gives the new length. */
  push(value: number): number {
    if (this.count === this.values.length) this.values = withRoom(this.values, this.count);
    this.values[this.count++] = value;
    return this.count;
  }

  /** @param index below the length */
  at(index: number): number {
    return this.values[index]!;
  }

  /** Forgets what stands behind so many. */
  cut(length: number): void {
    this.count = length;
  }

  /** The numbers, without a copy: until the next one is added. */
  get all(): Int32Array {
    return this.values.subarray(0, this.count);
  }
}

/** The same numbers with zeros behind them, so that there is one at an index. */
export function withRoom(values: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * values.length, index + 1));
  larger.set(values);
  return larger;
}
