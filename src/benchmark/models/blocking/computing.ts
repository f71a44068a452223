import crypto from 'node:crypto';
import type { ModelInput } from '../../harness/processes/protocol.ts';
import { burst, numberAt, stringAt } from './operation.ts';
import type { Operation } from './operation.ts';
import { promisify } from 'node:util';

/** What the code may show of a key derivation, and what is assumed where it does not: what OWASP advises, https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html. */
const ITERATIONS = 600_000;
const KEY_BYTES = 64;
const RSA_BITS = 2048;

const pbkdf2 = promisify(crypto.pbkdf2);
const scrypt = promisify<crypto.BinaryLike, crypto.BinaryLike, number, Buffer>(crypto.scrypt);
const generateKeyPair = promisify(crypto.generateKeyPair as (type: string, options: object, callback: (error: Error | null) => void) => void);
const generatePrime = promisify(crypto.generatePrime as (size: number, callback: (error: Error | null, prime: ArrayBuffer) => void) => void);

/** Options that each type of key wants. */
const KEY_OPTIONS: Readonly<Record<string, object>> = { rsa: { modulusLength: RSA_BITS }, 'rsa-pss': { modulusLength: RSA_BITS }, ec: { namedCurve: 'P-256' } };

const derivation = (input: ModelInput): [iterations: number, length: number, digest: string] => [numberAt(input, 2) ?? ITERATIONS, numberAt(input, 3) ?? KEY_BYTES, stringAt(input, 4) ?? 'sha512'];

/** Calls of node:crypto by their names without the package. */
export const cryptoOperations: Readonly<Record<string, Operation>> = {
  pbkdf2Sync: {
    twin: 'crypto.pbkdf2',
    assumed: (input) => (numberAt(input, 2) === undefined ? `${ITERATIONS} iterations` : undefined),
    make: (input, form) => burst(form, (index) => crypto.pbkdf2Sync(`secret ${index}`, 'salt', ...derivation(input)), (index) => pbkdf2(`secret ${index}`, 'salt', ...derivation(input))),
  },
  scryptSync: {
    twin: 'crypto.scrypt',
    assumed: () => 'the default cost',
    make(input, form) {
      const length = numberAt(input, 2) ?? KEY_BYTES;
      return burst(form, (index) => crypto.scryptSync(`secret ${index}`, 'salt', length), (index) => scrypt(`secret ${index}`, 'salt', length));
    },
  },
  generateKeyPairSync: {
    twin: 'crypto.generateKeyPair',
    assumed: (input) => (/^rsa/.test(stringAt(input, 0) ?? 'rsa') ? `an RSA key of ${RSA_BITS} bits` : undefined),
    make(input, form) {
      const type = stringAt(input, 0) ?? 'rsa';
      const options = KEY_OPTIONS[type] ?? {};
      return burst(form, () => crypto.generateKeyPairSync(type as 'rsa', options as crypto.RSAKeyPairKeyObjectOptions), () => generateKeyPair(type, options));
    },
  },
  generatePrimeSync: {
    twin: 'crypto.generatePrime',
    assumed: (input) => (numberAt(input, 0) === undefined ? '1024 bits' : undefined),
    make(input, form) {
      const size = numberAt(input, 0) ?? 1024;
      return burst(form, () => crypto.generatePrimeSync(size), () => generatePrime(size));
    },
  },
};
