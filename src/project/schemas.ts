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

/** Of one state of the files: an editor links it again and again, with another open text. */
const texts = new WeakMap<Source, { texts: SchemaTexts; memory: StoredMemory }>();

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

function open(source: Source, store: Store): { texts: SchemaTexts; memory: StoredMemory } {
  const memory = new StoredMemory(new Map((store.note(SQL) as [string, unknown][] | undefined) ?? []));
  const { schemas: prisma, sql, migrationSettings: beside, packages } = source;
  return { memory, texts: new SchemaTexts({ prisma, sql, beside, packages, read: (path) => source.text(path) }, memory) };
}

/** What an earlier run knew, and what is asked for in this one. */
class StoredMemory implements Memory {
  readonly before: ReadonlyMap<string, unknown>;
  readonly used = new Map<string, unknown>();

  constructor(before: ReadonlyMap<string, unknown>) {
    this.before = before;
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
