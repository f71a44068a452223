import type { BindingFact, CallFact, ExportFact, Expr, FileFacts } from './types.ts';

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

/** `module.exports` */
export function isModuleExports(expr: Expr): boolean {
  return expr.kind === 'member' && expr.name === 'exports' && expr.object.kind === 'name' && expr.object.name === 'module' && expr.object.binding < 0;
}

/** What a module exports, under any of its names: `exports`, `module.exports`, `User` of `const User = module.exports`. */
export function isExports({ bindings }: Pick<FileFacts, 'bindings'>, expr: Expr): boolean {
  if (isModuleExports(expr)) return true;
  if (expr.kind !== 'name') return false;
  if (expr.binding < 0) return expr.name === 'exports';
  return isNameOfExports(bindings[expr.binding]!);
}

/** `const User = module.exports` */
function isNameOfExports({ init, path, functionId }: BindingFact): boolean {
  return functionId === 0 && path.length === 0 && init !== null && isOfExports(init);
}

/** What a file exports by a name of its exports: `User.byId = …` of `const User = module.exports`. */
export function exportedByName({ bindings, assignments }: Pick<FileFacts, 'bindings' | 'assignments'>): ExportFact[] {
  const names = new Set<number>();
  for (const [id, binding] of bindings.entries()) if (isNameOfExports(binding)) names.add(id);
  if (names.size === 0) return [];
  return assignments.flatMap(({ target, operator, value }) => (operator === '=' && value && target.kind === 'member' && target.object.kind === 'name' && names.has(target.object.binding) ? [{ kind: 'value' as const, name: target.name, value }] : []));
}

/** `module.exports`, `exports = module.exports = {}`: what a name of the exports is made with. */
function isOfExports(init: Expr): boolean {
  if (init.kind === 'assign') return isOfExports(init.target) || isOfExports(init.value);
  return isModuleExports(init) || (init.kind === 'name' && init.binding < 0 && init.name === 'exports');
}
