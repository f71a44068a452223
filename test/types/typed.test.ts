import path from 'node:path';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import type { Finding } from '../../src/findings/types.ts';
import { engine } from '../../src/project/engine.ts';
import { installedProject } from '../fixes/installed.ts';

/** A server that gets a repository out of something that only types see through. */
const server = (make: string): string => `import express from 'express';
${make}
const app = express();
app.get('/', async (req, res) => {
  const names: string[] = [];
  for (const id of req.query.ids) {
    const user = await holder.value.findOneOrFail({ where: { id } });
    names.push(user.name);
  }
  res.send(names.join());
});
`;

const TYPEORM = `import type { Repository } from 'typeorm';
interface User { id: string; name: string }
declare function hold<T>(): { value: T };
const holder = hold<Repository<User>>();
`;
/** The same members, declared by the project. */
const OWN = `interface User { id: string; name: string }
interface Store { findOneOrFail(options: { where: { id: string } }): Promise<User> }
declare function hold<T>(): { value: T };
const holder = hold<Store>();
`;
const EXPRESS = "declare module 'express' {\n  export default function express(): { get(path: string, handler: (req: { query: { ids: string[] } }, res: { send(text: string): void }) => Promise<void>): void };\n}\n";

const projectOf = (code: string) => installedProject(['express', 'typeorm'], { 'src/a.ts': code, 'src/express.d.ts': EXPRESS });

async function found(cwd: string, types: boolean): Promise<{ finding: Finding; notes: string[] }> {
  const { findings, notes } = await scan({ cwd, types, confidence: 'low' }, engine);
  expect(findings.map(({ rule }) => rule)).toEqual(['n-plus-one']);
  return { finding: findings[0]!, notes };
}

const reasonOf = ({ reasons }: Finding) => reasons.find(({ about }) => about === 'confidence')?.text;

describe('types', { timeout: 120_000 }, () => {
  it('make sure what was told by its shape, where the library declares what is called', async () => {
    const cwd = projectOf(server(TYPEORM));
    const { finding: before } = await found(cwd, false);
    expect(before.confidence).toBe('medium');
    expect(reasonOf(before)).toMatch(/^medium: .* told by its shape/);
    const { finding, notes } = await found(cwd, true);
    expect(finding).toMatchObject({ id: before.id, confidence: 'high' });
    expect(reasonOf(finding)).toBe('high: types: what is called is declared in typeorm');
    expect(notes).toEqual([]);
  });

  it('change nothing where somebody else declares it', async () => {
    const cwd = projectOf(server(OWN));
    const { finding: before } = await found(cwd, false);
    expect(before.confidence).toBe('medium');
    expect((await found(cwd, true)).finding).toEqual(before);
  });

  it('change nothing, and say why, without a tsconfig.json or without packages', async () => {
    const cwd = projectOf(server(TYPEORM));
    const { finding: before } = await found(cwd, false);
    rmSync(path.join(cwd, 'node_modules'));
    expect(await found(cwd, true)).toEqual({ finding: before, notes: ['--types: 1 finding keeps its confidence: the packages are not installed (no node_modules) for src/a.ts'] });
    rmSync(path.join(cwd, 'tsconfig.json'));
    expect(await found(cwd, true)).toEqual({ finding: before, notes: ['--types: 1 finding keeps its confidence: no tsconfig.json is found for src/a.ts'] });
  });

  it('change nothing, and say why, where the tsconfig.json cannot be read', async () => {
    const cwd = projectOf(server(TYPEORM));
    const { finding: before } = await found(cwd, false);
    const tsconfig = path.join(cwd, 'tsconfig.json');
    writeFileSync(tsconfig, '{');
    expect(await found(cwd, true)).toEqual({ finding: before, notes: [`--types: 1 finding keeps its confidence: ${tsconfig} cannot be used: '}' expected for src/a.ts`] });
  });
});
