import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineStarts } from '../../src/facts/extract.ts';
import { offsetsOf, spanFrom, spanStart } from '../../src/facts/spans.ts';
import type { Expr, FileFacts, Span } from '../../src/facts/types.ts';
import { fixturesDir, sourcesBelow } from '../fixtures/expectations.ts';
import { factsFromOxc } from './hosts.ts';
import { awkwardJavaScript, awkwardTypeScript } from './sources.ts';

const facts = (text: string, file = 'a.ts'): FileFacts => factsFromOxc(file, text);

/** Where the name that `show(…)` is called with is declared: the line, from 1, and the kind; or `global`. */
function shown(text: string, file?: string): string[] {
  const all = facts(text, file);
  return all.calls.flatMap(({ callee, args: [arg] }) => {
    if (callee.kind !== 'name' || callee.name !== 'show' || arg?.kind !== 'name') return [];
    const binding = all.bindings[arg.binding];
    return binding ? `${binding.kind} ${all.lines.findLastIndex((start) => start <= spanStart(binding.span)) + 1}` : 'global';
  });
}

describe('scopes', () => {
  it('bind a name to the innermost declaration around it, and a free name to nothing', () => {
    expect(shown('const a = 1;\n{ const a = 2; show(a); }\nfunction f(a) { show(a); }\nshow(a); show(b);')).toEqual(['const 2', 'param 3', 'const 1', 'global']);
  });

  it('hoist functions, classes and var, whatever comes first', () => {
    expect(shown('show(f); show(K); show(v);\nif (x) { var v = 1; }\nfunction f() {}\nclass K {}')).toEqual(['function 3', 'class 4', 'var 2']);
  });

  it('keep var in its function, let and const in their block', () => {
    expect(shown('function f() {\n{ var a; let b; }\nshow(a); show(b); }\nshow(a);')).toEqual(['var 2', 'global', 'global']);
  });

  it('keep the name of a function expression, of a class expression and of a caught error inside', () => {
    expect(shown('(function f() { show(f); })(); show(f);\n(class K { m() { show(K); } }); show(K);\ntry {} catch (e) { show(e); } show(e);')).toEqual([
      'function 1', 'global', 'class 2', 'global', 'catch 3', 'global',
    ]);
  });

  it('keep the variables of a loop inside', () => {
    expect(shown('for (const a of b) show(a); show(a);\nfor (let i = 0; i < 1; i++) show(i); show(i);')).toEqual(['const 1', 'global', 'let 2', 'global']);
  });

  it('keep one name for redeclared vars and overloads, pointing to the one with a body', () => {
    const { bindings, functions } = facts('function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {}');
    expect(bindings.filter(({ name }) => name === 'f')).toHaveLength(1);
    expect(functions[bindings.find(({ name }) => name === 'f')!.target]).toMatchObject({ name: 'f', span: spanFrom(58, 79) });
    expect(facts('var a = 1; var a = 2;').bindings).toHaveLength(1);
  });

  it('bind the names in types as well', () => {
    const { bindings } = facts('import type { A } from "a";\ninterface B extends A {}\nlet x: B; let y: Missing;');
    const type = (name: string) => bindings.find((binding) => binding.name === name)!.type;
    expect(type('x')).toEqual({ kind: 'ref', path: ['B'], binding: bindings.findIndex(({ name }) => name === 'B'), args: [] });
    expect(type('y')).toMatchObject({ kind: 'ref', path: ['Missing'], binding: -1 });
  });
});

describe('destructuring', () => {
  const paths = (text: string) => facts(text).bindings.map(({ name, path: steps, fallback }) => `${name}: ${steps.join(' ')}${fallback ? ' = ' : ''}`);

  it('leads from the right-hand side to each name', () => {
    expect(paths("const { a, b: { c = 1, ...d }, 'e-f': g, [h()]: i } = x;")).toEqual(['a: a', 'c: b c = ', 'd: b ...', 'g: e-f', 'i: []']);
    expect(paths('const [j, , [k], ...l] = x;')).toEqual(['j: []', 'k: [] []', 'l: ...']);
  });

  it('of a parameter keeps its position', () => {
    const { functions, bindings } = facts('function f(a, { b }: Options, ...c) {}');
    expect(functions[1]!.params.map(({ bindingId, rest }) => ({ bindingId, rest }))).toEqual([
      { bindingId: 1, rest: false }, { bindingId: -1, rest: false }, { bindingId: 3, rest: true },
    ]);
    expect(bindings.slice(1).map(({ name, target, path: steps }) => [name, target, steps])).toEqual([['a', 0, []], ['b', 1, ['b']], ['c', 2, []]]);
  });

  it('leaves a declared `this` out of the parameters', () => {
    const { functions, bindings } = facts('function f(this: Model, name: string) {}');
    expect(functions[1]!.thisType).toMatchObject({ kind: 'ref', path: ['Model'] });
    expect(functions[1]!.params.map(({ bindingId }) => [bindings[bindingId]!.name, bindings[bindingId]!.target])).toEqual([['name', 0]]);
    expect(functions[0]!.thisType).toBeNull();
  });

  it('by assignment assigns each part', () => {
    const { assignments } = facts('({ a: b.c, d } = x);');
    expect(assignments.map(({ target, value }) => [text(target), text(value!)])).toEqual([['b.c', 'x.a'], ['d', 'x.d']]);
  });
});

