import type { FunctionRef } from './values.ts';

/**
 * Whether a framework keeps what a function gives, by its arguments: it is under `'use cache'`, or all exports of its module are.
 * What `'use cache: private'` keeps, a browser keeps. https://nextjs.org/docs/app/api-reference/directives/use-cache
 */
export function keepsAnswers({ file, id }: FunctionRef): boolean {
  const { directive, parentId, async } = file.row('functions', id);
  return isKept(directive) || (parentId === 0 && async && isKept(file.head.directive));
}

function isKept(directive: string | null): boolean {
  return directive !== null && /^use cache(?!: private$)/.test(directive);
}
