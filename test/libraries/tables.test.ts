import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraries } from '../../src/libraries/index.ts';
import { entriesOf, linksOf, patternsOf, referencesOf } from './walk.ts';

const folder = path.resolve(import.meta.dirname, '../../src/libraries');
const byId = new Map(libraries.map((library) => [library.id, library]));

function handleOf(libraryId: string, name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? `${libraryId}:${name}` : name;
}

const declared = new Set(libraries.flatMap((library) => Object.keys(library.handles).map((name) => `${library.id}:${name}`)));

describe('library tables', () => {
  it('are named as their files', () => {
    const names = readdirSync(folder).map((file) => path.basename(file, '.ts'));
    expect(libraries.map((library) => library.id).sort()).toEqual(names.filter((name) => !['index', 'types', 'databases', 'filters'].includes(name)).sort());
  });

  it('claim each specifier once', () => {
    const specifiers = libraries.flatMap((library) => [...library.packages, ...(library.perExport ?? [])]);
    expect(specifiers.filter((specifier, index) => specifiers.indexOf(specifier) !== index)).toEqual([]);
  });

  it('name built-in modules without a scheme, and put a star at the end only', () => {
    const specifiers = libraries.flatMap((library) => [...library.packages, ...(library.perExport ?? [])]);
    expect(specifiers.filter((specifier) => specifier.startsWith('node:') || /\*./.test(specifier))).toEqual([]);
  });

  it('link every entry to a page', () => {
    const bad = libraries
      .flatMap((library) => [...linksOf(library)])
      .filter(({ docs }) => !URL.canParse(docs) || new URL(docs).protocol !== 'https:');
    expect(bad).toEqual([]);
  });

  it('name only handles that exist', () => {
    const missing = libraries.flatMap((library) =>
      [...referencesOf(library)].filter(({ name }) => !declared.has(handleOf(library.id, name))).map(({ name, at }) => `${at}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('declare no handle that nothing leads to', () => {
    const reached = new Set<string>();
    for (const library of libraries) {
      for (const { name, at } of referencesOf(library)) {
        const handle = handleOf(library.id, name);
        const [id, own] = handle.split(':') as [string, string];
        const itself = `${id} handles.${own}`;
        if (at !== itself && !at.startsWith(`${itself}.`) && !at.startsWith(`${itself} `)) reached.add(handle);
      }
    }
    expect([...declared].filter((handle) => !reached.has(handle))).toEqual([]);
  });

  it('end every chain of handles that extend each other', () => {
    for (const handle of declared) {
      const seen = new Set<string>();
      for (let next: string | undefined = handle; next !== undefined;) {
        expect(seen, `${handle} extends itself`).not.toContain(next);
        seen.add(next);
        const [id, name] = next.split(':') as [string, string];
        const parent: string | undefined = byId.get(id)!.handles[name]!.extends;
        next = parent === undefined ? undefined : handleOf(id, parent);
      }
    }
  });

  it('anchor every pattern at both ends', () => {
    const loose = libraries
      .flatMap((library) => [...patternsOf(library)])
      .filter(({ pattern }) => !pattern.source.startsWith('^') || !pattern.source.endsWith('$'));
    expect(loose).toEqual([]);
  });

  it('construct the same through a class as through the handle that its name is', () => {
    const differing = libraries.flatMap((library) =>
      [...entriesOf(library)]
        .filter(({ entry }) => entry.handle !== undefined && entry.construct !== undefined)
        .filter(({ entry }) => {
          const [id, name] = handleOf(library.id, entry.handle!).split(':') as [string, string];
          return handleOf(id, byId.get(id)!.handles[name]!.construct ?? '') !== handleOf(library.id, entry.construct!);
        })
        .map(({ at }) => at),
    );
    expect(differing).toEqual([]);
  });

  it('say over what a callback runs when it runs for each element', () => {
    const vague = libraries.flatMap((library) =>
      [...entriesOf(library)]
        .filter(({ entry }) =>
          [entry.call, entry.constructs, entry.get].some((operation) =>
            operation?.callbacks?.some(
              (callback) => (callback.runs === 'each') !== (callback.over !== undefined && callback.mode !== undefined),
            ),
          ),
        )
        .map(({ at }) => at),
    );
    expect(vague).toEqual([]);
  });

  it('make an entry of nothing that runs before its call is over', () => {
    const early = libraries.flatMap((library) =>
      [...entriesOf(library)]
        .filter(({ entry }) =>
          [entry.call, entry.constructs].some((operation) =>
            operation?.callbacks?.some((callback) => callback.entry && callback.runs !== 'later'),
          ),
        )
        .map(({ at }) => at),
    );
    expect(early).toEqual([]);
  });

  it('say in the help of a blocking call what to call in its place', () => {
    const blocking = libraries.flatMap((library) => [...entriesOf(library)]).filter(({ entry }) => entry.call?.effect?.kind === 'block');
    expect(blocking.length).toBeGreaterThan(100);
    expect(blocking.filter(({ entry }) => entry.call?.effect?.kind === 'block' && entry.call.effect.instead.length < 4)).toEqual([]);
  });
});
