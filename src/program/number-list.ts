/** Numbers of one chunk, as a power of two. */
const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;

/** Whole numbers of 32 bits by position: a list or an Int32Array. */
export interface Numbers {
  readonly length: number;
  at(index: number): number | undefined;
}

/** Whole numbers of 32 bits, one behind the other: four bytes each. It grows by chunks, so that nothing is copied and no garbage is left. */
export class NumberList implements Numbers {
  private readonly chunks: Int32Array[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Gives the new length. */
  push(value: number): number {
    const { count } = this;
    (this.chunks[count >> CHUNK_BITS] ??= new Int32Array(CHUNK))[count & (CHUNK - 1)] = value;
    return ++this.count;
  }

  /** @param index below the length */
  at(index: number): number {
    return this.chunks[index >> CHUNK_BITS]![index & (CHUNK - 1)]!;
  }

  /** @param index below the length */
  set(index: number, value: number): void {
    this.chunks[index >> CHUNK_BITS]![index & (CHUNK - 1)] = value;
  }

  /** Makes it so long, with zeros where there never was a number. */
  extend(length: number): void {
    while (this.chunks.length << CHUNK_BITS < length) this.chunks.push(new Int32Array(CHUNK));
    this.count = Math.max(this.count, length);
  }

  /** All of them in one piece. */
  toArray(): Int32Array {
    const all = new Int32Array(this.count);
    for (const [number, chunk] of this.chunks.entries()) {
      const start = number << CHUNK_BITS;
      if (start < this.count) all.set(chunk.subarray(0, this.count - start), start);
    }
    return all;
  }

  /** Forgets what stands behind so many. */
  cut(length: number): void {
    this.count = length;
  }
}
