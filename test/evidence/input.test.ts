import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { EvidenceError } from '../../src/evidence/errors.ts';
import { importEvidence } from '../../src/evidence/import.ts';
import { Input } from '../../src/evidence/input/input.ts';
import { shapeOf } from '../../src/evidence/input/shape.ts';
import { samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = readFileSync(path.join(samples, 'generated/server.cpuprofile'));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

async function reasonOf(name: string): Promise<string> {
  const error = await importEvidence([name], folder).then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EvidenceError);
  const { message, file: named, reason } = error as EvidenceError;
  expect(named).toBe(name);
  expect(message).toBe(`${name}: ${reason}`);
  expect(message).not.toContain('\n');
  return reason;
}

describe('a file that cannot be used is named, with the reason', () => {
  it.each([
    ['empty.json', '', 'it is empty'],
    ['text.txt', 'hello\n', /^its content is of no known format; tried: V8 CPU profile/],
    ['object.json', '{"a": 1}', /^its content is of no known format/],
    ['truncated.cpuprofile', profile.subarray(0, 5000), 'it ends in the middle of its JSON (is it cut off?)'],
    ['latin1.cpuprofile', Buffer.from('{"nodes":[{"callFrame":{"url":"/srv/caf\xe9.js"}}]}', 'latin1'), 'it is not UTF-8 text'],
    ['half.cpuprofile.gz', gzipSync(profile).subarray(0, 9000), /^its gzip data ends too early/],
    ['damaged.gz', Buffer.concat([gzipSync(profile).subarray(0, 100), Buffer.alloc(400, 7)]), /^its gzip data (?:is damaged|ends too early)/],
    ['archive.zip', Buffer.from('PK\x03\x04rest'), /^it is a zip archive/],
    ['no-samples.cpuprofile', '{"nodes":[{"id":1,"callFrame":{"functionName":"a"}}],"samples":[],"timeDeltas":[]}', /^it has no samples/],
    ['cyclic.cpuprofile', '{"nodes":[{"id":1,"callFrame":{"functionName":"a"},"children":[2]},{"id":2,"callFrame":{"functionName":"b"},"children":[1]}],"samples":[1],"timeDeltas":[5]}', /leads back to itself/],
    ['strange.cpuprofile', '{"nodes":[{"callFrame":null}],"samples":{"length":-1},"timeDeltas":"x"}', /^it has no samples/],
  ])('%s', async (name, content, reason) => {
    const said = await reasonOf(file(name, content));
    if (typeof reason === 'string') expect(said).toBe(reason);
    else expect(said).toMatch(reason);
  });

  it('absent, a pipe, an empty folder', async () => {
    expect(await reasonOf('absent.json')).toBe('there is no such file');
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    expect(await reasonOf('pipe')).toBe('it is no regular file');
    mkdirSync(path.join(folder, 'nothing'));
    expect(await reasonOf('nothing')).toBe('the folder is empty');
  });

  it('a small file that unpacks to a huge one', async () => {
    file('bomb.gz', gzipSync(Buffer.concat([Buffer.from('{"nodes":[{"callFrame":{}}],"x":"'), Buffer.alloc(20 * 1024 * 1024, 0x20)])));
    expect(await reasonOf('bomb.gz')).toMatch(/^it unpacks to more than 250 times its size/);
  });

  it('JSON that is nested without end', async () => {
    expect(await reasonOf(file('deep.json', '['.repeat(3_000_000)))).toMatch(/no known format/);
    expect(await reasonOf(file('deep.cpuprofile', `{"nodes":[{"callFrame":${'['.repeat(300_000)}`))).toMatch(/ends in the middle|cannot be read as V8 CPU profile/);
  });

  it('keys that are those of every object are only keys', async () => {
    await expect(importEvidence([file('proto.cpuprofile', '{"__proto__":{"polluted":1},"nodes":[{"id":1,"callFrame":{"functionName":"__proto__","url":"constructor","lineNumber":0}}],"samples":[1],"timeDeltas":[5]}')], folder)).resolves.toBeDefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a file is told by its content', () => {
  it('packed, with a byte-order mark, in UTF-16, under any name', async () => {
    const text = profile.toString('utf8');
    const names = [
      file('packed.txt', gzipSync(profile)),
      file('mark.json', `\uFEFF${text}`),
      file('utf16.log', Buffer.from(`\uFEFF${text}`, 'utf16le')),
      file('utf16-bare.log', Buffer.from(text, 'utf16le')),
      file('utf16-be.log', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()),
    ];
    const { files } = await importEvidence(names, folder);
    expect(files.map(({ format }) => format)).toEqual(names.map(() => 'cpuprofile'));
    expect(new Set(files.map(({ observations }) => JSON.stringify(observations))).size).toBe(1);
  });

  it('in a folder, where what is unknown is passed over and links are not followed', async () => {
    mkdirSync(path.join(folder, 'run/inner'), { recursive: true });
    file('run/inner/1.bin', profile);
    file('run/readme.html', '<html></html>');
    file('run/empty', '');
    symlinkSync('..', path.join(folder, 'run/inner/back'));
    const { files, notes } = await importEvidence(['run'], folder);
    expect(files.map((one) => one.file)).toEqual([path.join('run', 'inner', '1.bin')]);
    expect(notes).toEqual([`run: passed over 2 files, such as ${path.join('run', 'empty')}: of no known format`]);
  });
});

describe('lines of a file', () => {
  async function linesOf(name: string): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of new Input(path.join(folder, name)).lines()) lines.push(line);
    return lines;
  }

  it('come without their ends, in any encoding, packed or not', async () => {
    const lines = ['one', 'zwei ä', '', 'four'];
    file('unix.log', lines.join('\n'));
    file('windows.log', `\uFEFF${lines.join('\r\n')}\r\n`);
    file('wide.log', Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le'));
    file('packed.log', gzipSync(lines.join('\n')));
    for (const name of ['unix.log', 'windows.log', 'wide.log', 'packed.log']) expect(await linesOf(name)).toEqual(lines);
  });

  it('have a greatest length', async () => {
    file('long.log', 'x'.repeat(17 * 1024 * 1024));
    await expect(linesOf('long.log')).rejects.toThrow(/a line of more than 16 MB/);
  });

  it('of JSON are told by their number when they are damaged', async () => {
    file('rows.ndjson', '{"a":1}\n\n{"a":');
    const rows: unknown[] = [];
    await expect((async () => {
      for await (const { value } of new Input(path.join(folder, 'rows.ndjson')).values()) rows.push(value);
    })()).rejects.toThrow('line 3 ends in the middle of its JSON');
    expect(rows).toEqual([{ a: 1 }]);
  });
});

describe('the shape of JSON', () => {
  it('is that of the first value, as far as the text goes', () => {
    expect([...shapeOf('{"a":{"b":[{"c":1,"d":{"e":2}}]},"f":"x')!.paths]).toEqual(['a', 'a.b', 'a.b[].c', 'a.b[].d', 'a.b[].d.e', 'f']);
    expect(shapeOf('{"$schema":"https://x","v":[{"type":"y"}]}')!.strings).toEqual(new Map([['$schema', 'https://x'], ['v[].type', 'y']]));
    expect([...shapeOf('[[{"name":"a:b,{"}]]')!.paths]).toEqual(['[][].name']);
  });

  it('tells one value from many', () => {
    expect(shapeOf('{"a":1}\n{"b":1}')).toMatchObject({ isSequence: true, root: 'object' });
    expect(shapeOf('{"a":1}\n')!.isSequence).toBe(false);
    expect(shapeOf('plain {"a":1}')).toBeUndefined();
  });
});
