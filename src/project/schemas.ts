import { codeReader } from '../database/schema/code/index.ts';
import { withCatalog } from '../database/schema/live.ts';
import { readSchemas, SchemaTexts } from '../database/schema/read.ts';
import type { Memory } from '../database/schema/sql/memory.ts';
import type { Schema } from '../database/schema/types.ts';
import type { Program } from '../program/types.ts';
import type { Store } from '../source/store/store.ts';
import type { Source } from '../source/types.ts';

/** The name under which the store keeps what was read of SQL. */
const SQL = 'sql';

/** The texts of one state of the files, and what is known of SQL. */
interface Texts {
  texts: SchemaTexts;
  memory: StoredMemory;
}

/** Of one state of the files: an editor links it again and again, with another open text. */
const texts = new WeakMap<Source, Texts>();
/** The last by their list of files of SQL, which is another one as soon as one file of a schema or a manifest is. */
const lasting = new WeakMap<Source['sql'], Texts>();

/**
 * What a project declares of its databases, read when it is first asked for: what was read of a text of SQL before, by this run or
 * by an earlier one, is not parsed again.
 *
 * @param live what the catalog of a live database has: it wins
 */
export function schemasOf(source: Source, program: Program, store: Store, live?: Schema): () => readonly Schema[] {
  const code = codeReader(program);
  let schemas: readonly Schema[] | undefined;
  return () => {
    if (schemas) return schemas;
    let known = texts.get(source);
    if (!known) texts.set(source, (known = open(source, store)));
    // Another code asks for other texts, and an editor has another one with each key that is typed.
    const ofCode = new StoredMemory(known.memory.before);
    const declared = readSchemas(known.texts, code(), ofCode);
    schemas = live ? withCatalog(declared, live) : declared;
    saveMemories(store, known.memory, ofCode);
    return schemas;
  };
}

function open(source: Source, store: Store): Texts {
  const { schemas: prisma, sql, migrationSettings: beside, packages } = source;
  const last = lasting.get(sql);
  const memory = last ? last.memory.lasting() : new StoredMemory(new Map((store.note(SQL) as [string, unknown][] | undefined) ?? []));
  const opened = { memory, texts: new SchemaTexts({ prisma, sql, beside, packages, read: (path) => source.text(path) }, memory, last?.texts) };
  lasting.set(sql, opened);
  return opened;
}

/** What an earlier run knew, and what is asked for in this one. */
class StoredMemory implements Memory {
  readonly before: ReadonlyMap<string, unknown>;
  readonly used: Map<string, unknown>;

  constructor(before: ReadonlyMap<string, unknown>, used = new Map<string, unknown>()) {
    this.before = before;
    this.used = used;
  }

  /** The same for another state that asks for the same: what was used before is known, and counts as used. */
  lasting(): StoredMemory {
    return new StoredMemory(new Map([...this.before, ...this.used]), this.used);
  }

  get(key: string): unknown {
    return this.before.get(key);
  }

  set(key: string, value: unknown): void {
    this.used.set(key, value);
  }
}

/** Keeps what was asked for, and of what was not, which another state of the project may ask for, as much again. */
function saveMemories(store: Store, { before, used: ofTexts }: StoredMemory, { used: ofCode }: StoredMemory): void {
  const used = new Map([...ofTexts, ...ofCode]);
  const news = [...used.keys()].filter((key) => !before.has(key)).length;
  if (news === 0) return;
  const others = [...before].filter(([key]) => !used.has(key)).slice(0, used.size);
  store.setNote(SQL, () => [...used, ...others], news);
}
