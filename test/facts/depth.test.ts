import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engine } from '../../src/project/engine.ts';
import { scan } from '../../src/commands/scan.ts';
import type { Expr } from '../../src/facts/types.ts';
import { factsFromOxc } from './hosts.ts';

const times = (count: number, text: string): string => text.repeat(count);

/** Code that nests, by the number of levels. */
const nested: Readonly<Record<string, (levels: number) => string>> = {
  'a chain of calls': (n) => `a${times(n, '.b()')};`,
  'a chain of members': (n) => `f(a${times(n, '.b')});`,
  'arrays in arrays': (n) => `f(${times(n, '[')}${times(n, ']')});`,
  'objects in objects': (n) => `f(${times(n, '{a:')}1${times(n, '}')});`,
  'ifs in ifs': (n) => `${times(n, 'if (a) {')}b();${times(n, '}')}`,
  'else after else': (n) => `${times(n, 'if (a) b(); else ')}c();`,
  'loops in loops': (n) => `${times(n, 'for (const a of b) {')}a();${times(n, '}')}`,
  'conditionals in conditionals': (n) => `f(${times(n, 'a ? b : ')}c());`,
  'logical operators': (n) => `f(${times(n, 'a && ')}b());`,
  'functions in functions': (n) => `${times(n, '() => ')}a();`,
  'callbacks in callbacks': (n) => `${times(n, 'f(() => {')}a();${times(n, '})')}`,
  'classes in classes': (n) => `${times(n, 'class A { m() {')}a();${times(n, '}}')}`,
  'templates in templates': (n) => `f(${times(n, '`${')}a()${times(n, '}`')});`,
  'types in types': (n) => `type A = ${times(n, 'B<')}1${times(n, '>')};`,
};

async function scanText(text: string): Promise<Awaited<ReturnType<typeof scan>>> {
  const root = mkdtempSync(path.join(tmpdir(), 'perf-lint-depth-'));
  try {
    writeFileSync(path.join(root, 'package.json'), '{}');
    writeFileSync(path.join(root, 'a.ts'), text);
    return await scan({ paths: [path.join(root, 'a.ts')], config: false }, engine);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('deeply nested code', { timeout: 30_000 }, () => {
  it.each(Object.entries(nested))('is read as far as people nest it: %s', async (_name, make) => {
    const { skipped, internalErrors } = await scanText(make(100));
    expect({ skipped, internalErrors }).toEqual({ skipped: [], internalErrors: [] });
  });

  it.each(Object.entries(nested))('beyond that is skipped with a reason: %s', async (_name, make) => {
    const { skipped, internalErrors } = await scanText(make(1500));
    expect(internalErrors).toEqual([]);
    expect(skipped).toEqual([{ file: 'a.ts', reason: expect.stringMatching(/ nested (over )?\d+ levels deep: taken for generated code$/) }]);
  });

  it('is skipped before it can overflow the stack of the parser', async () => {
    const { skipped } = await scanText(times(100_000, '['));
    expect(skipped).toEqual([{ file: 'a.ts', reason: 'brackets nested 100000 levels deep: taken for generated code' }]);
  });

  it('says the same in both hosts where it gives up', () => {
    expect(() => factsFromOxc('a.ts', nested['a chain of calls']!(5000))).toThrow('code nested over 400 levels deep: taken for generated code');
  });
});

describe('a file of more calls than rows can be told apart by', () => {
  it('is skipped with a reason', { timeout: 30_000 }, async () => {
    const { skipped, internalErrors } = await scanText(times(230, `a${times(300, '()')};\n`));
    expect({ skipped, internalErrors }).toEqual({ skipped: [{ file: 'a.ts', reason: 'more than 65,536 calls, names or branches: taken for generated code' }], internalErrors: [] });
  });
});

describe('a long chain of operators', () => {
  const text = `f(${Array.from({ length: 10_000 }, (_, index) => (index % 100 === 0 ? `g(${index})` : `a${index}`)).join(' + ')});`;

  it('keeps all its terms, in their order, at a depth that can be walked', () => {
    const { calls } = factsFromOxc('a.ts', text);
    const terms: Expr[] = [];
    let deepest = 0;
    const walk = (expr: Expr, depth: number): void => {
      deepest = Math.max(deepest, depth);
      if (expr.kind === 'binary') {
        walk(expr.left, depth + 1);
        walk(expr.right, depth + 1);
      } else terms.push(expr);
    };
    walk(calls[0]!.args[0]!, 0);
    expect(terms.map((term) => (term.kind === 'name' ? term.name : term.kind))).toEqual(Array.from({ length: 10_000 }, (_, index) => (index % 100 === 0 ? 'call' : `a${index}`)));
    expect(deepest).toBeLessThan(20);
    expect(calls.slice(1).map(({ args: [arg] }) => arg?.kind === 'literal' && arg.value)).toEqual(Array.from({ length: 100 }, (_, index) => index * 100));
  });

  it('is scanned', async () => {
    const { skipped, internalErrors } = await scanText(text);
    expect({ skipped, internalErrors }).toEqual({ skipped: [], internalErrors: [] });
  });
});
