import { readFileSync, statSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { fixText } from '../../src/report/fix.ts';
import { project } from './project.ts';

const HANDLER = "import { readFileSync } from 'node:fs';\nexport async function load(file) {\n  return readFileSync(file);\n}\n";
const MENDED = "import { readFile } from 'node:fs/promises';\nexport async function load(file) {\n  return await readFile(file);\n}\n";
const SERVER = { 'package.json': '{ "name": "server", "dependencies": { "express": "5" } }', 'src/a.js': HANDLER, 'src/b.js': HANDLER.replace('load', 'loadAgain') };
/** Blocks as well, but in a way that nothing rewrites. */
const PROCESS = "import { execSync } from 'node:child_process';\nexport async function run(command) {\n  return execSync(command);\n}\n";

const idsOf = async (cwd: string) => (await scan({ cwd }, engine)).findings.map(({ id }) => id);
const text = (cwd: string, file: string) => readFileSync(path.join(cwd, file), 'utf8');

// The compiler is loaded where types are checked.
describe('fix', { timeout: 120_000 }, () => {
  it('applies the suggestion of a finding and leaves the rest alone', async () => {
    const cwd = project(SERVER);
    const [id] = await idsOf(cwd);
    const report = await fix([id!], { cwd }, engine);
    expect(report.applied).toMatchObject([{ id, rule: 'sync-io-in-async', location: { file: 'src/a.js', line: 3 }, files: [{ file: 'src/a.js' }] }]);
    expect(text(cwd, 'src/a.js')).toBe(MENDED);
    expect(text(cwd, 'src/b.js')).toBe(SERVER['src/b.js']);
    expect(await idsOf(cwd)).not.toContain(id);
    expect(fixText(report)).toBe(`src/a.js:3  sync-io-in-async ${id}: await readFile of fs/promises\n  changed: src/a.js (4 edits)\n  check: other requests now run while the function waits for the file\n`);
  });

  it('applies several at once, by the starts of their ids, also in one file', async () => {
    const cwd = project({ ...SERVER, 'src/a.js': `${HANDLER}${HANDLER.split('\n').slice(1).join('\n').replace('load', 'more')}`, 'src/b.js': '' });
    const ids = await idsOf(cwd);
    expect(ids).toHaveLength(2);
    await fix(ids.map((id) => id.slice(0, 12)), { cwd }, engine);
    expect(text(cwd, 'src/a.js')).toBe(`${MENDED}${MENDED.split('\n').slice(1).join('\n').replace('load', 'more')}`);
  });

  it('tells findings apart that are alike but for their order, and takes a place for an id', async () => {
    const twice = "import { readFileSync } from 'node:fs';\nexport const loads = [async (file) => readFileSync(file), 1,\n  async (file) => readFileSync(file)];\n";
    const cwd = project({ ...SERVER, 'src/a.js': twice, 'src/b.js': '' });
    expect(await idsOf(cwd)).toHaveLength(2);
    const { applied } = await fix(['src/a.js:2', 'src/a.js:3', 'src/a.js:2:39'], { cwd }, engine);
    expect(applied.map(({ location: { line } }) => line)).toEqual([2, 3]);
    expect(text(cwd, 'src/a.js')).toBe("import { readFile } from 'node:fs/promises';\nexport const loads = [async (file) => await readFile(file), 1,\n  async (file) => await readFile(file)];\n");
  });

  it('knows the findings of the whole project in any folder of it', async () => {
    const cwd = project({ ...SERVER, 'lib/c.js': '' });
    await fix(['src/a.js:3'], { cwd: path.join(cwd, 'lib') }, engine);
    expect(text(cwd, 'src/a.js')).toBe(MENDED);
  });

  it('shows in a dry run what it would do, and does nothing', async () => {
    const cwd = project(SERVER);
    const [id] = await idsOf(cwd);
    const report = await fix([id!], { cwd, dryRun: true }, engine);
    expect(text(cwd, 'src/a.js')).toBe(HANDLER);
    expect(fixText(report)).toContain("--- a/src/a.js\n+++ b/src/a.js\n@@ -1,4 +1,4 @@\n-import { readFileSync } from 'node:fs';\n+import { readFile } from 'node:fs/promises';\n");
    expect(fixText(report)).toContain('would change: src/a.js');
  });

  it('keeps a byte-order mark, line ends, a missing last newline, and the mode', async () => {
    const code = `\uFEFF${HANDLER.trimEnd().replaceAll('\n', '\r\n')}`;
    const cwd = project({ ...SERVER, 'src/a.js': code });
    chmodSync(path.join(cwd, 'src/a.js'), 0o750);
    await fix([(await idsOf(cwd))[0]!], { cwd }, engine);
    expect(text(cwd, 'src/a.js')).toBe(`\uFEFF${MENDED.trimEnd().replaceAll('\n', '\r\n')}`);
    expect(statSync(path.join(cwd, 'src/a.js')).mode & 0o777).toBe(0o750);
  });

  it('says what is wrong with an id in one line, and changes nothing, whatever the others are', async () => {
    const cwd = project({ ...SERVER, 'src/c.js': PROCESS });
    const [first, , process] = await idsOf(cwd);
    const near = first!.slice(0, 15) + (first!.endsWith('0') ? '1' : '0');
    await expect(fix([first!, near], { cwd }, engine)).rejects.toThrow(`no finding of this project has the id ${near} (did you mean "${first}"?); if there was one, it is gone`);
    await expect(fix([first!, 'src/a.js'], { cwd }, engine)).rejects.toThrow('"src/a.js" is no finding’s id (4 to 16 hexadecimal digits, as --format json gives them) or place (FILE:LINE)');
    await expect(fix([first!, 'src/a.js:2'], { cwd }, engine)).rejects.toThrow('no finding stands at src/a.js:2');
    await expect(fix([first!, process!], { cwd }, engine)).rejects.toThrow(`no suggestion for ${process} (sync-io-in-async, src/c.js:3): execSync is not known to be a call of node:fs; nothing is changed`);
    expect(text(cwd, 'src/a.js')).toBe(HANDLER);
  });

  it('changes nothing where the result would have type errors', async () => {
    // A declaration of its own that knows no promise form.
    const types = "declare module 'node:fs' {\n  export function readFileSync(file: string): string;\n}\ndeclare module 'node:fs/promises' {\n  export function readFile(file: string): number;\n}\n";
    const code = "import { readFileSync } from 'node:fs';\nexport async function load(file: string): Promise<string> {\n  return readFileSync(file);\n}\n";
    const cwd = project({ 'package.json': SERVER['package.json'], 'tsconfig.json': '{ "compilerOptions": { "strict": true, "types": [], "lib": ["ES2022"] }, "files": ["src/a.ts", "types.d.ts"] }', 'types.d.ts': types, 'src/a.ts': `/// <reference path="../types.d.ts" />\n${code}` });
    const [id] = await idsOf(cwd);
    await expect(fix([id!], { cwd }, engine)).rejects.toThrow(/the suggestion does not type-check here, so that nothing is changed: .*src\/a\.ts:4: Type 'number' is not assignable to type 'string'\.; the packages are not installed \(no node_modules\), which may be why$/);
    expect(text(cwd, 'src/a.ts')).toContain('readFileSync(file)');
  });

  it('changes nothing where the tsconfig.json cannot be read', async () => {
    const cwd = project({ ...SERVER, 'src/b.ts': HANDLER.replace('(file)', '(file: string)'), 'tsconfig.json': '{ "extends": ' });
    const id = (await scan({ cwd }, engine)).findings.find(({ location }) => location.file === 'src/b.ts')!.id;
    await expect(fix([id], { cwd }, engine)).rejects.toThrow(`${path.join(cwd, 'tsconfig.json')} cannot be used: Expression expected`);
    expect(text(cwd, 'src/b.ts')).toContain('readFileSync(');
  });

  it('says where types are not checked', async () => {
    const cwd = project({ 'package.json': SERVER['package.json'], 'src/a.ts': HANDLER.replace('(file)', '(file: string)') });
    const report = await fix([(await idsOf(cwd))[0]!], { cwd }, engine);
    expect(report.notes).toEqual(['src/a.ts: types are not checked, as there is no tsconfig.json']);
  });
});

describe('the suggestions of a scan', () => {
  it('are made where they are asked for, and are what fix applies', async () => {
    const cwd = project(SERVER);
    const plain = await scan({ cwd }, engine);
    expect(plain.findings.flatMap(({ suggestions }) => suggestions)).toEqual([]);
    const { findings } = await scan({ cwd, suggestions: true }, engine);
    expect(findings.map(({ suggestions }) => suggestions.map(({ title, safety }) => [title, safety]))).toEqual([[['await readFile of fs/promises', 'review']], [['await readFile of fs/promises', 'review']]]);
  });
});
