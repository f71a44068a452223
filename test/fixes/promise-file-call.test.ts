import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { scan } from '../../src/commands/scan.ts';
import { offsetsOf } from '../../src/facts/spans.ts';
import { suggest } from '../../src/fixes/suggest.ts';
import { engine } from '../../src/project/engine.ts';
import { project } from '../commands/project.ts';
import { link, type Project } from '../program/project.ts';
import { installedProject, typeErrors } from './installed.ts';
import { mended, refusal } from './mend.ts';

const RULE = 'sync-io-in-async';
const MANIFEST = '{ "name": "server", "type": "module", "dependencies": { "express": "5" } }';

/** One module of a server. */
const server = (code: string, file = 'src/a.js'): Project => ({ 'package.json': MANIFEST, [file]: code });
const after = (code: string, file = 'src/a.js'): string => mended(server(code, file), RULE).project[file]!;

const NAMED = "import { readFileSync } from 'node:fs';\n";

describe('a synchronous file call in an asynchronous function', () => {
  it.each<[what: string, before: string, after: string]>([
    [
      'by its name',
      `${NAMED}export async function load(file) {\n  return readFileSync(file, 'utf8');\n}\n`,
      "import { readFile } from 'node:fs/promises';\nexport async function load(file) {\n  return await readFile(file, 'utf8');\n}\n",
    ],
    [
      'whose result is used at once',
      `${NAMED}export const load = async (file) => readFileSync(file, 'utf8').trim();\n`,
      "import { readFile } from 'node:fs/promises';\nexport const load = async (file) => (await readFile(file, 'utf8')).trim();\n",
    ],
    [
      'beside other names of fs, which stay',
      'import { createReadStream, readFileSync, constants } from "fs"\nexport async function load(file) {\n  const text = readFileSync(file)\n  return [text, createReadStream(file), constants]\n}\n',
      'import { createReadStream, constants } from "fs"\nimport { readFile } from "fs/promises"\nexport async function load(file) {\n  const text = await readFile(file)\n  return [text, createReadStream(file), constants]\n}\n',
    ],
    [
      'whose name is used elsewhere, so that its import stays',
      `${NAMED}export const setting = readFileSync('setting');\nexport async function load(file) {\n  return readFileSync(file);\n}\n`,
      `${NAMED}import { readFile } from 'node:fs/promises';\nexport const setting = readFileSync('setting');\nexport async function load(file) {\n  return await readFile(file);\n}\n`,
    ],
    [
      'by a member of the module',
      "import fs from 'node:fs';\nexport async function save(file, text) {\n  fs.mkdirSync(file.folder, { recursive: true });\n  fs.writeFileSync(file.path, text);\n}\n",
      "import fs from 'node:fs';\nexport async function save(file, text) {\n  await fs.promises.mkdir(file.folder, { recursive: true });\n  await fs.promises.writeFile(file.path, text);\n}\n",
    ],
    [
      'where the promise form is imported already',
      `${NAMED}import { readFile as read } from 'fs/promises';\nexport async function load(file) {\n  return [readFileSync(file), await read(file)];\n}\n`,
      "import { readFile as read } from 'fs/promises';\nexport async function load(file) {\n  return [await read(file), await read(file)];\n}\n",
    ],
    [
      'where the name of the promise form is taken',
      `${NAMED}const readFile = 1;\nexport async function load(file) {\n  return [readFileSync(file), readFile];\n}\n`,
      "import { readFile as readFileAsync } from 'node:fs/promises';\nconst readFile = 1;\nexport async function load(file) {\n  return [await readFileAsync(file), readFile];\n}\n",
    ],
    [
      'that only asks whether a file is there',
      "import { existsSync } from 'node:fs';\nexport async function has(file) {\n  if (!existsSync(file)) return false;\n  return true;\n}\n",
      "import { access } from 'node:fs/promises';\nexport async function has(file) {\n  if (!(await access(file).then(() => true, () => false))) return false;\n  return true;\n}\n",
    ],
    [
      'at the head of a line that no semicolon ends',
      `${NAMED}export async function load(file, log) {\n  const list = []\n  readFileSync(file, 'utf8').split(',').forEach((part) => list.push(part))\n  return list\n}\n`,
      "import { readFile } from 'node:fs/promises';\nexport async function load(file, log) {\n  const list = []\n  ;(await readFile(file, 'utf8')).split(',').forEach((part) => list.push(part))\n  return list\n}\n",
    ],
    [
      'inside another one',
      "import { readFileSync, readlinkSync } from 'node:fs';\nexport async function load(link) {\n  return readFileSync(readlinkSync(link), 'utf8');\n}\n",
      "import { readFile, readlink } from 'node:fs/promises';\nexport async function load(link) {\n  return await readFile(await readlink(link), 'utf8');\n}\n",
    ],
  ])('%s', (_, before, expected) => {
    expect(after(before)).toBe(expected);
  });

  it('in a module that requires', () => {
    const before = "const { readFileSync } = require('fs');\nexports.load = async function load(file) {\n  return readFileSync(file);\n};\n";
    expect(after(before, 'src/a.cjs')).toBe("const { readFile } = require('fs/promises');\nexports.load = async function load(file) {\n  return await readFile(file);\n};\n");
  });

  it('keeps line ends and all other formatting', () => {
    const before = "import { readFileSync } from 'node:fs';\r\nexport async function load( file ){\r\n\treturn  readFileSync( file,'utf8' )  // as it is\r\n}";
    expect(after(before)).toBe("import { readFile } from 'node:fs/promises';\r\nexport async function load( file ){\r\n\treturn  await readFile( file,'utf8' )  // as it is\r\n}");
  });

  it('is safe after a first await, and to be looked at where it is the first', () => {
    const code = (first: string) => `${NAMED}export async function load(file, ready) {\n  ${first}\n  return readFileSync(file);\n}\n`;
    const safety = (first: string) => mended(server(code(first)), RULE).offered.suggestion.safety;
    expect(safety('await ready;')).toBe('safe');
    expect(safety('ready();')).toBe('review');
    expect(safety('if (ready) await ready;')).toBe('review');
    expect(safety('ready && (await ready);')).toBe('review');
    expect(safety('ready.then(async () => { await ready; });')).toBe('review');
  });

  it('gives what it gave before', async () => {
    const code = `import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
export async function run(folder) {
  const seen = [];
  if (!existsSync(folder + '/new')) seen.push(mkdirSync(folder + '/new/deep', { recursive: true }) !== undefined);
  writeFileSync(folder + '/new/a.txt', 'one\\ntwo');
  seen.push(readFileSync(folder + '/new/a.txt', 'utf8').split('\\n').length + readFileSync(folder + '/new/a.txt').length);
  seen.push(readdirSync(folder + '/new').sort(), statSync(folder + '/new/a.txt').size, existsSync(folder + '/none'));
  try {
    fs.readFileSync(folder + '/none');
  } catch (error) {
    seen.push(error.code);
  }
  return seen;
}
`;
    const rewritten = after(code);
    expect(rewritten).not.toMatch(/\w+Sync\(/);
    const run = async (name: string, text: string): Promise<unknown> => {
      const root = project({ 'package.json': MANIFEST, [name]: text });
      mkdirSync(path.join(root, 'work'));
      const module: unknown = await import(pathToFileURL(path.join(root, name)).href);
      return (module as { run(folder: string): Promise<unknown> }).run(path.join(root, 'work'));
    };
    const before = await run('before.mjs', code);
    expect(before).toEqual([true, 9, ['a.txt', 'deep'], 7, false, 'ENOENT']);
    expect(await run('after.mjs', rewritten)).toEqual(before);
  });
});

describe('no promise form is offered', () => {
  it.each<[what: string, code: string, reason: RegExp]>([
    ['in a synchronous function that an asynchronous one calls', `${NAMED}const read = (file) => readFileSync(file);\nexport async function load(file) {\n  return read(file);\n}\n`, /read blocks in a function that it calls/],
    ['in a synchronous callback', `${NAMED}export async function load(files) {\n  return files.map((file) => readFileSync(file));\n}\n`, /readFileSync stands in a synchronous function/],
    ['in a synchronous handler', `${NAMED}import express from 'express';\nexpress().get('/', (req, res) => {\n  res.send(readFileSync(req.query.file));\n});\n`, /stands in a synchronous function/],
    ['in a parameter', `${NAMED}export async function load(file, text = readFileSync(file)) {\n  return text;\n}\n`, /or in a parameter/],
    ['for a file that is the same each time', `${NAMED}export async function load() {\n  return readFileSync('setting.json');\n}\n`, /read it once, when the module loads/],
    ['for another process', "import { execSync } from 'node:child_process';\nexport async function load(file) {\n  return execSync('cat ' + file);\n}\n", /execSync is not known to be a call of node:fs/],
    ['for a module of the same members', "import fs from 'fs-extra';\nexport async function load(file) {\n  return fs.readFileSync(file);\n}\n", /has no form in fs\/promises that is given the same/],
    ['for a call that gives a descriptor', "import { openSync } from 'node:fs';\nexport async function load(file) {\n  return openSync(file);\n}\n", /openSync has no form in fs\/promises that is given the same and answers the same/],
    ['for a descriptor', "import { openSync, readFileSync } from 'node:fs';\nconst input = openSync('/dev/stdin');\nexport async function load() {\n  return readFileSync(input);\n}\n", /input may be a file descriptor/],
    ['for a number', `${NAMED}export async function load() {\n  return readFileSync(0);\n}\n`, /0 may be a file descriptor/],
    ['for options without a counterpart', "import { statSync } from 'node:fs';\nexport async function load(file) {\n  return statSync(file, { throwIfNoEntry: false });\n}\n", /throwIfNoEntry/],
    ['where a sum is read before and stored after', `${NAMED}let total = 0;\nexport async function load(file) {\n  total += readFileSync(file).length;\n}\n`, /total is read before the wait and stored after it/],
    ['where what outlives the call is looked at and then stored', `${NAMED}let total = 0;\nexport async function load(file) {\n  const sum = total + readFileSync(file).length;\n  total = sum;\n}\n`, /total is read and stored around the wait/],
    ['where a field is looked at and then stored', `${NAMED}export class Files {\n  async load(file) {\n    this.size = this.size + readFileSync(file).length;\n  }\n}\n`, /this\.size is read and stored around the wait/],
  ])('%s', (_, code, reason) => {
    expect(refusal(server(code), RULE)).toMatch(reason);
  });

  it('for a file that changed since it was analysed', () => {
    const code = `${NAMED}export async function load(file) {\n  return readFileSync(file);\n}\n`;
    const program = link(server(code));
    const facts = program.facts('src/a.js');
    const plan = { kind: 'promise-file-call' as const, file: 'src/a.js', calls: [offsetsOf(facts.calls[0]!.span)] };
    expect(suggest(plan, () => ({ text: code, facts }))).toMatchObject({ ok: true });
    expect(suggest(plan, () => ({ text: code.replace('file', 'path'), facts }))).toEqual({ ok: false, reason: 'src/a.js changed since it was analysed; run it again' });
    expect(suggest(plan, () => ({ text: undefined, facts }))).toEqual({ ok: false, reason: 'src/a.js cannot be read' });
  });
});

describe('with the types of Node', () => {
  it('type-checks', { timeout: 120_000 }, async () => {
    const code = "import fs, { existsSync, readFileSync, statSync } from 'node:fs';\n\nexport async function load(file: string): Promise<{ text: string; size: number; names: string[] }> {\n  if (!existsSync(file)) return { text: '', size: 0, names: [] };\n  const names: string[] = fs.readdirSync(file.slice(1));\n  return { text: readFileSync(file, 'utf8').trim(), size: statSync(file).size, names };\n}\n";
    const cwd = installedProject(['express'], { 'src/a.ts': code });
    const [finding] = (await scan({ cwd }, engine)).findings;
    await fix([finding!.id], { cwd }, engine);
    expect(readFileSync(path.join(cwd, 'src/a.ts'), 'utf8')).toContain("import fs from 'node:fs';\nimport { access, readFile, stat } from 'node:fs/promises';\n");
    expect(typeErrors(cwd, ['src/a.ts'])).toEqual([]);
  });
});
