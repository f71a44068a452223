import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/database/schema/types.ts';
import { Clock } from '../../src/project/clock.ts';
import { engine } from '../../src/project/engine.ts';
import { openProject } from '../../src/project/open.ts';
import { sourcesBelow } from '../fixtures/expectations.ts';
import { project, write } from '../commands/project.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');

/** What runs say of the databases of one project while it changes: each run keeps what it read for the next, and says what one without it says. */
function runs(files: Record<string, string>): { change(changes: Record<string, string | null>): void; schemas(): { schemas: readonly Schema[]; read: string[] } } {
  const root = project(files);
  const cache = project({ 'package.json': '{}' });
  return {
    change: (changes) => write(root, changes),
    schemas: () => {
      const opened = openProject({ cwd: root, cache }, engine, new Clock());
      const read = new Set<string>();
      for (const [file, source] of opened.source.files) {
        const facts = Object.getOwnPropertyDescriptor(source, 'facts') ?? Object.getOwnPropertyDescriptor(Object.getPrototypeOf(source), 'facts');
        Object.defineProperty(source, 'facts', { get: () => (read.add(file), facts!.value ?? (facts!.get!.call(source) as unknown)) });
      }
      const schemas = opened.schemas();
      // What was read for it is asked before the rest: that reads all that is new.
      const asked = [...read].sort();
      opened.program.entries();
      opened.save();
      expect(JSON.stringify(schemas)).toBe(JSON.stringify(openProject({ cwd: root }, engine, new Clock()).schemas()));
      return { schemas, read: asked };
    },
  };
}

function columnsOf(schemas: readonly Schema[]): string[] {
  return schemas.flatMap(({ tables }) => tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)));
}

const MANIFEST = '{ "dependencies": { "typeorm": "0.3", "pg": "8" } }';
const entity = (name: string, more = ''): string => `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity()\nexport class ${name} {\n  @PrimaryGeneratedColumn() id: number;\n${more}}\n`;
const PLAIN = 'export const plain = (text: string) => text.trim();\n';

describe('what code declares of a database', () => {
  it('is not read again where nothing changed of that', () => {
    const { change, schemas } = runs({ 'package.json': MANIFEST, 'user.ts': entity('User'), 'plain.ts': PLAIN });
    expect(schemas().read).toContain('user.ts');
    expect(schemas().read).toEqual([]);
    change({ 'plain.ts': `${PLAIN}export const more = 1;\n`, 'other.ts': "import fs from 'node:fs';\nexport default fs;\n" });
    expect(schemas().read).not.toContain('user.ts');
  });

  it('is read again where a model changes, comes or goes', () => {
    const { change, schemas } = runs({ 'package.json': MANIFEST, 'user.ts': entity('User'), 'plain.ts': PLAIN });
    expect(columnsOf(schemas().schemas)).toEqual(['user.id']);
    change({ 'user.ts': entity('User', '  @Column() name: string;\n') });
    expect(columnsOf(schemas().schemas)).toEqual(['user.id', 'user.name']);
    change({ 'post.ts': entity('Post') });
    expect(columnsOf(schemas().schemas).sort()).toEqual(['post.id', 'user.id', 'user.name']);
    change({ 'plain.ts': entity('Plain') });
    expect(columnsOf(schemas().schemas)).toContain('plain.id');
    change({ 'plain.ts': PLAIN, 'post.ts': null });
    expect(columnsOf(schemas().schemas)).toEqual(['user.id', 'user.name']);
  });

  it('is read again where a file comes to import the library, or does not any more', () => {
    const { change, schemas } = runs({ 'package.json': MANIFEST, 'user.ts': entity('User'), 'post.ts': entity('Post').replace("'typeorm'", "'./decorators'"), 'decorators.ts': 'export const [Column, Entity, PrimaryGeneratedColumn] = [];\n' });
    expect(columnsOf(schemas().schemas)).toEqual(['user.id']);
    change({ 'post.ts': entity('Post') });
    expect(columnsOf(schemas().schemas).sort()).toEqual(['post.id', 'user.id']);
    change({ 'user.ts': entity('User').replace("'typeorm'", "'./decorators'") });
    expect(columnsOf(schemas().schemas)).toEqual(['post.id']);
    change({ 'decorators.ts': "export { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n" });
    expect(columnsOf(schemas().schemas).sort()).toEqual(['post.id', 'user.id']);
  });

  it('goes by the engine of today, which a file may say that declares nothing', () => {
    const source = (type: string): string => `import { DataSource } from 'typeorm';\nexport const source = new DataSource({ type: '${type}', host: 'localhost' });\n`;
    const { change, schemas } = runs({ 'package.json': '{ "dependencies": { "typeorm": "0.3" } }', 'user.ts': entity('User'), 'source.ts': source('postgres') });
    const engines = (): unknown[] => schemas().schemas.map((schema) => schema.engine);
    expect(engines()).toEqual(['postgresql']);
    change({ 'source.ts': source('mysql') });
    expect(engines()).toEqual(['mysql']);
    change({ 'ormconfig.ts': "export default { type: 'sqlite', database: 'db' };\n" });
    expect(engines()).toEqual([undefined]);
    change({ 'source.ts': null });
    expect(engines()).toEqual(['sqlite']);
  });

  it('is told with what migrations in SQL beside it say, and with those that are written in code', () => {
    const migration = (column: string): string => `exports.up = (knex) => knex.schema.createTable('logs', (table) => { table.increments('id'); table.text('${column}'); });\n`;
    const { change, schemas } = runs({ 'package.json': '{ "dependencies": { "knex": "3", "pg": "8" } }', 'migrations/1_logs.js': migration('text') });
    expect(columnsOf(schemas().schemas)).toEqual(['logs.id', 'logs.text']);
    change({ 'schema/migrations/001.sql': 'CREATE TABLE users (id int primary key);\n' });
    expect(columnsOf(schemas().schemas).sort()).toEqual(['logs.id', 'logs.text', 'users.id']);
    change({ 'schema/migrations/001.sql': 'CREATE TABLE users (id int primary key, email text);\n', 'migrations/1_logs.js': migration('line') });
    expect(columnsOf(schemas().schemas).sort()).toEqual(['logs.id', 'logs.line', 'users.email', 'users.id']);
    change({ 'migrations/2_more.js': "exports.up = (knex) => knex.schema.alterTable('logs', (table) => { table.text('more'); });\n" });
    expect(columnsOf(schemas().schemas)).toContain('logs.more');
    change({ 'migrations/2_more.js': null });
    expect(columnsOf(schemas().schemas)).not.toContain('logs.more');
  });

  // Whatever each reader looks at, it is asked again where that changed.
  it.each(['indexes', 'indexes-mikro-orm', 'indexes-objection', 'indexes-sequelize', 'indexes-typeorm', 'benign-queries-typeorm', 'mongoose'])('is what a run without it says, whichever file is edited, emptied and put back in %s', (name) => {
    const folder = path.join(FIXTURES, name);
    const sources = sourcesBelow(folder);
    const files = Object.fromEntries([...sources, 'package.json'].map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
    const { change, schemas } = runs(files);
    schemas();
    for (const file of sources.filter((one) => /entit|model|migration|schema|source|db|connection/i.test(one)).slice(0, 8)) {
      for (const text of [`// a line\n${files[file]!.replace(/@(?:Index|Unique)\(/, '@Nothing(')}`, 'export {};\n', null, files[file]!]) {
        change({ [file]: text });
        schemas();
      }
    }
  }, 60_000);
});
