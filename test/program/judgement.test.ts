import { describe, expect, it } from 'vitest';
import { findings, link, withPrisma, type Found, type Project } from './project.ts';

/** Findings of one file beside a Prisma client. */
function judge(code: string, more: Project = {}): Found[] {
  return findings({ ...withPrisma, ...more, 'src/a.ts': `import { prisma } from './db';\n${code}` });
}

const shape = (found: readonly Found[]) => found.map(({ place, multiplicity }) => `${place.replace(/^src\/a\.ts:/, '')} ${multiplicity}`);

describe('the size of a field', () => {
  const found = (field: string, more = '') =>
    shape(judge(`export class Tasks {\n  ${field}\n  async run() {\n    for (const id of this.names) await prisma.user.findFirst({ where: { id } });\n  }\n  ${more}\n}`));

  it('is that of its literal', () => {
    expect(found("private names = ['a', 'b', 'c'];")).toEqual([]);
    expect(found("private names = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];")).toEqual(['5 n-plus-one constant']);
  });

  it.each(["add(name: string) { this.names.push(name); }", "set(names: string[]) { this.names = names; }", "put(name: string) { this.names[0] = name; }"])('is unknown beside %s', (more) => {
    expect(found("private names = ['a', 'b', 'c'];", more)).toEqual(['5 n-plus-one per-element']);
  });

  it('is unknown without a literal', () => {
    expect(found('private names: string[];')).toEqual(['5 n-plus-one per-element']);
  });
});

describe('the size of what a function is given', () => {
  const nine = "['1', '2', '3', '4', '5', '6', '7', '8', '9']";
  const found = (callers: string, params = 'ids: string[]', more: Project = {}) =>
    shape(judge(`export async function each(${params}) {\n  for (const id of ids) await prisma.user.findFirst({ where: { id } });\n}\n${callers}`, more));

  it('is the longest that its callers hand over', () => {
    expect(found("export const run = () => each(['a', 'b']);")).toEqual([]);
    expect(found("export const run = () => each({ ids: ['a', 'b'], name: 'c' });", '{ ids }: { ids: string[] }')).toEqual([]);
    expect(found(`export const run = () => each(['a']);\nexport const runs = () => each(${nine});`)).toEqual(['3 n-plus-one constant']);
    expect(found('export const run = () => each();', "ids: string[] = ['a', 'b']")).toEqual([]);
  });

  it.each([
    ['one of them has it from elsewhere', "export const run = () => each(['a']);\nexport const runs = (ids: string[]) => each(ids);"],
    ['there is none', ''],
    ['it is handed on itself', "export const run = () => each(['a']);\nexport const later = (use: (run: typeof each) => void) => use(each);"],
    ['it is spread', 'export const run = (given: [string[]]) => each(...given);'],
  ])('is unknown where %s', (_name, callers) => {
    expect(found(callers)).toEqual(['3 n-plus-one per-element']);
  });

  it('is unknown where it is filled or replaced, or only tests are seen to call', () => {
    expect(found("export const run = () => each(['a']);", 'ids: string[], more = ids.push()')).toEqual(['3 n-plus-one per-element']);
    expect(found('', 'ids: string[]', { 'test/a.test.ts': "import { each } from '../src/a';\nawait each(['a']);" })).toEqual(['3 n-plus-one per-element']);
  });

  it('is that of the lists to choose from', () => {
    const chosen = (lists: string, key: string) => shape(judge(`const lists = ${lists};\nexport async function run(kind: 'few' | 'many', more: string[]) {\n  for (const id of lists${key}) await prisma.user.findFirst({ where: { id } });\n}`));
    expect(chosen("{ few: ['a'], many: ['a', 'b'] }", '[kind]')).toEqual([]);
    expect(chosen(`{ few: ['a'], many: ${nine} }`, '[kind]')).toEqual(['4 n-plus-one constant']);
    expect(chosen(`{ few: ['a'], many: ${nine} }`, '.few')).toEqual([]);
    expect(chosen("{ few: ['a'], many: process.argv }", '[kind]')).toEqual(['4 n-plus-one per-element']);
    expect(chosen("{ few: ['a'] };\nlists.many = process.argv", '[kind]')).toEqual(['5 n-plus-one per-element']);
  });
});

