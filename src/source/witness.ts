import { hash } from 'node:crypto';
import { belowRoot } from './paths.ts';
import { isUnchanged, seen } from './stats.ts';
import type { SeenStat } from './stats.ts';
import type { Files } from './types.ts';

/** What lies at a path, where nothing else was asked of it: a folder is one whatever goes on in it, as in git's own. */
type Kind = 'file' | 'directory' | 'nothing';

/** The paths that were asked for, with what their stats were, null where nothing was; or with their kinds. */
export type Testimony = readonly (readonly [path: string, saw: SeenStat | Kind | null])[];

/** Files that note what is asked of them, so that an answer made from it can be used again while nothing of that changed. `digest` is a hash of all that was read. */
export function witness(root: string, files: Files): { files: Files; testimony(): Testimony; digest(): string } {
  const asked = new Map<string, SeenStat | null>();
  const kinds = new Map<string, Kind>();
  const contents = new Map<string, string>();
  const note = <T>(path: string, answer: (path: string) => T): T => {
    if (!asked.has(path)) {
      const stat = files.stat(path);
      asked.set(path, stat ? seen(stat) : null);
    }
    return answer(path);
  };
  return {
    files: {
      read: (path) =>
        note(path, () => {
          const content = files.read(path);
          contents.set(belowRoot(root, path), content ? hash('sha256', content) : '');
          return content;
        }),
      kind: (path) => {
        const kind = files.kind(path);
        kinds.set(path, kind ?? 'nothing');
        return kind;
      },
      size: (path) => note(path, files.size),
      stat: (path) => note(path, files.stat),
      list: (path) => note(path, files.list),
      realpath: (path) => note(path, files.realpath),
    },
    testimony: () => [...asked, ...kinds],
    digest: () => hash('sha256', JSON.stringify([...contents].sort(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** Whether everything that was asked for is as it was. */
export function stillHolds(testimony: Testimony, files: Files): boolean {
  return testimony.every(([path, saw]) => {
    if (typeof saw === 'string') return (files.kind(path) ?? 'nothing') === saw;
    const now = files.stat(path);
    return saw === null ? now === undefined : isUnchanged(saw, now);
  });
}
