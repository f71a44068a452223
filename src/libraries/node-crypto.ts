import { defineLibrary, entries } from './types.ts';
import type { BlockEffect, Entry } from './types.ts';

const docs = 'https://nodejs.org/api/crypto.html';

function computing(name: string, cost: BlockEffect['cost'], args: string, instead: string): Entry {
  return { docs: `${docs}#crypto${name.toLowerCase()}${args}`, call: { effect: { kind: 'block', resource: 'cpu', cost, instead } } };
}

const pooled = (name: string): string => `await promisify(crypto.${name})(…): it computes in the thread pool`;

const members: Record<string, Entry> = {
  pbkdf2Sync: computing('pbkdf2sync', 'large', 'password-salt-iterations-keylen-digest', pooled('pbkdf2')),
  scryptSync: computing('scryptsync', 'large', 'password-salt-keylen-options', pooled('scrypt')),
  argon2Sync: computing('argon2sync', 'large', 'algorithm-parameters', pooled('argon2')),
  generateKeyPairSync: computing('generatekeypairsync', 'large', 'type-options', pooled('generateKeyPair')),
  generatePrimeSync: computing('generateprimesync', 'large', 'size-options', pooled('generatePrime')),
  checkPrimeSync: computing('checkprimesync', 'medium', 'candidate-options', pooled('checkPrime')),
  generateKeySync: computing('generatekeysync', 'trivial', 'type-options', pooled('generateKey')),
  hkdfSync: computing('hkdfsync', 'trivial', 'digest-ikm-salt-info-keylen', pooled('hkdf')),
  randomFillSync: computing('randomfillsync', 'trivial', 'buffer-offset-size', pooled('randomFill')),
  randomBytes: computing('randombytes', 'trivial', 'size-callback', 'crypto.randomBytes with a callback'),
  ...entries(
    [
      'createHash',
      'createHmac',
      'hash',
      'randomUUID',
      'randomInt',
      'timingSafeEqual',
      'createCipheriv',
      'createDecipheriv',
      'createSign',
      'createVerify',
    ],
    { docs, call: {} },
  ),
  sign: computing('sign', 'small', 'algorithm-data-key-callback', 'crypto.sign with a callback'),
  // What a public key does takes a tenth of what its private key does: 0.03 to 0.1 ms for RSA, P-256 and Ed25519.
  ...entries(['verify', 'publicEncrypt', 'publicDecrypt'], { docs, call: {} }),
  ...entries(['privateDecrypt', 'privateEncrypt'], {
    docs: `${docs}#cryptoprivatedecryptprivatekey-buffer`,
    call: { effect: { kind: 'block', resource: 'cpu', cost: 'small', instead: 'a worker thread: these have no asynchronous form' } },
  }),
  ...entries(['pbkdf2', 'scrypt', 'argon2', 'generateKeyPair', 'generateKey', 'generatePrime', 'checkPrime', 'hkdf', 'randomFill'], {
    docs: 'https://nodejs.org/api/cli.html#uv_threadpool_sizesize',
    call: { callbacks: [{ arg: 'last', runs: 'later' }] },
  }),
};

export default defineLibrary({
  id: 'node-crypto',
  docs,
  packages: ['crypto'],
  exports: { ...members, default: { docs, handle: 'crypto' } },
  handles: { crypto: { title: 'crypto', members } },
});