describe('how often a query runs', () => {
  it.each([
    ['per element of what is given', 'for (const id of ids) await prisma.user.findFirst({ where: { id } });', ['3 n-plus-one per-element']],
    ['once, outside a loop', 'await prisma.user.findFirst({ where: { id: ids[0] } });', []],
    ['once, as what a loop runs over', 'for (const user of await prisma.user.findMany()) show(user);', []],
    ['a few times, over a literal', "for (const id of ['a', 'b', 'c']) await prisma.user.findFirst({ where: { id } });", []],
    ['more than a few times, over a literal', "for (const id of ['1', '2', '3', '4', '5', '6', '7', '8', '9']) await prisma.user.findFirst({ where: { id } });", ['3 n-plus-one constant']],
    ['a few times, by a counter', 'for (let i = 0; i < 5; i++) await prisma.user.findFirst({ where: { id: ids[i] } });', []],
    ['more than a few times, by a counter', 'for (let i = 0; i < 50; i++) await prisma.user.findFirst({ where: { id: ids[i] } });', ['3 n-plus-one constant']],
    ['per element, by a counter', 'for (let i = 0; i < ids.length; i++) await prisma.user.findFirst({ where: { id: ids[i] } });', ['3 n-plus-one per-element']],
    ['at most as often as a limit says', 'for (const { id } of await prisma.post.findMany({ take: 50 })) await prisma.user.findFirst({ where: { id } });', ['3 n-plus-one limit']],
    ['at most as often as a small limit says', 'for (const { id } of await prisma.post.findMany({ take: 3 })) await prisma.user.findFirst({ where: { id } });', []],
    ['per element of a callback', 'await Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } })));', ['3 n-plus-one per-element']],
    ['per element of a named callback', 'const load = (id: string) => prisma.user.findFirst({ where: { id } });\nawait Promise.all(ids.map(load));', ['4 n-plus-one per-element']],
    ['per link of a parent chain', "let at = await prisma.page.findFirst({ where: { id: ids[0] } });\nwhile (at?.parentId) at = await prisma.page.findFirst({ where: { id: at.parentId } });", ['4 n-plus-one per-element']],
    ['per element, as a write', 'for (const id of ids) await prisma.user.delete({ where: { id } });', ['3 bulk-write-in-loop per-element']],
    ['in a loop that only a failure leads to', 'try {\nawait prisma.user.findMany();\n} catch {\nfor (const id of ids) await prisma.user.findFirst({ where: { id } });\nawait Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } })));\n}', []],
    ['per element, in what is tried', 'try {\nfor (const id of ids) await prisma.user.findFirst({ where: { id } });\n} catch {}', ['4 n-plus-one per-element']],
    ['once, in a branch that throws', 'for (const id of ids) if (id) {\nawait prisma.user.findFirst({ where: { id } });\nthrow new Error(id);\n}', []],
    ['once, in a branch that returns it', 'for (const id of ids) if (id) return await prisma.user.findFirst({ where: { id } });', []],
    ['per element, where what is thrown is caught', 'for (const id of ids) {\ntry {\nif (id) {\nawait prisma.user.findFirst({ where: { id } });\nthrow new Error(id);\n}\n} catch {}\n}', ['6 n-plus-one per-element']],
    ['per element, beside a branch that throws', 'for (const id of ids) {\nif (!id) throw new Error(id);\nawait prisma.user.findFirst({ where: { id } });\n}', ['5 n-plus-one per-element']],
    ['in one tick, batched by the library', 'await Promise.all(ids.map((id) => prisma.user.findUnique({ where: { id } })));', []],
  ])('%s', (_name, body, expected) => {
    expect(shape(judge(`export async function run(ids: string[]) {\n${body}\n}`))).toEqual(expected);
  });

  it('is not repeated by a helper that tries again what it is given, and is by one that counts through it', () => {
    const query = 'prisma.user.findFirst({ where: { id } })';
    const again = 'async function again<T>(work: () => Promise<T>) {\n  for (let i = 0; i < 50; i++) {\n    try {\n      return await work();\n    } catch {}\n  }\n}';
    const times = 'async function times<T>(work: (i: number) => Promise<T>) {\n  for (let i = 0; i < 50; i++) {\n    await work(i);\n  }\n}';
    expect(shape(judge(`${again}\nexport const run = (id: string) => again(() => ${query});`))).toEqual([]);
    expect(shape(judge(`${times}\nexport const run = (id: string) => times(() => ${query});`))).toEqual(['7 n-plus-one per-element']);
  });

  it('is judged in the innermost loop that multiplies it, once', () => {
    const code = "export async function run(ids: string[]) {\n  for (const id of ids) {\n    for (const kind of ['a', 'b']) {\n      await prisma.user.findFirst({ where: { id, kind } });\n    }\n  }\n}";
    expect(shape(judge(code))).toEqual(['5 n-plus-one per-element']);
  });

  it('is judged for each call: a benign neighbour silences nothing', () => {
    const code = "export async function run(ids: string[]) {\n  for (const id of ids) {\n    const hit = await prisma.user.findFirst({ where: { id } });\n    await prisma.log.findFirst({ where: { id } });\n    if (hit) return hit;\n  }\n}";
    expect(shape(judge(code))).toEqual(['5 n-plus-one per-element']);
  });
});

