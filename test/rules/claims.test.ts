import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Claim } from '../../src/findings/types.ts';
import { link } from '../program/project.ts';

/** The claims of a handler that runs for each request, by rule. */
function claims(head: string, body: string): Record<string, Claim | undefined> {
  const file = 'src/a.ts';
  const program = link({ [file]: `import express from 'express';\n${head}\nexpress().get('/a', async (req, res) => {\n${body}\n  res.send('done');\n});\n` });
  return Object.fromEntries(rules.flatMap((rule) => rule.check({ program, schemas: () => [], tables: new Map(), file, options: rule.meta.options.parse({}) }).map(({ claim }) => [rule.id, claim])));
}

describe('what a benchmark can settle of a finding', () => {
  it('is a call that blocks, with the arguments that the code shows', () => {
    expect(claims("import fs from 'node:fs';", "res.send(fs.readFileSync(req.params.name, 'utf8'));")).toEqual({ 'sync-io-in-async': { operation: 'fs.readFileSync', args: [null, 'utf8'] } });
    expect(claims("import { pbkdf2Sync as derive } from 'crypto';\nconst ROUNDS = 20_000;", "derive(req.body.secret, req.body.salt, ROUNDS, 64, 'sha512');")).toEqual({
      'blocking-cpu-in-async': { operation: 'crypto.pbkdf2Sync', args: [null, null, 20_000, 64, 'sha512'] },
    });
    expect(claims("import bcrypt from 'bcryptjs';", 'bcrypt.hashSync(req.body.secret, 12);')).toEqual({ 'blocking-cpu-in-async': { operation: 'bcryptjs.hashSync', args: [null, 12] } });
  });

  it('is what grows', () => {
    expect(claims('const seen = new Map<string, string>();', 'seen.set(req.params.id, req.body.name);')).toEqual({ 'unbounded-cache': { operation: 'map' } });
    expect(claims("import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();", "bus.on('change', () => res.write(req.params.id));")).toEqual({ 'listener-leak': { operation: 'listener' } });
    expect(claims('', 'setInterval(() => res.write(req.params.id), 1000);')).toEqual({ 'timer-leak': { operation: 'timer' } });
    expect(claims("import { Pool } from 'pg';", "const pool = new Pool();\nawait pool.query('select 1');")).toEqual({ 'connection-per-call': { operation: 'connection' } });
  });

  it('is nothing where a library keeps or lends it', () => {
    expect(claims("import { LRUCache } from 'lru-cache';\nconst seen = new LRUCache<string, string>({});", 'seen.set(req.params.id, req.body.name);')).toEqual({ 'unbounded-cache': undefined });
    expect(claims("import { Pool } from 'pg';\nconst pool = new Pool();", "const client = await pool.connect();\nawait client.query('select 1');")).toEqual({ 'connection-per-call': undefined });
  });
});
