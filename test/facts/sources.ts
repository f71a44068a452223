/** Sources in which parsers are known to shape their trees differently. */
export const awkwardTypeScript: Readonly<Record<string, string>> = {
  'decorators.ts': `
    import { Controller, Get, Inject } from '@nestjs/common';
    @Controller('orders') @sealed
    export class Orders {
      @Inject() private readonly repo!: Repo<Order>;
      @logged accessor total = 1;
      constructor(@Inject(TOKEN) private readonly service: Service, readonly plain: number = 3, other?: string) {}
      @Get(':id') async find(@Param('id') id: string, @Query() { page = 1, ...rest }: Paging) { return this.service.find(id, page, rest); }
      @watch() static get shared() { return new Orders(null!, 1); }
    }
    export default @inner class extends (Base as any)<Order> {}`,
  'enums.ts': `
    export enum Color { Red, Green = 'g', 'blue-ish' = 4, Last = Color.Red }
    export declare const enum Flags { A = 1 << 0, B = 1 << 1 }
    const enum Inner { Only }
    for (const value of Object.values(Color)) use(value);`,
  'namespaces.ts': `
    declare module 'x' { export function f(): void; }
    declare global { interface Window { a: number } }
    namespace A.B { export const c = d(); export namespace E { run(c); } }
    namespace Plain { const own = call(); export function go() { return own; } }
    export import Alias = A.B;
    import legacy = require('legacy');
    export as namespace Lib;
    legacy.run(Alias);`,
  'types.ts': `
    import type { A, B as C } from './a';
    import { type D, type E as F } from './b';
    import G, * as H from './c';
    import data from './data.json' with { type: 'json' };
    export type { A } from './a';
    export * as I from './d';
    export type * from './e';
    type Tree<T extends object = {}> = { readonly [K in keyof T]?: T[K] } & { id: string; 'a-b': 1; [key: string]: unknown; m(x: T): void; get g(): number; new (): T };
    interface Shape<T> extends Base<T>, Other.Deep<string> { a?: T; (x: number): string; method<U>(this: Shape<T>, u: U): asserts u is U; }
    type Fn = (a: number, ...rest: string[]) => Promise<void>;
    type Ctor = abstract new (...args: any[]) => object;
    type Tuple = [first: string, second?: number, ...rest: boolean[]];
    type Query = typeof import('./m');
    type Deep = import('./m', { with: { 'resolution-mode': 'import' } }).N.O<string>;
    type Of = typeof G.x.y<string>;
    type Cond<T> = T extends (infer U extends string)[] ? U : never;
    type Tpl = \`a-\${string}\`;
    type Lit = -1 | 'x' | true | null | undefined | 10n;
    type Uniq = unique symbol; type Ro = readonly string[]; type Keys = keyof Shape<1>; type Idx = Shape<1>['a'];
    declare function over(a: string): void;
    function overloaded(a: string): void;
    function overloaded(a: number): void;
    function overloaded(a: any): asserts a { void a; }
    function guard(this: Window, x: unknown): x is string { return typeof x === 'string'; }
    abstract class Model<in out T> implements Shape<T>, I.J { abstract load(): Promise<T>; abstract name: string; declare kept: number; [key: string]: unknown; override toString?(): string; protected constructor(); constructor(private x?: T) { super(); } }
    const a = <const T,>(x: T) => x, b = y as const, c = <Foo>z, d = w satisfies Record<string, number>, e = v!.x!.y, f = g<string>, h = new Map<string, Tree<D>>();
    let definite!: Tree<F>;
    export = Model;`,
  'using.ts': `
    async function go() { using a = open(); await using b = openLater(); for (using c of list()) c.run(); return [a, b]; }`,
  'classes.ts': `
    class P { #secret = 1; static #count = 0; static { P.#count++; load(); } get #got() { return this.#secret; } #run() { return #secret in this; } static async *['made' + name]() { yield* this.#run(); } 'quoted name'() {} 42() {} [Symbol.iterator]() {} static = 1; async = () => run(); constructor() { if (new.target) this.#run(); } }
    const Q = class Named extends mixin(P, class {}) { x = class {}; static y = new Named(); };`,
  'loops.ts': `
    outer: for (const [k, { v: [first = def(), ...rest] = [] }] of entries) {
      inner: for (let i = 0, n = rest.length; i < n; i += 2) { if (await find(k)) continue outer; else if (x) break inner; }
      do { y = next(); } while (await more(y));
      while (true) { switch (y) { case 1: case two(): break; default: break outer; } }
      for (prop.name of xs) touch(prop); for (const key in object) if (key in other) delete other[key];
      for (;;) { if (done()) return; }
    }
    block: { if (a) break block; run(); }
    for await (const row of cursor) try { save(row); } catch { log(); } finally { close(); }
    for (var v = 1, w; v < 3; v++); try { a(); } catch ({ code, message: m = '' }) { throw code; }`,
  'expressions.ts': `
    const { a, b: { c = call(), ...others }, ['d' + e]: f, 'g-h': i, [j]: k, 0: zero } = await import('./x.js');
    ([a.b, c[d], ...rest.of] = pair); ({ x: obj.y, z = 3, ...obj.more } = source);
    a ??= b || (c &&= d ?? e); a.b?.c?.[d]?.(e)?.f(); (a?.b).c(); delete a?.b; new (make())(1); new Foo; new a.b.C\`x\`;
    tag\`a\${b}c\${d}\`; a.b.tag<string>\`\\u{zzz}\${c}\`; \`\${a}\${await b()}\`; /re+x/giu.test(a); 10n ** 2n; 0x1f; 1_000; -1; void a(), typeof b(), !c();
    async () => { await a.lazy; await a?.lazy; await (b, c.d); await Promise.all([f(), ...g(), , h()]); }
    const o = { a, 'b-c': 1, [\`d\`]: 2, [Op.in]: ids, [x()]: 3, get e() { return 1; }, set e(v) {}, async *f() { yield a(); const y = yield; }, ...spread(), __proto__: null, async: 1, 7: 8, [\`t\${u}\`]: 9 };
    label: a ? b() : c ? d() : e(); (0, fn)(); (function named() { named(); })(); (() => ({}))(); import.meta.url; import.meta.resolve('x'); fn.call(this, ...args);
    x = y = z(); x++; --y.z; x **= 2; x['lit']; x[\`tpl\`]; x[1]; super_.x; 'use strict'; if (a) {} else b(); ;
    function f2({ a: { b } = {}, ...r }: Options = {}, [x, , y] = [], ...more: string[]) { 'use server'; var hoisted = b; return hoisted; }
    export const { m, n: [p] } = q(), s = () => s; export { a as default, b as 'string name' }; export * from './all'; export { default as D, x as y } from './y';
    export async function* gen() {} export class K {} export abstract class AK {} export default async function () { 'use client'; }`,
  'jsx.tsx': `
    export const App = ({ users }: Props) => <><Layout.Main {...rest} title="a" on={() => save()} flag data-x={1} svg:href="y">{users.map((u) => <User key={u.id} {...u} />)} text &nbsp; {/* comment */}{...more}<div className="x"><Inner<string> a={<B />} /><this.Comp /><ns:tag /></div></Layout.Main></>;
    const generic = <T,>(x: T) => x as unknown;`,
  'bom.ts': '\uFEFFimport { a } from "a";\r\n// perf-lint-disable-next-line n-plus-one -- why\r\na();\r\n/* perf-lint-disable */\rb();\u2028c();\u2029d("é😀"); e();',
  'crlf.ts': 'const a = `one\r\ntwo`;\r\nfor (const b of a) {\r\n  c(b);\r\n}\r\n',
  'server.ts': `'use server';\n'use strict';\nexport async function act() {}`,
  'comments.ts': `#!/usr/bin/env node\n/* eslint-disable perf-lint/n-plus-one, no-console */ a(); // eslint-disable-line perf-lint/x -- y\n// perf-lint-disable-file\n// nothing`,
  'commonjs.cts': `import a = require('a'); import type B = require('b'); export = { a } as unknown as B;`,
  'literals.ts': `
    const o = { 0x10: 1, 1e3: 2, 7n: 3, '': 4, 'constructor': 5 }, odd = ['\\uD800', 1e999, -0, 0b11, .5, 123456789012345678901234567890n, 'line\\
      two', '\\u{1F600}', "é😀", /[\\p{L}--[a-z]]/v, null];
    o['x' + 1]; o[\`y\`]; o[null!]; o[/z/ as never]; use(\`\\uD800\${o}\`);`,
  'empty.ts': '',
  'only-comment.ts': '// perf-lint-disable-file\n',
};

