import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import dns from 'node:dns';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blockers, library, membersOf } from './lookup.ts';

/** In the tables, but younger than the oldest Node that runs these tests. */
const YOUNG = new Set([
  'globSync',
  'zstdCompressSync',
  'zstdDecompressSync',
  'argon2Sync',
  'zstdCompress',
  'zstdDecompress',
  'argon2',
  'glob',
  'lchmodSync',
  'hash',
]);

const modules: [id: string, handle: string, module: object][] = [
  ['node-fs', 'fs', fs],
  ['node-child-process', 'childProcess', childProcess],
  ['node-zlib', 'zlib', zlib],
  ['node-crypto', 'crypto', crypto],
  ['node-dns', 'dns', dns],
];

describe.each(modules)('%s', (id, handle, module) => {
  const members = membersOf(id, handle);
  const real = new Map(Object.entries(module));

  it('names only what the module has', () => {
    expect(Object.keys(members).filter((name) => !real.has(name) && !YOUNG.has(name))).toEqual([]);
  });

  it('knows every function of the module that is synchronous by its name', () => {
    expect([...real.keys()].filter((name) => name.endsWith('Sync') && !(name in members))).toEqual([]);
  });

  it('gives the named exports and the default export the same members', () => {
    const { default: whole, ...named } = library(id).exports;
    expect(whole?.handle).toBe(handle);
    expect(Object.keys(named)).toEqual(Object.keys(members));
  });

  it('names a remedy that the module has', () => {
    const remedies = Object.values(members).flatMap(({ call }) => (call?.effect?.kind === 'block' ? [call.effect.instead] : []));
    const names = remedies.flatMap((text) => [...text.matchAll(/(?:fs\.promises|zlib|crypto)\.(\w+)/g)].map((match) => match[1]!));
    expect(names.filter((name) => !real.has(name) && !(name in fs.promises) && !YOUNG.has(name))).toEqual([]);
  });
});

describe('node tables', () => {
  it('count no key derivation or key generation of the asynchronous API, and no small hash', () => {
    expect(
      blockers(membersOf('node-crypto', 'crypto')).filter(
        (name) => /^(?:pbkdf2|scrypt|argon2|generate\w+|randomBytes|createH\w+)$/.test(name) && !name.endsWith('Sync'),
      ),
    ).toEqual([]);
    expect(blockers(membersOf('node-crypto', 'crypto'))).toEqual(
      expect.arrayContaining(['pbkdf2Sync', 'scryptSync', 'generateKeyPairSync']),
    );
  });

  it('count nothing of the promise API of fs', () => {
    expect(blockers(membersOf('node-fs', 'promises'))).toEqual([]);
    expect(library('node-fs-promises').exports['*']?.call?.effect).toBeUndefined();
  });

  it('know that dns has no synchronous call', () => {
    expect(Object.keys(dns).filter((name) => name.endsWith('Sync'))).toEqual([]);
    expect(blockers(membersOf('node-dns', 'dns'))).toEqual([]);
  });
});
