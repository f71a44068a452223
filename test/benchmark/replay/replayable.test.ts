import { describe, expect, it } from 'vitest';
import { replayable } from '../../../src/benchmark/replay/replay.ts';
import { named, project } from './project.ts';

/** Why `run` of a file is not run, or what it is called with. */
async function judged(code: string, others: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const source = project({ 'src/a.ts': code, ...others });
  const found = await replayable(source, named(source, 'src/a.ts', 'run'));
  return typeof found === 'string' ? found : found.inputs;
}

describe('a function that computes from its arguments', () => {
  it('may be run, with inputs of the types of its parameters', async () => {
    expect(await judged('export function run(ids: string[], known: ReadonlySet<number>, limit = 5, sure?: boolean) { return ids.filter((id) => known.has(id.length)).slice(0, limit); }')).toEqual([
      { kind: 'list', element: { kind: 'string' } },
      { kind: 'set', element: { kind: 'number' } },
    ]);
    expect(await judged('const run = (text: string): number => text.split(" ").length;')).toEqual([{ kind: 'text' }]);
  });

  it('may use types and functions of other files, and modules that only compute', async () => {
    const types = "export interface Row { id: string; at: Date | null; kind: 'a' | 'b'; tags: readonly string[] }\nexport enum Colour { Red = 'red' }";
    const code = "import type { Row } from './types';\nimport { Colour } from './types';\nimport { first } from './util';\nimport path from 'node:path';\nexport function run(rows: Row[], by: (row: Row) => number, colour: Colour) { return rows.map((row) => path.join(first(row.tags), row.id, colour) + by(row)); }";
    expect(await judged(code, { 'src/types.ts': types, 'src/util.ts': 'export const first = (list: readonly string[]) => list[0] ?? "";\nexport const send = () => fetch("/");' })).toMatch(/it uses fetch/);
    expect(await judged(code, { 'src/types.ts': types, 'src/util.ts': 'export const first = (list: readonly string[]) => list[0] ?? "";' })).toEqual([
      {
        kind: 'list',
        element: {
          kind: 'object',
          members: [
            { name: 'id', shape: { kind: 'string' } },
            { name: 'at', shape: { kind: 'date' } },
            { name: 'kind', shape: { kind: 'literal', value: 'a' } },
            { name: 'tags', shape: { kind: 'list', element: { kind: 'string' } } },
          ],
        },
      },
      { kind: 'function', returns: { kind: 'number' } },
      { kind: 'literal', value: 'red' },
    ]);
  });

  it('may change what it has made, and what no one else uses may stand beside it', async () => {
    expect(await judged("export function run(ids: string[]) { const seen: string[] = []; for (const id of ids) seen.push(id); let n = 0; n += seen.length; return n; }\nexport const other = () => process.exit();\nclass Unused { static name = 'x'; go() { return fetch('/'); } }")).toEqual([{ kind: 'list', element: { kind: 'string' } }]);
  });

  it('may make objects of a class that computes', async () => {
    expect(await judged('class Bag { items: string[] = []; add(item: string) { this.items.push(item); } }\nexport function run(ids: string[]) { const bag = new Bag(); ids.forEach((id) => bag.add(id)); return bag; }')).toEqual([{ kind: 'list', element: { kind: 'string' } }]);
  });
});

