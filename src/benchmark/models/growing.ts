import type { Call } from '../harness/subject.ts';
import type { Model } from './model.ts';

/** Entries that the bounded twin keeps. */
const LIMIT = 1000;

/** A way to keep one more value, and to take out the oldest. */
interface Store {
  add(key: string, value: object): void;
  evict(): void;
}

/** JavaScript's collections, as `Claim.operation` names them. */
const STORES: Readonly<Record<string, { title: string; make(): Store }>> = {
  map: {
    title: 'Map.set',
    make() {
      const map = new Map<string, object>();
      return { add: (key, value) => void map.set(key, value), evict: () => void map.delete(map.keys().next().value!) };
    },
  },
  set: {
    title: 'Set.add',
    make() {
      const set = new Set<string>();
      return { add: (key) => void set.add(key), evict: () => void set.delete(set.keys().next().value!) };
    },
  },
  array: {
    title: 'Array.push',
    make() {
      const list: object[] = [];
      return { add: (_, value) => void list.push(value), evict: () => void list.shift() };
    },
  },
  object: {
    title: 'a new property',
    make() {
      const table: Record<string, object> = {};
      const keys: string[] = [];
      return {
        add(key, value) {
          table[key] = value;
          keys.push(key);
        },
        evict: () => void delete table[keys.shift()!],
      };
    },
  },
};

/** A collection that gets a new key at each call, beside the same one with a limit. */
export const growing: Model = {
  kind: 'bytes',
  unfit: ({ operation }) => (STORES[operation] ? undefined : `there is no model of ${operation}`),
  forms: ({ operation }) => ({ suspect: `${STORES[operation]!.title} without a limit`, twin: `with a limit of ${LIMIT} entries`, assumed: 'a key of about 20 characters, a small object' }),
  subject: ({ operation }) => ({ kind: 'bytes', make: (form) => adder(STORES[operation]!.make(), form === 'suspect' ? Infinity : LIMIT) }),
};

function adder(store: Store, limit: number): Call {
  let size = 0;
  return (index) => {
    store.add(`key of request ${String(index).padStart(7, '0')}`, { id: index, at: index * 2 });
    if (++size > limit) store.evict();
    return size;
  };
}
