import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { CHUNK, CodecError, decode, encode } from './codec.ts';

/** Where a record lies: in which pack, at which byte, how long it is, and the check of its bytes. */
export interface Location {
  pack: string;
  at: number;
  length: number;
  check: number;
}

/** Bytes that are gathered before they are written: a pack as a whole would be as large as all facts. */
const GATHERED = 1024 * 1024;

/**
 * Records side by side in a file, each with its own check: a damaged one does not harm its neighbours. The file grows in its own
 * place: nobody reads a pack before an index names it.
 */
export class PackWriter {
  readonly name: string;
  private readonly file: string;
  private readonly gathered = Buffer.allocUnsafeSlow(GATHERED);
  /** Where each value is encoded: most need no more. */
  private readonly chunk = Buffer.allocUnsafeSlow(CHUNK);
  private filled = 0;
  private at = 0;
  private descriptor: number | undefined;

  /** @param folder where the pack lies; nothing is written there before there is a record */
  constructor(folder: string, name: string) {
    this.name = name;
    this.file = join(folder, name);
  }

  addValue(value: unknown): Location {
    return this.addRecord(encode(value, this.chunk));
  }

  /** @param parts of the record, one behind the other */
  addRecord(parts: readonly Uint8Array[]): Location {
    const location = { pack: this.name, at: this.at, length: lengthOf(parts), check: checkOf(parts) };
    for (const part of parts) this.add(part);
    this.at += location.length;
    return location;
  }

  private add(bytes: Uint8Array): void {
    if (this.filled + bytes.length > GATHERED) this.flush();
    if (bytes.length > GATHERED) this.write(bytes);
    else {
      this.gathered.set(bytes, this.filled);
      this.filled += bytes.length;
    }
  }

  /** Writes what is left. */
  finish(): void {
    this.flush();
    this.close();
  }

  /** Takes away what was written. */
  abandon(): void {
    try {
      this.close();
    } finally {
      rmSync(this.file, { force: true });
    }
  }

  private flush(): void {
    if (this.filled > 0) this.write(this.gathered.subarray(0, this.filled));
    this.filled = 0;
  }

  private write(bytes: Uint8Array): void {
    writeFileSync((this.descriptor ??= openSync(this.file, 'wx')), bytes);
  }

  private close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

/**
 * Reads the records of packs in one folder, each by itself: a run that asks few of them would read the others in vain. Packs are
 * open until the work in hand is done: who keeps a project open for hours holds no file that somebody wants to take away.
 */
export class PackReader {
  private readonly folder: string;
  private readonly descriptors = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * The bytes of a record.
   * @throws CodecError when they are not those that were written
   */
  record({ pack, at, length, check }: Location): Uint8Array {
    const descriptor = this.open(pack);
    const bytes = Buffer.allocUnsafeSlow(length);
    if (readFully(descriptor, bytes, at) !== length || crc32(bytes) !== check) throw new CodecError('the record was changed or cut off');
    return bytes;
  }

  private open(pack: string): number {
    let descriptor = this.descriptors.get(pack);
    if (descriptor === undefined) {
      try {
        descriptor = openSync(join(this.folder, pack), 'r');
      } catch (error) {
        throw new CodecError(`${pack} is missing`, { cause: error });
      }
      if (this.descriptors.size === 0) setImmediate(() => this.close());
      this.descriptors.set(pack, descriptor);
    }
    return descriptor;
  }

  private close(): void {
    for (const descriptor of this.descriptors.values()) closeSync(descriptor);
    this.descriptors.clear();
  }
}

/** How many bytes there were. */
function readFully(descriptor: number, bytes: Uint8Array, at: number): number {
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(descriptor, bytes, filled, bytes.length - filled, at + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

const MAGIC = Buffer.from('perflint');

/** A value and numbers as the parts of a file that says whether it is whole. */
export function seal(value: unknown, numbers: Int32Array): readonly Uint8Array[] {
  const head = encode(value);
  const length = lengthOf(head);
  const body = [...head, Buffer.alloc((4 - (length % 4)) % 4), Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)];
  const lead = Buffer.alloc(16);
  MAGIC.copy(lead);
  lead.writeUInt32LE(checkOf(body), 8);
  lead.writeUInt32LE(length, 12);
  return [lead, ...body];
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function checkOf(parts: readonly Uint8Array[]): number {
  // Of no bytes zlib gives the check that it begins with, whatever came before.
  return parts.reduce((check, part) => (part.length === 0 ? check : crc32(part, check)), 0);
}

/**
 * What `seal` put together.
 * @throws CodecError for a file that is not whole
 */
export function unseal(file: Uint8Array): { value: unknown; numbers: Int32Array } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 16 || !bytes.subarray(0, 8).equals(MAGIC)) throw new CodecError('it is no file of perf-lint');
  const body = bytes.subarray(16);
  if (crc32(body) !== bytes.readUInt32LE(8)) throw new CodecError('it was changed or cut off');
  const length = bytes.readUInt32LE(12);
  const start = length + ((4 - (length % 4)) % 4);
  // A copy of its own begins at a multiple of four bytes.
  const numbers = new Uint8Array(body.subarray(start));
  return { value: decode(body.subarray(0, length)), numbers: new Int32Array(numbers.buffer, 0, numbers.byteLength >> 2) };
}
