/** A Blob that is held as a whole: reading a large one in parts takes longer than starting the database. */
export class HeldBlob extends Blob {
  readonly #content: Buffer;
  constructor(content: Buffer) {
    super([]);
    this.#content = content;
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.#content).buffer;
  }
}