const handler = (call: string): string => `import express from 'express';\nexport const app = express();\napp.get('/users', async (req, res) => {\n  res.json(await ${call});\n});\n`;
const helper = 'export async function load(ids: string[]) {\n  for (const id of ids) await prisma.user.findFirst({ where: { id } });\n}';

describe('what runs the code', () => {
  const verdict = (files: Project): string[] => findings({ ...withPrisma, ...files }).map(({ place, confidence }) => `${place} ${confidence}`);
  const code = `import { prisma } from './db';\n${helper}`;

  it('makes a finding sure when a request leads there, and less sure when nothing is known to', () => {
    expect(verdict({ 'src/a.ts': code, 'src/routes.ts': `import { load } from './a';\n${handler('load(req.query.ids)')}` })).toEqual(['src/a.ts:3 n-plus-one high']);
    expect(verdict({ 'src/a.ts': code })).toEqual(['src/a.ts:3 n-plus-one medium']);
  });

  const caller = "import { load } from '../src/a';\nvoid load(['a', 'b']);\n";

  it.each(['scripts/x.ts', 'prisma/seed.ts', 'migrations/1.ts', 'build/webpack.config.ts'])('silences what only %s runs', (path) => {
    expect(verdict({ 'src/a.ts': code, [path]: caller })).toEqual([]);
  });

  it('silences what only start-up runs', () => {
    expect(verdict({ 'src/a.ts': `${code}\nawait load(process.argv);` })).toEqual([]);
  });

  it('learns nothing from a test: who runs the code in earnest stays unknown', () => {
    expect(verdict({ 'src/a.ts': code, 'test/x.ts': caller })).toEqual(['src/a.ts:3 n-plus-one medium']);
  });

  it('counts a request beside a script', () => {
    const files = { 'src/a.ts': code, 'scripts/x.ts': "import { load } from '../src/a';\nvoid load([]);", 'src/routes.ts': `import { load } from './a';\n${handler('load(req.query.ids)')}` };
    expect(verdict(files)).toEqual(['src/a.ts:3 n-plus-one high']);
  });

  it('names the nearest entry of a function', () => {
    const program = link({ ...withPrisma, 'src/a.ts': code, 'src/routes.ts': `import { load } from './a';\n${handler('load(req.query.ids)')}` });
    const facts = program.facts('src/a.ts');
    const { kinds, entry } = program.reached('src/a.ts', facts.functions.findIndex(({ name }) => name === 'load'));
    expect([[...kinds], entry]).toEqual([['request'], { kind: 'request', perRow: false, label: 'GET /users' }]);
  });
});

