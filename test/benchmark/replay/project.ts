import path from 'node:path';
import { extract } from '../../../src/facts/extract.ts';
import { createParser } from '../../../src/source/parser.ts';
import type { FileFacts } from '../../../src/facts/types.ts';
import type { FunctionAt, ReplaySource } from '../../../src/benchmark/replay/source.ts';

const parser = createParser();

/** A project in memory, read as a scan reads one: text by path below the root. */
export function project(files: Readonly<Record<string, string>>): ReplaySource {
  const facts = new Map<string, FileFacts>();
  for (const [file, text] of Object.entries(files)) {
    const parsed = parser.parse(file, text);
    if (!parsed.ok) throw new Error(parsed.reason);
    facts.set(file, extract(parsed.value, text));
  }
  return {
    facts: (file) => facts.get(file),
    read: (file) => files[file],
    resolve: (specifier, from) => {
      const target = path.posix.join(path.posix.dirname(from), specifier);
      return [target, `${target}.ts`].find((file) => specifier.startsWith('.') && file in files);
    },
  };
}

/** A function of a file by its name. */
export function named(source: ReplaySource, file: string, name: string): FunctionAt {
  return { file, id: source.facts(file)!.functions.findIndex((fact) => fact.name === name) };
}
