import type { ModelInput } from '../../harness/processes/protocol.ts';
import type { Burst, Form } from '../../harness/subject.ts';

/** A call that blocks, and what does the same without. */
export interface Operation {
  /** What does the same. */
  twin: string;
  /** What is assumed of the input. */
  assumed?(input: ModelInput): string | undefined;
  /** Why it cannot be run, for what is not Node's own. */
  missing?(input: ModelInput): string | undefined;
  /** Made in the worker, once for each side. */
  make(input: ModelInput, form: Form): Burst;
}

/** Bytes of a file or a text, where nothing tells. */
export const ASSUMED_BYTES = 2 ** 20;

export function assumedBytes({ bytes }: ModelInput, what: string): string | undefined {
  return bytes === undefined ? `${what} of 1 MB` : undefined;
}

/** A number that the code shows at a position of the call's arguments. */
export function numberAt({ args }: ModelInput, position: number): number | undefined {
  const value = args?.[position];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A string that the code shows at a position of the call's arguments. */
export function stringAt({ args }: ModelInput, position: number): string | undefined {
  const value = args?.[position];
  return typeof value === 'string' ? value : undefined;
}

/** Text that compresses like text: words, none of them where it was before. */
export function prose(bytes: number): Buffer {
  const words = 'the order of a customer is paid and sent when stock at hand allows it or held until then by all rules'.split(' ');
  const text = Buffer.alloc(bytes);
  let state = 1;
  for (let at = 0; at < bytes; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    at += text.write(`${words[state % words.length]} ${state & 0xff} `, at);
    if (bytes - at < 12) return text.fill(' ', at);
  }
  return text;
}

/** A handler, asynchronous in either form, that makes one of two calls with the same arguments. */
export function burst(form: Form, suspect: (index: number) => unknown, twin: (index: number) => Promise<unknown>, before?: (count: number) => unknown): Burst {
   
  return { ...(before && { before }), call: form === 'suspect' ? async (index) => suspect(index) : twin };
}
