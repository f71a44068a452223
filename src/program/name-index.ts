import type { Expr, TypeRef } from '../facts/types.ts';
import { isTestFile } from './entries/file-kinds.ts';
import type { NameIndex } from './link.ts';
import type { FunctionRef, LinkedFile } from './values.ts';

/** Builds each backward look-up when it is first asked for. */
export function indexNames(files: readonly LinkedFile[]): NameIndex {
  return {
    calls: lazily(() => callsByName(files)),
    methods: withoutTests(lazily(() => methodsByName(files))),
    classes: withoutTests(lazily(() => classesByName(files))),
    heirs: withoutTests(lazily(() => heirsByName(files))),
    makers: withoutTests(lazily(() => makersByType(files))),
    made: withoutTests(lazily(() => madeByName(files))),
    typed: lazily(() => typedByName(files)),
    passed: lazily(() => passedByName(files)),
  };
}

function lazily<T>(build: () => Map<string, T[]>): (name: string) => readonly T[] {
  let index: Map<string, T[]> | undefined;
  return (name) => (index ??= build()).get(name) ?? [];
}

/** What tests declare never stands in for the real thing, unless a test asks. */
function withoutTests<T extends { file: LinkedFile }>(found: (name: string) => readonly T[]): (name: string, from?: LinkedFile) => readonly T[] {
  const real = new Map<string, readonly T[]>();
  return (name, from) => {
    if (from && isTestFile(from)) return found(name);
    let list = real.get(name);
    if (!list) real.set(name, (list = found(name).filter(({ file }) => !isTestFile(file))));
    return list;
  };
}

/** Last name of a callee or reference: `c` of `a.b.c`. */
export function lastName(expr: Expr): string | undefined {
  if (expr.kind === 'name' || expr.kind === 'member') return expr.name;
  return undefined;
}

function collect<T>(visit: (add: (name: string, item: T) => void) => void): Map<string, T[]> {
  const index = new Map<string, T[]>();
  visit((name, item) => {
    const list = index.get(name);
    if (list) list.push(item);
    else index.set(name, [item]);
  });
  return index;
}

function callsByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; id: number }[]> {
  return collect((add) => {
    for (const file of files) {
      for (const [id, call] of file.facts.calls.entries()) {
        const callee = call.callee.kind === 'member' && (call.callee.name === 'call' || call.callee.name === 'apply') ? call.callee.object : call.callee;
        const name = lastName(callee);
        if (name === undefined) continue;
        add(name, { file, id });
        const original = originalName(file, callee);
        if (original !== undefined && original !== name) add(original, { file, id });
      }
    }
  });
}

/** The name under which another module or object has what a local name stands for: `import { find as load }`, `const { find: load } = …`. */
function originalName({ facts }: LinkedFile, callee: Expr): string | undefined {
  const binding = callee.kind === 'name' ? facts.bindings[callee.binding] : undefined;
  return binding?.kind === 'import' ? facts.imports[binding.target]!.imported : binding?.path.at(-1);
}

function methodsByName(files: readonly LinkedFile[]): Map<string, (FunctionRef & { owner: string })[]> {
  return collect((add) => {
    for (const file of files) {
      for (const fact of file.facts.classes) {
        for (const method of fact.methods) if (method.kind === 'method' && method.functionId >= 0) add(method.name, { file, id: method.functionId, owner: fact.name });
        for (const field of fact.fields) if (field.init?.kind === 'function') add(field.name, { file, id: field.init.function, owner: fact.name });
      }
      for (const { target, value } of file.facts.assignments) {
        if (target.kind === 'member' && value?.kind === 'function' && target.object.kind === 'member' && target.object.name === 'prototype') {
          add(target.name, { file, id: value.function, owner: lastName(target.object.object) ?? '' });
        }
      }
    }
  });
}

function classesByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; id: number }[]> {
  return collect((add) => {
    for (const file of files) for (const [id, fact] of file.facts.classes.entries()) if (fact.name) add(fact.name, { file, id });
  });
}

function madeByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; call: number; binding: number }[]> {
  return collect((add) => {
    for (const file of files) {
      const bindingOf = new Map<number, number>();
      for (const [binding, { name, init, path }] of file.facts.bindings.entries()) {
        if (init?.kind !== 'call' || path.length > 0 || !/^[A-Z]/.test(name)) continue;
        bindingOf.set(init.call, binding);
        add(name, { file, call: init.call, binding });
      }
      for (const [call, { kind, args: [first] }] of file.facts.calls.entries()) {
        if (kind !== 'call' || first?.kind !== 'literal' || typeof first.value !== 'string' || !/^[A-Z]\w*$/.test(first.value)) continue;
        const binding = bindingOf.get(call) ?? -1;
        if (binding < 0 || file.facts.bindings[binding]!.name !== first.value) add(first.value, { file, call, binding });
      }
    }
  });
}

function heirsByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; id: number }[]> {
  return collect((add) => {
    for (const file of files) {
      for (const [id, fact] of file.facts.classes.entries()) {
        const base = fact.superClass ? lastName(fact.superClass) : undefined;
        if (base !== undefined) add(base, { file, id });
        for (const type of fact.implements) {
          const name = typeName(type);
          if (name !== undefined) add(name, { file, id });
        }
      }
    }
  });
}

function makersByType(files: readonly LinkedFile[]): Map<string, FunctionRef[]> {
  return collect((add) => {
    for (const file of files) {
      for (const [id, { returnType, returns }] of file.facts.functions.entries()) {
        const type = returnType?.kind === 'ref' && returnType.path[0] === 'Promise' ? returnType.args[0] : returnType;
        const name = type && returns.some(({ kind }) => kind === 'object') ? typeName(type) : undefined;
        if (name !== undefined) add(name, { file, id });
      }
    }
  });
}

function typeName(type: TypeRef): string | undefined {
  return type.kind === 'ref' ? type.path.at(-1) : undefined;
}

function typedByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; id: number }[]> {
  return collect((add) => {
    for (const file of files) {
      for (const [id, call] of file.facts.calls.entries()) {
        for (const type of call.typeArgs) {
          const name = typeName(type);
          if (name !== undefined) add(name, { file, id });
        }
      }
    }
  });
}

function passedByName(files: readonly LinkedFile[]): Map<string, { file: LinkedFile; id: number }[]> {
  return collect((add) => {
    for (const file of files) {
      for (const [id, call] of file.facts.calls.entries()) {
        for (const arg of call.args) {
          const name = lastName(arg);
          if (name !== undefined) add(name, { file, id });
        }
      }
    }
  });
}
