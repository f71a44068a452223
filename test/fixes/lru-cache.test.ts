import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import type { Project } from '../program/project.ts';
import { installedProject, loadModule, typeErrors } from './installed.ts';
import { mended, refusal } from './mend.ts';

const RULE = 'unbounded-cache';

const server = (code: string, dependencies = '"express": "5", "lru-cache": "^11.0.0"'): Project => ({
  'package.json': `{ "name": "server", "dependencies": { ${dependencies} } }`,
  'src/a.ts': code,
});
const USE = `
const app = express();
app.get('/:id', async (req, res) => {
  let value = cache.get(req.params.id);
  if (value === undefined) {
    value = await make(req.params.id);
    cache.set(req.params.id, value);
  }
  res.send(value);
});
`;
const HEAD = "import express from 'express';\nimport { make } from './make';\n";
const LRU = "import { LRUCache } from 'lru-cache';\n";
const after = (code: string, dependencies?: string) => mended(server(code, dependencies), RULE).project['src/a.ts']!;

describe('a Map that is a cache becomes an LRUCache', () => {
  it.each<[what: string, before: string, after: string]>([
    ['of a module', `${HEAD}\nconst cache = new Map<string, string>();\n${USE}`, `${HEAD}${LRU}\nconst cache = new LRUCache<string, string>({ max: 1000 });\n${USE}`],
    ['whose type is annotated', `${HEAD}\nconst cache: Map<string, string> = new Map();\n${USE}`, `${HEAD}${LRU}\nconst cache: LRUCache<string, string> = new LRUCache({ max: 1000 });\n${USE}`],
    [
      'in a private static field',
      `${HEAD}class Pages {\n  private static readonly pages = new Map<string, string>();\n  static async page(id: string) {\n    if (!Pages.pages.has(id)) Pages.pages.set(id, await make(id));\n    return Pages.pages.get(id)!;\n  }\n}\nexpress().get('/:id', async (req, res) => res.send(await Pages.page(req.params.id)));\n`,
      `${HEAD}${LRU}class Pages {\n  private static readonly pages = new LRUCache<string, string>({ max: 1000 });\n  static async page(id: string) {\n    if (!Pages.pages.has(id)) Pages.pages.set(id, await make(id));\n    return Pages.pages.get(id)!;\n  }\n}\nexpress().get('/:id', async (req, res) => res.send(await Pages.page(req.params.id)));\n`,
    ],
  ])('%s', (_, before, expected) => {
    expect(after(before)).toBe(expected);
  });

  it('says where the package must be installed', () => {
    const code = `${HEAD}const cache = new Map<string, string>();\n${USE}`;
    expect(mended(server(code), RULE).offered.installs).toEqual([]);
    expect(mended(server(code, '"express": "5"'), RULE).offered).toMatchObject({ installs: ['lru-cache'], suggestion: { safety: 'review' } });
  });
});

describe('no LRUCache is offered', () => {
  const cache = (more: string, declaration = 'const cache = new Map<string, string>();') => `${HEAD}${declaration}\n${USE}${more}`;

  it.each<[what: string, code: string, reason: RegExp]>([
    ['where it is exported', cache('', 'export const cache = new Map<string, string>();'), /cache is exported/],
    ['where it is exported by name', cache('export { cache };\n'), /cache is exported/],
    ['where it is iterated', cache("app.get('/all', (req, res) => res.send([...cache.keys()].length));\n"), /more than get, set, has, delete, clear and size: cache\.keys/],
    ['where it is handed on', cache("app.get('/all', (req, res) => res.send(JSON.stringify(cache)));\n"), /more than get, set, has, delete, clear and size/],
    ['where something else asks without making it', cache("app.get('/has/:id', (req, res) => res.send(cache.has(req.params.other)));\n"), /cache\.has\(req\.params\.other\) is asked where nothing is stored when it is missing/],
    ['where it has entries from the start', cache('', "const cache = new Map<string, string>([['a', 'b']]);"), /not made by new Map\(\) without entries/],
    ['where it may hold undefined', cache('', 'const cache = new Map<string, string | undefined>();'), /may hold string \| undefined/],
    ['where it is no Map', `${HEAD}const cache: Record<string, string> = {};\nexpress().get('/:id', async (req, res) => {\n  if (!cache[req.params.id]) cache[req.params.id] = await make(req.params.id);\n  res.send(cache[req.params.id]);\n});\n`, /cache is no Map/],
    ['where it only collects', `${HEAD}const cache = new Map<string, string>();\nexpress().get('/:id', async (req, res) => {\n  cache.set(req.params.id, await make(req.params.id));\n  res.send('');\n});\n`, /filled where the key is not looked up first/],
    ['in a field that is not private', `${HEAD}class Pages {\n  static pages = new Map<string, string>();\n  static async page(id: string) {\n    if (!Pages.pages.has(id)) Pages.pages.set(id, await make(id));\n    return Pages.pages.get(id)!;\n  }\n}\nexpress().get('/:id', async (req, res) => res.send(await Pages.page(req.params.id)));\n`, /pages is not private/],
  ])('%s', (_, code, reason) => {
    expect(refusal(server(code), RULE)).toMatch(reason);
  });

  it('of a version that exports none', () => {
    expect(refusal(server(cache(''), '"express": "5", "lru-cache": "^6.0.0"'), RULE)).toBe('lru-cache ^6.0.0 exports no LRUCache');
  });
});

describe('with the package itself', () => {
  it('type-checks, answers the same, and keeps no more than its max', { timeout: 120_000 }, async () => {
    const code = `import express from 'express';

let made = 0;
const lengths = new Map<string, { name: string; length: number }>();

export async function lengthOf(name: string): Promise<number> {
  const known = lengths.get(name);
  if (known) return known.length;
  made++;
  const found = { name, length: name.length };
  lengths.set(name, found);
  return found.length;
}

export const seen = () => ({ made, kept: lengths.size });

express().get('/:name', async (req, res) => void res.send(String(await lengthOf(req.params.name))));
`;
    const cwd = installedProject(['express', 'lru-cache'], { 'src/cache.ts': code, 'src/express.d.ts': "declare module 'express' {\n  export default function express(): { get(path: string, handler: (req: { params: { name: string } }, res: { send(text: string): void }) => Promise<void>): void };\n}\n" });
    interface Cache { lengthOf(name: string): Promise<number>; seen(): { made: number; kept: number } }
    const run = async (name: string) => {
      // What calls it is not installed, and not run.
      const { lengthOf, seen } = await loadModule<Cache>(cwd, 'src/cache.ts', name);
      const lengths: number[] = [];
      for (let index = 0; index < 1500; index++) lengths.push(await lengthOf(`n${index}`), await lengthOf(`n${index}`));
      return { lengths, ...seen() };
    };
    const [finding] = (await scan({ cwd }, engine)).findings;
    expect(finding?.rule).toBe(RULE);
    await fix([finding!.id], { cwd }, engine);
    expect(typeErrors(cwd, ['src/cache.ts', 'src/express.d.ts'])).toEqual([]);
    const text = readFileSync(path.join(cwd, 'src/cache.ts'), 'utf8');
    const withoutServer = (module: string) => module.replace(/^import express.*\n/, '').replace(/express\(\)[\s\S]*/, '');
    writeFileSync(path.join(cwd, 'src/cache.ts'), withoutServer(code));
    const before = await run('before');
    writeFileSync(path.join(cwd, 'src/cache.ts'), withoutServer(text));
    expect(before).toMatchObject({ made: 1500, kept: 1500 });
    expect(await run('after')).toEqual({ ...before, kept: 1000 });
  });
});
