import { codeReader } from '../../src/database/schema/code/index.ts';
import { readSchemas, SchemaTexts } from '../../src/database/schema/read.ts';
import type { Schema } from '../../src/database/schema/types.ts';
import { extract } from '../../src/facts/extract.ts';
import { sourceFile } from '../../src/facts/file.ts';
import type { FileFacts } from '../../src/facts/types.ts';
import { libraries } from '../../src/libraries/index.ts';
import { createProgram } from '../../src/program/linker.ts';
import type { Program, ProgramInput } from '../../src/program/types.ts';
import { rules } from '../../rules/index.ts';
import { disk } from '../../src/source/disk.ts';
import { prismaModels } from '../../src/source/models.ts';
import { createToSource } from '../../src/source/outputs.ts';
import { readManifests } from '../../src/source/packages.ts';
import { overlay } from '../../src/source/overlay.ts';
import { createParser } from '../../src/source/parser.ts';
import { createProbe } from '../../src/source/probe.ts';
import { createResolver } from '../../src/source/resolve.ts';
import { readTsConfigs } from '../../src/source/tsconfig.ts';

/** A project in memory: text by path below the root. */
export type Project = Readonly<Record<string, string>>;

const ROOT = '/project';
const parser = createParser();

/** Links a project with the real parser, extractor, resolver and library tables; files in the order in which the record has them. */
export function link(project: Project): Program {
  return createProgram(inputOf(project));
}

/** What a project is linked from. */
export function inputOf(project: Project): ProgramInput {
  const paths = Object.keys(project);
  const files = overlay(disk, new Map(paths.map((path) => [`${ROOT}/${path}`, bytesOf(project[path])!])));
  const sources = paths.filter((path) => /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(path));
  const manifests = readManifests(ROOT, paths.filter((path) => path.endsWith('package.json')), files);
  const tsconfigs = readTsConfigs(paths.filter((path) => path.endsWith('tsconfig.json')), (path) => bytesOf(project[path]), (name) => manifests.named(name)?.dir);
  const probe = createProbe(new Set(sources), new Map());
  const toSource = createToSource(probe, tsconfigs);
  return {
    files: new Map(sources.map((path) => [path, sourceFile(factsOf(path, project[path]!))])),
    packages: manifests.all.map(({ dir, name, dependencies }) => ({ dir, name, bin: [], dependencies: [...dependencies.keys()], ranges: dependencies })),
    resolve: createResolver({ probe, toSource, manifests, tsconfigs }),
    libraries,
    models: new Set(paths.filter((path) => path.endsWith('.prisma')).flatMap((path) => prismaModels(project[path]!))),
  };
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

const extracted = new Map<string, FileFacts>();

/** Facts are read, never written: projects that share a file share its facts. */
function factsOf(path: string, text: string): FileFacts {
  const key = `${path}\n${text}`;
  const known = extracted.get(key);
  if (known) return known;
  const parsed = parser.parse(path, text);
  if (!parsed.ok) throw new Error(`${path}: ${parsed.reason}`);
  const facts = extract(parsed.value, text);
  extracted.set(key, facts);
  return facts;
}

/** What a project in memory declares of its databases. */
export function schemasIn(project: Project, program: Program): readonly Schema[] {
  const paths = Object.keys(project);
  const packages = program.link.packages.map(({ dir, dependencies }) => ({ dir, dependencies }));
  const read = (path: string) => (project[path] === undefined ? undefined : { text: project[path] });
  return readSchemas(new SchemaTexts({ prisma: paths.filter((path) => path.endsWith('.prisma')), sql: paths.filter((path) => path.endsWith('.sql')), beside: [], packages, read }), codeReader(program)());
}

/** A finding, as `src/a.ts:12 n-plus-one`. */
export interface Found {
  place: string;
  confidence: string;
  message: string;
  /** Steps of the path and the sink, as `src/b.ts:3`. */
  path: string[];
  multiplicity: string;
}

/** Asks every rule about every file, in the order of the files, and sorts what they say. */
export function ask(program: Program, schemas: readonly Schema[] = []): Found[] {
  const found: Found[] = [];
  for (const file of program.paths) {
    for (const rule of rules) {
      for (const { location, confidence, message, related, impact, level } of rule.check({ program, schemas: () => schemas, tables: new Map(), file, options: rule.meta.options.parse({}) })) {
        if (level === 'info') continue;
        found.push({
          place: `${location.file}:${location.line} ${rule.id}`,
          confidence,
          message,
          path: related.filter(({ role }) => role === 'step' || role === 'sink').map((place) => `${place.file}:${place.line}`),
          multiplicity: impact.multiplicity,
        });
      }
    }
  }
  return found.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
}

export function findings(project: Project): Found[] {
  return ask(link(project));
}

/** Places of the findings of a project. */
export function places(project: Project): string[] {
  return findings(project).map(({ place }) => place);
}

/** Places that a project's `// expect: RULE` comments mark. */
export function marks(project: Project): string[] {
  return Object.entries(project)
    .flatMap(([path, text]) => text.split('\n').flatMap((line, index) => [...line.matchAll(/\/\/ expect: ([a-z-]+)$/g)].map(([, rule]) => `${path}:${index + 1} ${rule}`)))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** A Prisma client in `db.ts`, and what most projects here import. */
export const withPrisma: Project = {
  'package.json': '{ "name": "app", "dependencies": { "@prisma/client": "6", "express": "5" } }',
  'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
};
