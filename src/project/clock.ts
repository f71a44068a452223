/** Adds up wall time by name. */
export class Clock {
  private readonly start = performance.now();
  readonly milliseconds: Record<string, number> = {};

  /** Milliseconds since it was made. */
  get total(): number {
    return performance.now() - this.start;
  }

  time<T>(name: string, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.add(name, start);
    }
  }

  /** Of work that waits. */
  async timeAsync<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.add(name, start);
    }
  }

  private add(name: string, start: number): void {
    this.milliseconds[name] = (this.milliseconds[name] ?? 0) + performance.now() - start;
  }
}
