import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureNames, fixturesDir } from '../fixtures/expectations.ts';
import { ask, link, schemasIn, type Found, type Project } from './project.ts';

function read(name: string): Project {
  const dir = path.join(fixturesDir, name);
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/')).sort();
  const known = files.filter((file) => /\.([cm]?[jt]sx?|json|yaml|prisma|sql)$/.test(file));
  return Object.fromEntries(known.map((file) => [file, readFileSync(path.join(dir, file), 'utf8')]));
}

function found(project: Project): Found[] {
  const program = link(project);
  return ask(program, schemasIn(project, program));
}

/** A shuffle that is the same at every run. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let at = result.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}

describe('findings do not depend on the order in which files are read and asked about', { timeout: 30_000 }, () => {
  it.each(fixtureNames())('in %s', (name) => {
    const entries = Object.entries(read(name));
    const expected = found(Object.fromEntries(entries));
    expect(expected.length).toBeGreaterThan(0);
    for (const order of [[...entries].reverse(), shuffled(entries, 1), shuffled(entries, 2)]) {
      expect(found(Object.fromEntries(order))).toEqual(expected);
    }
  });

  it.each(fixtureNames())('nor on what was asked before, in %s', (name) => {
    const project = read(name);
    const program = link(project);
    const schemas = schemasIn(project, program);
    const first = ask(program, schemas);
    expect(ask(program, schemas)).toEqual(first);
    const other = link(project);
    for (const file of [...other.paths].reverse()) {
      for (const id of other.facts(file).functions.keys()) other.reached(file, id);
      other.blocking(file);
      other.repeats(file);
    }
    expect(ask(other, schemasIn(project, other))).toEqual(first);
  });
});
