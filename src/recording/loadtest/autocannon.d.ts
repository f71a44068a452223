/** What is used of autocannon, which brings no types: https://github.com/mcollina/autocannon#api */
declare module 'autocannon' {
  interface Options {
    url: string;
    method: string;
    headers?: Readonly<Record<string, string>>;
    body?: string;
    connections: number;
    /** Seconds. */
    duration: number;
    /** Seconds that a request may take. */
    timeout: number;
    excludeErrorStats?: boolean;
  }

  interface Result {
    /** Seconds. */
    duration: number;
    /** Requests without an answer, `timeouts` among them. */
    errors: number;
    timeouts: number;
  }

  interface Instance extends PromiseLike<Result> {
    stop(): void;
    /** One answer; `time` in milliseconds. */
    on(event: 'response', listener: (client: unknown, status: number, bytes: number, time: number) => void): this;
  }

  export default function autocannon(options: Options): Instance;
}
