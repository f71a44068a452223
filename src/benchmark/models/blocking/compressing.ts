import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { ASSUMED_BYTES, assumedBytes, burst, prose } from './operation.ts';
import type { Operation } from './operation.ts';

/** What each function is given: text, or what another function of the module makes of it. */
const NAMES: Readonly<Record<string, string | undefined>> = {
  deflate: undefined,
  deflateRaw: undefined,
  gzip: undefined,
  brotliCompress: undefined,
  inflate: 'deflateSync',
  inflateRaw: 'deflateRawSync',
  gunzip: 'gzipSync',
  unzip: 'gzipSync',
  brotliDecompress: 'brotliCompressSync',
};

type Compress = (input: Buffer) => Buffer;
const functionOf = (name: string): Compress => zlib[name as keyof typeof zlib] as unknown as Compress;

/** Calls of node:zlib by their names without the package. */
export const compressingOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries(NAMES).map(([name, source]): [string, Operation] => [
    `${name}Sync`,
    {
      twin: `zlib.${name}`,
      assumed: (input) => assumedBytes(input, 'text'),
      make({ bytes = ASSUMED_BYTES }, form) {
        const text = prose(bytes);
        const input = source === undefined ? text : functionOf(source)(text);
        const suspect = functionOf(`${name}Sync`);
        const twin = promisify(zlib[name as 'gzip']);
        return burst(form, () => suspect(input), () => twin(input));
      },
    },
  ]),
);
