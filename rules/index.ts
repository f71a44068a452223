// This file is generated from the folder by scripts/generate-index.mjs: run npm run generate.

import blockingCpuInAsync from './blocking-cpu-in-async.ts';
import bulkWriteInLoop from './bulk-write-in-loop.ts';
import connectionPerCall from './connection-per-call.ts';
import ioInTransaction from './io-in-transaction.ts';
import lazyRelationInLoop from './lazy-relation-in-loop.ts';
import listenerLeak from './listener-leak.ts';
import missingIndex from './missing-index.ts';
import nPlusOne from './n-plus-one.ts';
import nonSargableFilter from './non-sargable-filter.ts';
import overFetching from './over-fetching.ts';
import repeatedQuery from './repeated-query.ts';
import staticIoPerRequest from './static-io-per-request.ts';
import syncIoInAsync from './sync-io-in-async.ts';
import timerLeak from './timer-leak.ts';
import unboundedCache from './unbounded-cache.ts';
import unboundedQuery from './unbounded-query.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';
import unusedSuppression from './unused-suppression.ts';
import type { Rule } from '../src/rule.ts';

export const rules: readonly Rule[] = [
  blockingCpuInAsync,
  bulkWriteInLoop,
  connectionPerCall,
  ioInTransaction,
  lazyRelationInLoop,
  listenerLeak,
  missingIndex,
  nPlusOne,
  nonSargableFilter,
  overFetching,
  repeatedQuery,
  staticIoPerRequest,
  syncIoInAsync,
  timerLeak,
  unboundedCache,
  unboundedQuery,
  unindexedForeignKey,
  unusedSuppression,
];