function text(expr: Expr): string {
  if (expr.kind === 'name') return expr.name;
  return expr.kind === 'member' ? `${text(expr.object)}.${expr.name}` : expr.kind;
}

/** Regions from the inside out, around the call of `here`. */
function around(code: string): string[] {
  const { calls, regions } = facts(code);
  const call = calls.find(({ callee }) => callee.kind === 'name' && callee.name === 'here')!;
  const kinds: string[] = [];
  for (let at = call.region; at >= 0; at = regions[at]!.parent) kinds.push(`${regions[at]!.negated ? 'not ' : ''}${regions[at]!.kind}`);
  return kinds;
}

describe('regions', () => {
  it.each([
    ['for (const a of b) { if (a) { here(); } }', ['branch', 'for-of']],
    ['for (const a of here()) {}', []],
    ['for await (const a of b) here();', ['for-await']],
    ['for (const a in b) here();', ['for-in']],
    ['for (let i = here(); i < 1; i++) {}', []],
    ['for (let i = 0; i < here(); i++) {}', ['loop-test', 'for']],
    ['for (let i = 0; i < 1; here()) {}', ['loop-test', 'for']],
    ['while (here()) {}', ['loop-test', 'while']],
    ['do { here(); } while (a);', ['do-while']],
    ['if (a) b(); else here();', ['not branch']],
    ['a ?? here();', ['not branch']],
    ['a && here();', ['branch']],
    ['a ||= here();', ['not branch']],
    ['a ? here() : b;', ['branch']],
    ['switch (a) { case 1: here(); }', ['case']],
    ['try { here(); } catch { b(); }', ['try']],
    ['try { b(); } catch { here(); } finally { c(); }', ['catch']],
    ['try { b(); } finally { here(); }', ['finally']],
    ['for (const a of b) { c(() => here()); }', []],
  ])('around the call in %s', (code, expected) => {
    expect(around(code)).toEqual(expected);
  });

  it('name the loop that a test belongs to, what a loop runs over, and its variables', () => {
    const { regions, bindings } = facts('for (const { a, b } of list) { while (next()) {} }');
    expect(regions.map(({ kind, loop }) => [kind, loop])).toEqual([['for-of', -1], ['while', -1], ['loop-test', 1]]);
    expect(regions[0]).toMatchObject({ over: { kind: 'name', name: 'list' }, head: spanFrom(0, 29), vars: [0, 1] });
    expect(bindings.map(({ name, loopRegion }) => [name, loopRegion])).toEqual([['a', 0], ['b', 0]]);
  });
});

describe('exits', () => {
  const exits = (code: string) => {
    const { exits: all, regions } = facts(code);
    return all.map(({ kind, target }) => `${kind} ${regions[target]?.kind ?? '-'}`);
  };

  it.each([
    ['for (const a of b) { if (a) break; continue; }', ['break for-of', 'continue for-of']],
    ['out: for (const a of b) { while (c) { if (a) break out; continue out; } }', ['break for-of', 'continue for-of']],
    ['for (const a of b) { switch (a) { case 1: break; default: continue; } }', ['break -', 'continue for-of']],
    ['out: { while (a) { break out; } }', ['break -']],
    ['function f() { for (const a of b) { if (a) return a; throw a; } }', ['return -', 'throw -']],
    ['for (const a of b) { c(() => { return a; }); break; }', ['return -', 'break for-of']],
  ])('of %s', (code, expected) => {
    expect(exits(code)).toEqual(expected);
  });
});