describe('blocking work', () => {
  const verdict = (files: Project): string[] => findings({ ...withPrisma, ...files }).map(({ place, confidence }) => `${place} ${confidence}`);
  const read = "import { readFileSync } from 'node:fs';\nexport function read(path: string) {\n  return readFileSync(path, 'utf8');\n}\n";

  it('is reported at the call in the nearest asynchronous function, with the way there', () => {
    const files = { 'src/read.ts': read, 'src/page.ts': "import { read } from './read';\nexport const page = (path: string) => read(path).trim();", 'src/routes.ts': `import { page } from './page';\n${handler('page(req.path)')}` };
    expect(findings({ ...withPrisma, ...files })).toMatchObject([{ place: 'src/routes.ts:5 sync-io-in-async', confidence: 'high', path: ['src/page.ts:2', 'src/read.ts:3'] }]);
  });

  it('counts in an asynchronous function that nothing is known to run, with less confidence', () => {
    expect(verdict({ 'src/read.ts': read, 'src/a.ts': "import { read } from './read';\nexport async function load() { return read('a'); }" })).toEqual(['src/a.ts:2 sync-io-in-async medium']);
    expect(verdict({ 'src/read.ts': read })).toEqual([]);
  });

  it('does not count at start-up, in scripts, in worker threads or on the way out', () => {
    expect(verdict({ 'src/read.ts': read, 'src/main.ts': "import { read } from './read';\nasync function main() { read('a'); }\nvoid main();" })).toEqual([]);
    expect(verdict({ 'scripts/x.ts': "import { readFileSync } from 'node:fs';\nexport async function x() { readFileSync('a'); }" })).toEqual([]);
    expect(verdict({ 'src/exit.ts': "import { writeFileSync } from 'node:fs';\nexport function install() { process.on('exit', () => writeFileSync('a', 'b')); }" })).toEqual([]);
  });

  it('is one rule for waiting and one for computing', () => {
    const code = "import { pbkdf2Sync } from 'node:crypto';\nimport { execSync } from 'node:child_process';\nexport async function run(password: string) {\n  execSync('ls');\n  return pbkdf2Sync(password, 'salt', 600000, 64, 'sha512');\n}";
    expect(verdict({ 'src/a.ts': code })).toEqual(['src/a.ts:4 sync-io-in-async medium', 'src/a.ts:5 blocking-cpu-in-async medium']);
  });
});

describe('what a turn does beside the query', () => {
  const run = (body: string) => shape(judge(`import Stripe from 'stripe';\nconst stripe = new Stripe('key');\nexport async function run(users: { id: string; email: string }[], groups: Record<string, string[]>) {\n${body}\n}`));

  it.each([
    ['a write that stores what an outside service answered is by intent', 'for (const user of users) {\nconst made = await stripe.customers.create({ email: user.email });\nawait prisma.user.update({ where: { id: user.id }, data: { stripeId: made.id } });\n}', []],
    ['a write beside an outside call that it does not need is a repeat', 'for (const user of users) {\nawait stripe.customers.create({ email: user.email });\nawait prisma.user.update({ where: { id: user.id }, data: { done: true } });\n}', ['7 bulk-write-in-loop per-element']],
    ['a list per key is a batch', 'for (const [url, ids] of Object.entries(groups)) await prisma.link.updateMany({ where: { id: { in: ids } }, data: { url } });', []],
    ['a key per group is none', 'for (const [url] of Object.entries(groups)) await prisma.link.findFirst({ where: { url } });', ['5 n-plus-one per-element']],
    ['a list that is filled from a short literal is short', "const kinds: string[] = [];\nfor (const kind of ['a', 'b'] as const) kinds.push(kind);\nfor (const kind of kinds) await prisma.link.findFirst({ where: { kind } });", []],
    ['the keys of a literal that a function returns are few', "const defaults = (many: boolean) => (many ? { a: 1, b: 2 } : { a: 1 });\nfor (const kind of Object.keys(defaults(users.length > 1))) await prisma.link.findFirst({ where: { kind } });", []],
    ['the keys of what a function is given are not', 'const same = (of: object) => of;\nfor (const kind of Object.keys(same(groups))) await prisma.link.findFirst({ where: { kind } });', ['6 n-plus-one per-element']],
    ['a list that is filled from what is given is not', 'const kinds: string[] = [];\nfor (const user of users) kinds.push(user.id);\nfor (const kind of kinds) await prisma.link.findFirst({ where: { kind } });', ['7 n-plus-one per-element']],
  ])('%s', (_name, body, expected) => {
    expect(run(body)).toEqual(expected);
  });

  it.each([
    ['waits between the elements that it is given', 'await new Promise((resolve) => setTimeout(resolve, 100));', []],
    ['only calls it', '', ['9 bulk-write-in-loop per-element']],
  ])('a helper that %s', (_name, wait, expected) => {
    const helper = `async function inTurn<T>(list: T[], work: (item: T) => Promise<unknown>) {\nfor (const item of list) {\nawait work(item);\n${wait}\n}\n}`;
    expect(shape(judge(`${helper}\nexport async function run(ids: string[]) {\nawait inTurn(ids, (id) => prisma.user.delete({ where: { id } }));\n}`))).toEqual(expected);
  });
});
