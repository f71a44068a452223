import { rootExprs, walkExpr } from '../../../facts/walk.ts';
import type { Expr } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import { isOfTests, type Code } from './parts.ts';
import { textValue, type Term } from './terms.ts';

const found = new WeakMap<Code, Map<string, ReadonlySet<string> | undefined>>();

/**
 * The texts that some files write under the name of a property, in objects, classes and assignments: what `config.collectionName` may
 * be, whichever object that is. Undefined where one of them is no text that is known.
 */
export function textsWritten(code: Code, property: string, files: readonly LinkedFile[]): ReadonlySet<string> | undefined {
  let known = found.get(code);
  if (!known) found.set(code, (known = new Map()));
  if (!known.has(property)) known.set(property, textsIn(code, property, files));
  return known.get(property);
}

function textsIn(code: Code, property: string, files: readonly LinkedFile[]): ReadonlySet<string> | undefined {
  const texts = new Set<string>();
  for (const file of files) {
    if (isOfTests(code, file)) continue;
    for (const { value, functionId } of writtenIn(file, property)) {
      const term = value && code.terms.of(value, file, functionId);
      const text = textValue(term);
      if (text !== undefined) texts.add(text);
      // What is handed on under its own name is written elsewhere.
      else if (!term || !isHandedOn(term, property)) return undefined;
    }
  }
  return texts;
}

function isHandedOn(term: Term, property: string): boolean {
  return term.kind === 'member' && term.name === property;
}

/** What a file writes under a name; undefined for what whoever makes an instance gives. */
function* writtenIn({ facts }: LinkedFile, property: string): Generator<{ value: Expr | undefined; functionId: number }> {
  const inside: { value: Expr; functionId: number }[] = [];
  for (const { expr, functionId } of rootExprs(facts)) {
    walkExpr(expr, (part) => {
      if (part.kind === 'object') for (const { key, value } of part.properties) if (key === property) inside.push({ value, functionId });
    });
  }
  yield* inside;
  for (const { target, value, functionId } of facts.assignments) if (value && target.kind === 'member' && target.name === property) yield { value, functionId };
  for (const { fields, methods, functionId } of facts.classes) {
    for (const { name, init, paramBinding } of fields) if (name === property && (init || paramBinding >= 0)) yield { value: init ?? undefined, functionId };
    for (const method of methods) {
      if (method.name !== property || method.kind !== 'getter' || method.functionId < 0) continue;
      for (const value of facts.functions[method.functionId]!.returns) yield { value, functionId: method.functionId };
    }
  }
}
