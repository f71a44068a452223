import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { causeOf, codeOf, firstLine } from '../../source/errors.ts';
import { ContentError } from '../errors.ts';
import { encodingOf } from './encoding.ts';
import { HEAD_SIZE, headOf } from './head.ts';
import type { Head } from './head.ts';

const MEGABYTE = 1024 * 1024;
/** Bytes that are read at once. */
const CHUNK = 256 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZIP = Buffer.from('PK\x03\x04');

/** What is read of a file at most. */
export const LIMITS = {
  /** Bytes of a file that has to be held as a whole. */
  whole: 256 * MEGABYTE,
  /** Bytes of a line. */
  line: 16 * MEGABYTE,
  /** By how much packed content may grow once it is larger than `packedFree`: deflate alone can do a thousand times. */
  packedRatio: 250,
  packedFree: 16 * MEGABYTE,
};

/** A file of evidence: its content, unpacked where it is gzip, as much of it at a time as its reader asks for. */
export class Input {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The beginning.
   * @throws ContentError for what cannot be read, is empty or is no file
   */
  async head(): Promise<Head> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.chunks()) {
      parts.push(chunk);
      size += chunk.length;
      if (size >= HEAD_SIZE) break;
    }
    if (size === 0) throw new ContentError('it is empty');
    return headOf(Buffer.concat(parts).subarray(0, HEAD_SIZE));
  }

  /** All of it. */
  async bytes(): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.chunks()) {
      size += chunk.length;
      if (size > LIMITS.whole) throw new ContentError(`it holds more than ${LIMITS.whole / MEGABYTE} MB, which is more than can be read of this format`);
      parts.push(chunk);
    }
    return Buffer.concat(parts);
  }

  /** All of it, as text without a byte-order mark. */
  async text(): Promise<string> {
    const bytes = await this.bytes();
    const encoding = encodingOf(bytes);
    if (encoding === undefined) throw new ContentError('it is not text');
    try {
      return new TextDecoder(encoding.name, { fatal: true }).decode(bytes);
    } catch (error) {
      throw new ContentError(`it is not ${encoding.name.toUpperCase()} text`, { cause: error });
    }
  }

  /** All of it, as one JSON value. */
  async json(): Promise<unknown> {
    return parsed(await this.text());
  }

  /** Its lines, without their ends, one at a time: bytes that are no text are replaced. */
  async *lines(): AsyncGenerator<string> {
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    // A line may come in many parts: they are joined once.
    let parts: string[] = [];
    let size = 0;
    for await (const chunk of this.chunks()) {
      decoder ??= new TextDecoder(encodingOf(chunk)?.name ?? 'utf-8');
      const [first, ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
      parts.push(first!);
      size += first!.length;
      if (size > LIMITS.line) throw new ContentError(`it has a line of more than ${LIMITS.line / MEGABYTE} MB`);
      for (const line of lines) {
        yield withoutReturn(parts.join(''));
        parts = [line];
        size = line.length;
      }
    }
    const rest = parts.join('') + (decoder?.decode() ?? '');
    if (rest !== '') yield withoutReturn(rest);
  }

  /** JSON values that stand one on a line, with their lines. */
  async *values(): AsyncGenerator<{ value: unknown; line: number }> {
    let number = 0;
    for await (const line of this.lines()) {
      number++;
      if (line.trim() !== '') yield { value: parsed(line, number), line: number };
    }
  }

  private async *chunks(): AsyncGenerator<Buffer> {
    try {
      const magic = this.magic();
      if (magic.equals(ZIP)) throw new ContentError('it is a zip archive: unpack it and name the file in it');
      const packed = createReadStream(this.path, { highWaterMark: CHUNK });
      yield* magic.subarray(0, GZIP.length).equals(GZIP) ? unpacked(packed) : (packed as AsyncIterable<Buffer>);
    } catch (error) {
      throw error instanceof ContentError ? error : new ContentError(reasonOf(error), { cause: error });
    }
  }

  /** The first bytes. */
  private magic(): Buffer {
    const stats = statSync(this.path);
    // A pipe or a device may never end.
    if (!stats.isFile()) throw new ContentError(stats.isDirectory() ? 'it is a folder' : 'it is no regular file');
    const file = openSync(this.path, 'r');
    try {
      const bytes = Buffer.alloc(ZIP.length);
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  }
}

async function* unpacked(packed: ReadStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LIMITS.packedFree && size > gunzip.bytesWritten * LIMITS.packedRatio) {
        throw new ContentError(`it unpacks to more than ${LIMITS.packedRatio} times its size: that is no recording`);
      }
      yield chunk;
    }
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function reasonOf(error: unknown): string {
  if (codeOf(error) === 'Z_BUF_ERROR') return 'its gzip data ends too early (is it cut off?)';
  if (codeOf(error).startsWith('Z_')) return 'its gzip data is damaged';
  return codeOf(error) === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${causeOf(error)}`;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function parsed(text: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = line === undefined ? 'it' : `line ${line}`;
    const cut = error instanceof Error && /Unexpected end|Unterminated/.test(error.message);
    throw new ContentError(cut ? `${where} ends in the middle of its JSON (is it cut off?)` : `${where} is no JSON: ${firstLine(error instanceof Error ? error.message : String(error))}`, { cause: error });
  }
}
