/** Adds up wall time by name. */
export class Clock {
  readonly milliseconds: Record<string, number> = {};

  time<T>(name: string, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.milliseconds[name] = (this.milliseconds[name] ?? 0) + performance.now() - start;
    }
  }
}
