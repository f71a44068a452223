import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Modules that worker processes measure, and that do worse. */
const MODULES = {
  /** Looks each element up in a list, and in a set. */
  includes: `
    const items = Array.from({ length: 1000 }, (_, index) => 'item ' + (index * 7919) % 1000);
    const set = new Set(items);
    const suspect = () => items.filter((item) => items.includes(item)).length;
    const twin = () => items.filter((item) => set.has(item)).length;
    exports.subject = { kind: 'time', make: (form) => (form === 'suspect' ? suspect : twin) };`,
  /** Twice the same code. */
  same: `
    const items = Array.from({ length: 300 }, (_, index) => 'item ' + index);
    const make = () => () => items.filter((item) => items.includes(item)).length;
    exports.subject = { kind: 'time', make };`,
  hangs: `exports.subject = { kind: 'time', make: () => () => { for (;;); } };`,
  throws: `exports.subject = { kind: 'time', make: () => () => { throw new TypeError('this model is broken'); } };`,
  allocates: `exports.subject = { kind: 'time', make: () => () => { const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 20, 1)); } };`,
  allocatesObjects: `exports.subject = { kind: 'time', make: () => () => { const kept = []; for (;;) kept.push({ kept }); } };`,
  exits: `exports.subject = { kind: 'time', make: () => () => process.exit(3) };`,
} as const;

/** Writes one of the modules into a folder and gives the job that measures it. */
export function job(name: keyof typeof MODULES, folder: string, seed = 1): { seed: number; what: { kind: 'module'; file: string } } {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(file, MODULES[name]);
  return { seed, what: { kind: 'module', file } };
}
