import type { Config } from '../config/types.ts';
import type { RawFinding } from '../findings/finalize.ts';
import { shortHash } from '../findings/id.ts';
import type { Store } from '../source/store/store.ts';
import type { Source } from '../source/types.ts';
import type { Checked } from './check.ts';

/** The name under which the store keeps what the rules said. */
const FINDINGS = 'findings';

interface Saved {
  key: string;
  answers: [what: string, raw: RawFinding[]][];
}

/**
 * What the rules said of a project's files, and of the project, from run to run. A finding may rest on any file of the project, so
 * all of it holds while nothing of that changes: no file, no manifest, no text of SQL, nothing in the config.
 */
export class KeptFindings {
  private readonly store: Store;
  private readonly key: string;
  private readonly known: Map<string, RawFinding[]>;
  private news = 0;

  /** @param source read through the store: its contents are known there by their keys */
  constructor(store: Store, source: Source, config: Config) {
    this.store = store;
    this.key = keyOf(store, source, config);
    const saved = store.note(FINDINGS) as Saved | undefined;
    this.known = new Map(saved?.key === this.key ? saved.answers : []);
  }

  /**
   * What the rules say, from before where it is known. A rule that breaks is told again in each run.
   *
   * @param what a file, or the paths that are asked about; one string stands for one question
   */
  get(what: string, check: () => Checked): Checked {
    const known = this.known.get(what);
    if (known) return { raw: known, internalErrors: [] };
    const checked = check();
    if (checked.internalErrors.length === 0) {
      this.known.set(what, checked.raw);
      this.news++;
    }
    return checked;
  }

  /** Hands what is new to the store. */
  save(): void {
    if (this.news > 0) this.store.setNote(FINDINGS, { key: this.key, answers: [...this.known] } satisfies Saved, this.news);
  }
}

/** Hash of all that findings rest on, beside the build, which the store goes by. */
function keyOf(store: Store, { files, settings, sql, migrationSettings, text }: Source, { rules, overrides, entries, libraries, tables }: Config): string {
  const contents = [...files].map(([path, file]) => `${path} ${store.keyOf(file)}`);
  const texts = [...sql, ...migrationSettings].map((path) => [path, text(path) ?? null]);
  return shortHash(JSON.stringify([settings, contents, texts, rules, overrides, entries, libraries, tables], plain));
}

/** JSON has no maps and no patterns. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  return value instanceof RegExp ? String(value) : value;
}
