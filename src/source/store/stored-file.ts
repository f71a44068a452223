import type { PackedOutline, SourceFile } from '../../facts/file.ts';
import type { FileFacts } from '../../facts/types.ts';

/** A file whose facts are read when they are asked for. */
export class StoredFile implements SourceFile {
  readonly outline: PackedOutline;
  private known: FileFacts | undefined;
  private readonly load: () => FileFacts;

  constructor(outline: PackedOutline, load: () => FileFacts) {
    this.outline = outline;
    this.load = load;
  }

  get facts(): FileFacts {
    return (this.known ??= this.load());
  }
}
