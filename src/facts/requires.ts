import type { CallFact, Expr, FileFacts } from './types.ts';

/** The specifier of `import('x')` and `require('x')`; undefined for any other call. */
export function importedSpecifier(facts: FileFacts, call: CallFact): string | undefined {
  const first = call.args[0];
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return undefined;
  return call.kind === 'import' || (call.kind === 'call' && isRequire(facts, call.callee)) ? first.value : undefined;
}

/** Node's `require`, or one made by `createRequire(import.meta.url)`: https://nodejs.org/api/module.html#modulecreaterequirefilename */
function isRequire(facts: FileFacts, callee: Expr): boolean {
  if (callee.kind !== 'name') return false;
  const init = facts.bindings[callee.binding]?.init;
  if (!init) return callee.name === 'require' && callee.binding < 0;
  if (init.kind !== 'call') return false;
  const made = facts.calls[init.call]!.callee;
  if (made.kind !== 'name') return made.kind === 'member' && made.name === 'createRequire';
  return facts.imports.some(({ imported, bindingId }) => imported === 'createRequire' && bindingId === made.binding);
}

/** Whether a test asks if the file is the program's main module: `require.main === module`, `!module.parent`. */
export function mentionsMain(test: Expr): boolean {
  if (test.kind === 'member') return test.object.kind === 'name' && ((test.object.name === 'require' && test.name === 'main') || (test.object.name === 'module' && test.name === 'parent') || (test.object.name === 'import' && test.name === 'main'));
  if (test.kind === 'binary' || test.kind === 'logical') return mentionsMain(test.left) || mentionsMain(test.right);
  return test.kind === 'unary' && mentionsMain(test.operand);
}
