import type { Span } from './spans.ts';

/** Spans that are held until their traces are whole: with what parsing leaves behind, each takes about two kilobytes.. */
const MAX_SPANS = 10_000;

/**
 * Gathers the spans of traces that come in pieces. Which span is the last of a trace nobody says: where too many are open, the
 * trace that began first is taken as whole.
 */
export class OpenTraces {
  private readonly traces = new Map<string, Span[]>();
  private readonly close: (spans: readonly Span[]) => void;
  private count = 0;

  constructor(close: (spans: readonly Span[]) => void) {
    this.close = close;
  }

  add(span: Span): void {
    const spans = this.traces.get(span.trace);
    if (spans) spans.push(span);
    else this.traces.set(span.trace, [span]);
    this.count++;
    if (this.count > MAX_SPANS) this.closeFirst();
  }

  end(): void {
    while (this.traces.size > 0) this.closeFirst();
  }

  private closeFirst(): void {
    const [[trace, spans]] = this.traces as unknown as [[string, Span[]]];
    this.traces.delete(trace);
    this.count -= spans.length;
    this.close(spans);
  }
}