/** The same in JavaScript, which ESLint's own parser reads as well. */
export const awkwardJavaScript: Readonly<Record<string, string>> = {
  'classes.js': awkwardTypeScript['classes.ts']!,
  'loops.mjs': `async function main() {${awkwardTypeScript['loops.ts']!}}`,
  'expressions.mjs': `
    const { a, b: { c = call(), ...others }, ['d' + e]: f, 'g-h': i, [j]: k, 0: zero } = await import('./x.js');
    ([a.b, c[d], ...rest.of] = pair); ({ x: obj.y, z = 3, ...obj.more } = source);
    a ??= b || (c &&= d ?? e); a.b?.c?.[d]?.(e)?.f(); (a?.b).c(); new (make())(1); new Foo; new a.b.C\`x\`; (a, b)(); ((a)).b(); (await x).y(); (a?.b)();
    tag\`a\${b}c\${d}\`; tag\`\\u{zzz}\${c}\`; /re+x/giu.test(a); 10n ** 2n; 0x1f; 1_000; void a(), typeof b(), !c();
    const o = { a, 'b-c': 1, [\`d\`]: 2, [Op.in]: ids, [x()]: 3, get e() { return 1; }, set e(v) {}, async *f() { yield a(); const y = yield; }, ...spread(), async: 1, 7: 8 };
    function f2({ a: { b } = {}, ...r } = {}, [x, , y] = [], ...more) { 'use server'; var hoisted = b; return hoisted; }
    export const { m, n: [p] } = q(), s = () => s; export { a as default, c as 'string name' }; export * from './all'; export * as all from './all'; export { default as D, x as y } from './y';
    import G, * as H from './c'; import { default as Z, 'odd name' as odd } from './z'; import data from './d.json' with { type: 'json' };
    export async function* gen() {} export class K {}`,
  'jsx.jsx': `
    export const App = ({ users }) => <><Layout.Main {...rest} title="a" on={() => save()} flag data-x={1}>{users.map((u) => <User key={u.id} {...u} />)} text {/* c */}<div className="x"><Inner a={<B />} /></div></Layout.Main></>;
    export default function Page() { return App && <App />; }`,
  'commonjs.cjs': `#!/usr/bin/env node
    'use strict';
    const { readFile: rd = fallback, ...fs } = require('node:fs'), path = require('path');
    exports.a = function () { return rd(path); }; module.exports.b = async () => {}; module.exports = { a, ...require('./x') }; exports['c-d'] = 1; Object.assign(exports, require('./y'));
    function Old(x) { if (!(this instanceof Old)) return new Old(x); this.x = x; } Old.prototype.find = function find(id) { return this.x.find(id); };
    var twice = 1; var twice = 2; if (x) { var inner = y(); } function hoisted() { return inner; }
    return;`,
  'sloppy.cjs': `var a = 7; with (a) { b(); } label: { c(); break label; } switch (d) { case 1: e(); break; default: f(); } var undefined_ = void 0; let async; async = 1; yield_: for (var i in j) continue yield_;`,
  'bom.js': awkwardTypeScript['bom.ts']!,
};
