import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a small project to a folder of its own, removed after the test; gives its real path. */
export function project(files: Record<string, string | Buffer>): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-lint-test-')));
  made.push(root);
  write(root, files);
  return root;
}

/** Writes files below a folder; null takes one away. */
export function write(root: string, files: Record<string, string | Buffer | null>): void {
  for (const [file, text] of Object.entries(files)) {
    if (text === null) rmSync(path.join(root, file));
    else {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
  }
}
