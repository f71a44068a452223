import { blocking } from './blocking/model.ts';
import { connection, listener, timer } from './held.ts';
import { growing } from './growing.ts';
import type { Model } from './model.ts';

/** Models by rule id. */
export const MODELS: Readonly<Partial<Record<string, Model>>> = {
  'sync-io-in-async': blocking,
  'blocking-cpu-in-async': blocking,
  'unbounded-cache': growing,
  'listener-leak': listener,
  'timer-leak': timer,
  'connection-per-call': connection,
};
