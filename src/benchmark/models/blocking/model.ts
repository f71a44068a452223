import type { ModelInput } from '../../harness/processes/protocol.ts';
import type { Model } from '../model.ts';
import { compressingOperations } from './compressing.ts';
import { cryptoOperations } from './computing.ts';
import { fileOperations } from './files.ts';
import type { Operation } from './operation.ts';
import { passwordOperations } from './passwords.ts';
import { programOperations } from './programs.ts';

/** Operations by package, then by function. fs-extra and graceful-fs have all that node:fs has, and it does the same. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...of('fs', fileOperations),
  ...of('fs-extra', fileOperations),
  ...of('graceful-fs', fileOperations),
  ...of('crypto', cryptoOperations),
  ...of('zlib', compressingOperations),
  ...of('child_process', programOperations),
  ...passwordOperations,
};

function of(owner: string, operations: Readonly<Record<string, Operation>>): Record<string, Operation> {
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [`${owner}.${name}`, operation]));
}

function operationOf({ operation }: ModelInput): Operation {
  return OPERATIONS[operation]!;
}

/** A call that blocks in an asynchronous handler, beside what does the same and waits: how long the event loop stands still when handlers run at once. */
export const blocking: Model = {
  kind: 'block',
  unfit: (input) => (Object.hasOwn(OPERATIONS, input.operation) ? operationOf(input).missing?.(input) : `there is no model of ${input.operation}`),
  forms(input) {
    const assumed = operationOf(input).assumed?.(input);
    return { suspect: input.operation, twin: operationOf(input).twin, ...(assumed !== undefined && { assumed }) };
  },
  subject: (input) => ({ kind: 'block', make: (form) => operationOf(input).make(input, form) }),
};