describe('a function that does more', () => {
  it.each([
    ['reads files', "import fs from 'node:fs';\nexport function run(ids: string[]) { return fs.readFileSync(ids[0]!); }", 'src/a.ts imports node:fs, which is no file of the project'],
    ['uses a package', "import { chunk } from 'lodash';\nexport function run(ids: string[]) { return chunk(ids); }", 'src/a.ts imports lodash, which is no file of the project'],
    ['asks the network', 'export async function run(ids: string[]) { return fetch(ids[0]!); }', 'it uses fetch (src/a.ts)'],
    ['ends the process', 'export function run(ids: string[]) { process.exit(ids.length); }', 'it uses process (src/a.ts)'],
    ['aliases what it uses', 'const end = process.exit;\nexport function run(ids: string[]) { end(ids.length); }', 'it uses process (src/a.ts)'],
    ['makes code', 'export function run(ids: string[]) { return new Function(ids[0]!)(); }', 'it uses Function (src/a.ts)'],
    ['makes code by a way around', "export function run(ids: string[]) { return ids.filter.constructor('return process')(); }", 'it reads constructor (src/a.ts)'],
    ['evaluates', 'export function run(ids: string[]) { return (0, eval)(ids[0]!); }', 'it uses eval (src/a.ts)'],
    ['imports late', "export async function run(ids: string[]) { const fs = await import('./b'); return fs; }", 'it imports while it runs (src/a.ts)'],
    ['changes its module', 'const seen = new Set<string>();\nexport function run(ids: string[]) { for (const id of ids) seen.add(id); }', 'it changes seen of its module (src/a.ts)'],
    ['counts in its module', 'let count = 0;\nexport function run(ids: string[]) { count += ids.length; return count; }', 'it changes count of its module (src/a.ts)'],
    ['changes a global', 'export function run(ids: string[]) { (globalThis as any).ids = ids; }', 'it uses globalThis (src/a.ts)'],
    ['adds to what all share', 'export function run(ids: string[]) { Math.random = () => ids.length; }', 'it changes Math (src/a.ts)'],
    ['assigns to what all share', 'export function run(ids: string[]) { return Object.assign(Array, { ids }); }', 'it changes Array (src/a.ts)'],
    ['changes its argument', 'export function run(ids: string[]) { return ids.sort(); }', 'it changes its argument ids (src/a.ts)'],
    ['fills its argument', 'export function run(ids: string[]) { ids[0] = ""; return ids; }', 'it changes its argument ids (src/a.ts)'],
    ['lies in a module that does more when it loads', "console.log('loaded');\nexport function run(ids: string[]) { return ids.length; }", 'it uses console (src/a.ts)'],
    ['has a class in its module that does more when it is made', 'class A { static { fetch("/"); } }\nexport function run(ids: string[]) { return ids.length; }', 'it uses fetch (src/a.ts)'],
    ['hands on what does more', 'const send = (id: string) => fetch(id);\nexport function run(ids: string[]) { return ids.map(send); }', 'it uses fetch (src/a.ts)'],
    ['does so in what it defines', 'export function run(ids: string[]) { const send = () => fetch(ids[0]!); return ids.map(() => send()); }', 'it uses fetch (src/a.ts)'],
    ['does so in a class', 'class A { go() { return fetch("/"); } }\nexport function run(ids: string[]) { const a = new A(); return ids.map(() => a.go()); }', 'it uses fetch (src/a.ts)'],
  ])('that %s is not run', async (_, code, reason) => {
    expect(await judged(code, { 'src/b.ts': 'export const x = 1;' })).toBe(reason);
  });

  it('in another file is not run', async () => {
    const code = "import { helper } from './index';\nexport function run(ids: string[]) { return ids.map(helper); }";
    expect(await judged(code, { 'src/index.ts': "export * from './helper';", 'src/helper.ts': 'export function helper(id: string) { return fetch(id); }' })).toBe('it uses fetch (src/helper.ts)');
    expect(await judged("import './setup';\nexport function run(ids: string[]) { return ids.length; }", { 'src/setup.ts': 'process.env.READY = "1";' })).toMatch(/process.*\(src\/setup.ts\)/);
  });
});

describe('a function of whose arguments nothing is known', () => {
  it.each([
    ['export function run(ids) { return ids; }', 'ids has no type'],
    ['export function run(id: number) { return id; }', 'nothing in its parameters has a size that can grow'],
    ['export function run(ids: Elsewhere[]) { return ids; }', 'no value can be made of the type Elsewhere'],
    ['export function run(ids: any[]) { return ids; }', 'no value can be made of the type any'],
    ['interface Node { next: Node; list: string[] }\nexport function run(node: Node) { return node; }', 'a type of its parameters holds itself'],
    ['export function run<T>(ids: T[]) { return ids; }', 'it takes types as arguments'],
    ['export function* run(ids: string[]) { yield* ids; }', 'it is a generator'],
    ['export class A { run(ids: string[]) { return ids; } }', 'it is no function of a module with a name of its own'],
  ])('is not run: %s', async (code, reason) => {
    expect(await judged(code)).toBe(reason);
  });
});
