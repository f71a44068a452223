import { expect, it } from 'vitest';
import type { SourceFile } from '../../src/facts/file.ts';
import { Linker } from '../../src/program/linker.ts';
import { inputOf, type Project } from './project.ts';

/** A linker for states of one project, which tells whose facts were read to find the entries. */
function linking(): (project: Project) => { entries: [string, number][]; read: string[] } {
  const linker = new Linker('all');
  const known = new Map<string, SourceFile>();
  let read = new Set<string>();
  const watched = (path: string, text: string, source: SourceFile): SourceFile => {
    const key = `${path}\n${text}`;
    const file = known.get(key) ?? {
      outline: source.outline,
      get facts() {
        read.add(path);
        return source.facts;
      },
    };
    known.set(key, file);
    return file;
  };
  return (project) => {
    const input = inputOf(project);
    const files = new Map([...input.files].map(([path, source]) => [path, watched(path, project[path]!, source)]));
    read = new Set();
    const entries = [...linker.link({ ...input, files }).entries()];
    return { entries, read: [...read].sort() };
  };
}

const shop: Project = {
  'package.json': '{ "name": "shop", "dependencies": { "express": "5" } }',
  'server.ts': "import express from 'express';\nexport const context = { app: express() };\n",
  'routes.ts': "export function routes(context) {\n  context.app.get('/', (req, res) => res.send('hello'));\n}\n",
};

it('finds nothing anew in files that rest on what is carried about under a name while that is the same', () => {
  const link = linking();
  expect(link(shop)).toEqual({ entries: [['request', 1]], read: ['routes.ts', 'server.ts'] });
  const edited = { ...shop, 'server.ts': `${shop['server.ts']}export const edited = 1;\n` };
  expect(link(edited)).toEqual({ entries: [['request', 1]], read: ['server.ts'] });
  const more = { ...edited, 'tests.ts': "import express from 'express';\nexport const context = { app: express() };\n" };
  expect(link(more)).toEqual({ entries: [['request', 1]], read: ['server.ts', 'tests.ts'] });
  // It is another thing now.
  expect(link({ ...more, 'tests.ts': 'class App {}\nexport const context = { app: new App() };\n' })).toEqual({ entries: [], read: ['routes.ts', 'server.ts', 'tests.ts'] });
});

it('saves nothing of an earlier link where a later one dropped all that was known', () => {
  const linker = new Linker('all');
  const known = () => (linker.save(() => '') as { carriedLookups: string[] }).carriedLookups;
  linker.link(inputOf(shop)).entries();
  expect(known()).not.toEqual([]);
  linker.link(inputOf({ ...shop, 'routes.ts': `#!/usr/bin/env node\n${shop['routes.ts']}` }));
  expect(known()).toEqual([]);
});