describe('calls', () => {
  it('say what becomes of their value', () => {
    const uses = (code: string) => facts(code).calls.map(({ callee, use }) => `${text(callee)} ${use}`);
    expect(uses('async () => { await a(); b(); const x = c(); return d(); }')).toEqual(['a await', 'b discard', 'c value', 'd return']);
    expect(uses('a(b(), [c()]); d().e();')).toEqual(['a discard', 'b argument', 'c element', 'call.e discard', 'd receiver']);
  });

  it('come outer before inner, and know the call that their value goes to', () => {
    const { calls } = facts('a(b()); c().d();');
    expect(calls.map(({ callee, useCall }) => [text(callee), useCall])).toEqual([['a', -1], ['b', 0], ['call.d', -1], ['c', 2]]);
  });

  it('are new, tag, jsx, import and awaited members as well', () => {
    expect(facts('async () => { new A(); t`x`; <B c={1} />; import("d"); await e.f; }', 'a.tsx').calls.map(({ kind }) => kind)).toEqual(['new', 'tag', 'jsx', 'import', 'get']);
  });

  it('are names that are awaited, or returned with what a call gave', () => {
    const gets = (code: string) => facts(code).calls.filter(({ kind }) => kind === 'get').map(({ callee, use }) => `${text(callee)} ${use}`);
    expect(gets('async function f(p) { const q = a(); await q; await p; return q; }')).toEqual(['q await', 'p await', 'q return']);
    expect(gets('async function f(p) { const rows = await a(); const n = 1; await n; if (p) return rows; return p; }')).toEqual([]);
  });

  it('belong to the function in which they run', () => {
    const { calls, functions } = facts('a(); const f = () => b(); class K { m() { c(); } static { d(); } }');
    expect(calls.map(({ functionId }) => functions[functionId]!.name || functions[functionId]!.kind)).toEqual(['<module>', 'f', 'm', 'static-block']);
  });
});

describe('imports and exports', () => {
  it('name the module, the export and the local name', () => {
    const { imports, bindings } = facts('import A, * as B from "a"; import { c, d as e, type F } from "b"; import type { G } from "c"; import H = require("h");');
    expect(imports.map(({ specifier, imported, bindingId, typeOnly }) => `${specifier} ${imported} ${bindings[bindingId]!.name}${typeOnly ? ' type' : ''}`)).toEqual([
      'a default A', 'a * B', 'b c c', 'b d e', 'b F F type', 'c G G type', 'h * H',
    ]);
  });

  const exported = (code: string, file?: string) =>
    facts(code, file).exports.map((fact) => (fact.kind === 'star' ? `* from ${fact.specifier}` : fact.kind === 'from' ? `${fact.name} = ${fact.imported} from ${fact.specifier}` : `${fact.name} ${fact.kind}`));

  it.each([
    ['export const { a, b: [c] } = d, e = 1;', ['a local', 'c local', 'e local']],
    ['export function a() {} export class B {} export type C = 1; export enum D {}', ['a local', 'B local', 'C local', 'D local']],
    ['function f(a: string): void; export function f(a: any) {}', ['f local']],
    ['const a = 1; export { a as b, a as "c d" };', ['b value', 'c d value']],
    ['export * from "a"; export * as b from "c"; export { d, default as e } from "f";', ['* from a', 'b = * from c', 'd = d from f', 'e = default from f']],
    ['export default class {}', ['default value']],
    ['export default async () => {};', ['default value']],
    ['const a = 1; export = a;', ['module.exports value']],
  ])('of %s', (code, expected) => {
    expect(exported(code)).toEqual(expected);
  });

  it('of CommonJS', () => {
    expect(exported('exports.a = 1; module.exports.b = 2; module.exports = { c }; exports["d"] = 3; other.exports = 4;', 'a.cjs')).toEqual([
      'a value', 'b value', 'module.exports value', 'd value',
    ]);
  });

  it('reads what a name of the exports is given, and no other name', () => {
    expect(exported('const A = module.exports; A.a = 1; const B = exports = module.exports = {}; B.b = 2; const C = { exports: {} }; C.c = 3; function f(A) { A.d = 4; }', 'a.cjs')).toEqual(['module.exports value', 'a value', 'b value']);
  });

  it('give an anonymous default export its name and its value', () => {
    const { exports: [fact], functions } = facts('export default () => 1;');
    expect(fact).toMatchObject({ kind: 'value', value: { kind: 'function' } });
    expect(functions[1]!.name).toBe('default');
  });
});

