/** What the directives at the head of modules and functions say to a framework. */
import type { Head } from '../facts/outline.ts';
import type { FunctionRef } from './values.ts';

/** What a server's components only refer to: https://react.dev/reference/rsc/use-client */
export function isClientModule({ directive }: Head): boolean {
  return directive === 'use client';
}

/** What clients call: https://react.dev/reference/rsc/use-server */
export function isServerAction(ref: FunctionRef): boolean {
  return isUnder(ref, /^use server$/);
}

/**
 * Whether a framework keeps what a function gives, by its arguments. What `'use cache: private'` keeps, a browser keeps.
 * https://nextjs.org/docs/app/api-reference/directives/use-cache
 */
export function keepsAnswers(ref: FunctionRef): boolean {
  return isUnder(ref, /^use cache(?!: private$)/);
}

/** Whether a function, or its module for all of its asynchronous ones, begins with a directive. */
function isUnder({ file, id }: FunctionRef, directive: RegExp): boolean {
  if (id === 0) return false;
  const { directive: own, parentId, async } = file.row('functions', id);
  return (own !== null && directive.test(own)) || (parentId === 0 && async && file.head.directive !== null && directive.test(file.head.directive));
}
