import { describe, expect, it } from 'vitest';
import { extract } from '../../src/facts/extract.ts';
import { componentCode } from '../../src/source/components.ts';
import { createParser } from '../../src/source/parser.ts';
import { readSource } from '../../src/source/read.ts';
import { tree } from './trees.ts';

const parser = createParser();

/** The code with its blank parts left out, line by line. */
function codeOf(path: string, text: string): string[] {
  return componentCode(path, text).text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
}

function factsOf(path: string, text: string): ReturnType<typeof extract> {
  const code = componentCode(path, text);
  const parsed = parser.parse(code.path, code.text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return extract(parsed.value, code.text);
}

describe('the code of a component', () => {
  it.each([
    ['a.vue', '<template><p>{{ a < b }}</p></template>\n<script>\nlet a = 1\n</script>\n<style>p { a: b }</style>', ['let a = 1', ';']],
    ['a.vue', '<script setup lang="ts">\nlet a: string\n</script>\n<script>\nexport default {}\n</script>', ['let a: string', ';', 'export default {}', ';']],
    ['a.vue', '<template>\n<template #a><script>no()</script></template>\n<template v-if="a > b" />\n<!-- <template> -->\n</template>\n<script>yes()</script>', ['yes();']],
    ['a.vue', '<docs>\n```\n<script>no()</script>\n```\n</docs>\n<script>yes()</script>', ['yes();']],
    ['a.vue', '<!-- <script>no()</script> -->\n<script generic="T extends Record<string, unknown>" lang=ts>yes()</script>', ['yes();']],
    ['a.vue', '<script lang="coffee">a = -> b</script>\n<script src="./a.ts" />\n<script type="application/json">{}</script>', []],
    ['a.vue', '<SCRIPT>yes()</SCRIPT >', ['yes();']],
    ['a.vue', '', []],
    ['a.vue', 'no tags at all', []],
    ['a.vue', '<script>yes()', ['yes()']],
    ['a.vue', '<script', []],
    ['a.vue', '<script lang="ts', []],
    ['a.vue', '<template><p>', []],
    ['a.vue', '<!-- never closed <script>no()</script>', []],
    ['a.svelte', '<script module>\nexport const a = 1;\n</script>\n\n<script>\nlet b = 2;\n</script>\n{#if a <b}<p on:click={() => c > d}>it\'s</p>{/if}', ['export const a = 1;', ';', 'let b = 2;', ';']],
    ['a.svelte', '<p>it\'s {a <b}</p>\n<script context="module" lang="ts">yes()</script>', ['yes();']],
    ['a.svelte', '<svelte:head>\n<script>no()</script>\n</svelte:head>\n<script>yes()</script>', ['yes();']],
    ['a.svelte', '{@html `<script>no()</script>`}\n<style>a { b: "<script>" }</style>\n<script>yes()</script>', ['yes();']],
  ])('%s: %s', (path, text, code) => {
    expect(codeOf(path, text)).toEqual(code);
  });

  it('ends at the first closing tag, as the compilers have it, also in a string or a comment', () => {
    expect(codeOf('a.vue', "<script>\nconst a = '</script>';\n</script>")).toEqual(["const a = ';"]);
    expect(codeOf('a.svelte', "<script>\n// a <\\/script> here\nyes() // </script>")).toEqual(['// a <\\/script> here', 'yes() // ;']);
    expect(codeOf('a.svelte', '<script>\nyes() // </scripts>\n</script>')).toEqual(['yes() // </scripts>', ';']);
  });

  it('takes its dialect from any of its blocks', () => {
    expect(componentCode('a.vue', '<script>a</script>').path).toBe('a.vue.js');
    expect(componentCode('a.vue', "<script>a</script><script setup lang='ts'>b</script>").path).toBe('a.vue.ts');
    expect(componentCode('a.vue', '<script lang="tsx">b</script>').path).toBe('a.vue.tsx');
    expect(componentCode('a.svelte', '<script type="text/typescript">b</script>').path).toBe('a.svelte.ts');
    expect(componentCode('a.vue', '').path).toBe('a.vue.js');
  });

  it('is as long as the component, with its lines, whatever ends them', () => {
    const text = '<p>é😀</p>\r\n<script>\r\nconst a = f("é😀");\r\n</script>\r\n<p>\u2028</p>';
    const { text: code } = componentCode('a.vue', text);
    expect(code).toHaveLength(text.length);
    expect(code.indexOf('const a')).toBe(text.indexOf('const a'));
    expect(factsOf('a.vue', text).lines).toEqual(extract({ program: { type: 'Program', body: [] }, comments: [] }, text).lines);
  });

  it('keeps two blocks apart', () => {
    const { calls } = factsOf('a.vue', '<script>const a = b</script><script setup>(f)()</script>');
    expect(calls).toMatchObject([{ callee: { kind: 'name', name: 'f' } }]);
  });

  it('is read in good time, however long and odd', () => {
    const long = `<template>\n${'<p v-if="a > b">{{ c }}</p>\n'.repeat(10_000)}</template>\n<script setup lang="ts">\nconst a: number = 1\n</script>\n`;
    const started = performance.now();
    expect(factsOf('a.vue', long)).toMatchObject({ bindings: [{ name: 'a' }] });
    for (const odd of ['<', '<a', '<!--', '<script', '<template', '<template>', '"', '<a "', '<script>', '</script>', '{<p \'']) {
      expect(componentCode('a.vue', odd.repeat(10_000)).text).toHaveLength(odd.length * 10_000);
      expect(componentCode('a.svelte', odd.repeat(10_000)).text).toHaveLength(odd.length * 10_000);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a project with components', () => {
  it('is read with them, and says why one was not', () => {
    const root = tree({
      'package.json': '{}',
      'src/A.vue': '\uFEFF<template />\n<script setup lang="ts">\nimport B from "./B.svelte";\n// perf-lint-disable-next-line x -- because\nload();\n</script>',
      'src/B.svelte': '<p>no script</p>',
      'src/C.vue': '<script>const = 1</script>',
      'src/D.vue': '',
      'src/index.ts': 'export { default } from "./A.vue";',
    });
    const source = readSource({ paths: [root] });
    expect([...source.files.keys()]).toEqual(['src/A.vue', 'src/B.svelte', 'src/D.vue', 'src/index.ts']);
    expect(source.skipped).toEqual([{ file: 'src/C.vue', reason: 'syntax error at 1:15: Unexpected token' }]);
    expect(source.files.get('src/A.vue')?.facts).toMatchObject({ directives: [{ text: 'perf-lint-disable-next-line x -- because' }], calls: [{ kind: 'call' }] });
    expect(source.resolve('./B.svelte', 'src/A.vue')).toBe('src/B.svelte');
    expect(source.resolve('./A', 'src/index.ts')).toBe('src/A.vue');
  });
});