describe('classes', () => {
  it('keep their members, their base and what a constructor parameter declares', () => {
    const { classes, functions } = facts('@Injectable() export class A<T> extends B<T> implements C { static x = 1; #y; get z(): D { return 1; } constructor(private readonly e: E, f: F) { super(); } m() {} abstract n(): void; }');
    const [a] = classes;
    expect(a).toMatchObject({ name: 'A', superClass: { kind: 'name', name: 'B' }, superTypeArgs: [{ path: ['T'] }], implements: [{ path: ['C'] }], typeParams: ['T'] });
    expect(a!.fields.map(({ name, static: isStatic, paramBinding }) => [name, isStatic, paramBinding >= 0])).toEqual([['x', true, false], ['#y', false, false], ['e', false, true]]);
    expect(a!.methods.map(({ name, kind, functionId }) => [name, kind, functionId >= 0])).toEqual([['z', 'getter', true], ['m', 'method', true], ['n', 'method', false]]);
    expect(functions[a!.constructorId]!.kind).toBe('constructor');
    expect(a!.decorators).toMatchObject([{ callee: { name: 'Injectable' }, call: 0 }]);
  });
});

describe('directive comments', () => {
  it('are kept with their place, others are not', () => {
    const code = 'a(); // perf-lint-disable-line n-plus-one -- why\n/* eslint-disable perf-lint/n-plus-one */ // eslint-disable-line no-console\n';
    expect(facts(code).directives.map(({ text: comment, span }) => [comment, code.slice(...offsetsOf(span))])).toEqual([
      ['perf-lint-disable-line n-plus-one -- why', '// perf-lint-disable-line n-plus-one -- why'],
      ['eslint-disable perf-lint/n-plus-one', '/* eslint-disable perf-lint/n-plus-one */'],
    ]);
  });

  it.each([
    ['/** perf-lint-disable-file */', true],
    ['/*\n * perf-lint-disable\n */', true],
    ['/* oxlint-disable perf-lint/n-plus-one */', true],
    ['/* eslint perf-lint/n-plus-one: "off" */', true],
    ['/* eslint no-console: "off" */', false],
    ['// see perf-lint-disable-line', false],
    ['// eslint-plugin-perf-lint/n-plus-one', false],
  ])('%j is one: %s', (code, kept) => {
    expect(facts(code).directives.length > 0).toBe(kept);
  });
});

describe('lines', () => {
  it('start after every line end of ECMAScript', () => {
    expect(lineStarts('a\nb\r\nc\rd\u2028e\u2029f')).toEqual([0, 2, 5, 7, 9, 11]);
  });

  it('count UTF-16 code units', () => {
    const code = '"é😀";\na();';
    const { calls, lines } = facts(code);
    expect(code.slice(...offsetsOf(calls[0]!.span))).toBe('a()');
    expect(lines).toEqual([0, 7]);
  });
});

describe('facts are plain data', () => {
  const sources = [
    ...Object.entries({ ...awkwardTypeScript, ...awkwardJavaScript }),
    ...sourcesBelow(fixturesDir).map((file) => [file, readFileSync(path.join(fixturesDir, file), 'utf8')] as const),
  ];

  it.each(sources)('%s', (file, code) => {
    const made = factsFromOxc(file, code.replace(/^\uFEFF/, ''));
    expect(JSON.parse(JSON.stringify(made))).toStrictEqual(made);
  });

  it.each(sources)('%s: every reference leads into a table, every span into the text', (file, code) => {
    const stripped = code.replace(/^\uFEFF/, '');
    const made = factsFromOxc(file, stripped);
    const problems: string[] = [];
    const within = (name: string, id: unknown, table: readonly unknown[], least = 0): void => {
      if (typeof id !== 'number' || id < least || id >= table.length) problems.push(`${name} ${String(id)}`);
    };
    const tables: Readonly<Record<string, readonly unknown[]>> = { binding: made.bindings, call: made.calls, function: made.functions, class: made.classes };
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(walk);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        if (key === 'span' || key === 'head' || key === 'nameSpan') {
          const [start, end] = offsetsOf(item as Span);
          if (!(start >= 0 && start <= end && end <= stripped.length)) problems.push(`${key} ${start}-${end}`);
        }
        if (key in tables && typeof item === 'number') within(key, item, tables[key]!, -1);
        if (key === 'functionId' && item !== -1) within(key, item, made.functions);
        if ((key === 'region' || key === 'parent' || key === 'loopRegion') && item !== -1) within(key, item, made.regions);
        walk(item);
      }
    };
    walk(made);
    expect(problems).toEqual([]);
  });
});
