import type { PGlite } from '@electric-sql/pglite';

/** How large the files of a database look. */
export interface FileSizes {
  /** Lets a file, named as `pg_relation_filepath` names it, look as if it had so many pages; its further segments too. */
  set(file: string, pages: number): void;
  /** Gives files their own sizes back: the one that is named, or all. */
  restore(file?: string): void;
}

const PAGE = 8192;
/** Pages of a segment: PostgreSQL keeps a gigabyte in a file. */
const SEGMENT = 131_072;

/** What is used of Emscripten's file system in memory: https://emscripten.org/docs/api_reference/Filesystem-API.html */
interface MemoryFiles {
  lookupPath(path: string): { node: { usedBytes: number } };
  analyzePath(path: string): { exists: boolean };
  writeFile(path: string, data: Uint8Array): void;
  unlink(path: string): void;
}

/**
 * The planner asks for a table's size on disk by seeking to the end of its file, and files in memory answer that from one number
 * of their node. No memory is taken. Nothing may be run on a table while its size is not its own: it would be read past its end.
 */
export function memoryFileSizes(pg: PGlite): FileSizes {
  const files = pg.Module.FS as unknown as MemoryFiles;
  const undo = new Map<string, (() => void)[]>();
  const restore = (file: string): void => {
    for (const step of (undo.get(file) ?? []).reverse()) step();
    undo.delete(file);
  };
  return {
    set(file, pages) {
      restore(file);
      const steps: (() => void)[] = [];
      for (let segment = 0; segment === 0 || segment * SEGMENT < pages; segment++) {
        const path = `/pglite/data/${file}${segment === 0 ? '' : `.${segment}`}`;
        if (!files.analyzePath(path).exists) {
          files.writeFile(path, new Uint8Array(0));
          steps.push(() => files.unlink(path));
        }
        const { node } = files.lookupPath(path);
        const { usedBytes } = node;
        node.usedBytes = Math.min(pages - segment * SEGMENT, SEGMENT) * PAGE;
        steps.push(() => void (node.usedBytes = usedBytes));
      }
      undo.set(file, steps);
    },
    restore(file) {
      if (file !== undefined) restore(file);
      else for (const known of [...undo.keys()]) restore(known);
    },
  };
}
