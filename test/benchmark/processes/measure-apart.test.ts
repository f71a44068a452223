import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureApart } from '../../../src/benchmark/harness/processes/measure-apart.ts';
import { workerScript } from '../../../src/benchmark/harness/processes/script.ts';
import { Workspace } from '../../../src/benchmark/harness/processes/workspace.ts';
import { childrenOf } from './children.ts';
import { job } from './subjects.ts';

let workspace: Workspace;
let script: string;

beforeAll(async () => {
  workspace = new Workspace();
  script = await workerScript(workspace.folder);
}, 60_000);
afterAll(() => workspace.close());

const limits = (over: { timeout?: number; memory?: number; signal?: AbortSignal } = {}) => ({ script, timeout: 60_000, memory: 2 ** 30, ...over });

/** What lies in the workspace beside the script and the modules. */
const left = (): string[] => readdirSync(workspace.folder).filter((name) => !name.endsWith('.cjs'));

describe('a worker process', { timeout: 120_000 }, () => {
  it('measures all sides in as many rounds, and is gone then', async () => {
    const outcome = await measureApart(job('same', workspace.folder), workspace, limits());
    expect(outcome).toMatchObject({ ok: true });
    const { suspect, twin, control } = (outcome as Extract<typeof outcome, { ok: true }>).rounds;
    expect(suspect.length % 2).toBe(1);
    expect([twin.length, control.length]).toEqual([suspect.length, suspect.length]);
    expect(Math.min(...suspect, ...twin, ...control)).toBeGreaterThan(0);
    expect(childrenOf(process.pid)).toEqual([]);
    expect(left()).toEqual([]);
  });

  it.each([
    ['hangs', { timeout: 3000 }, 'it took longer than 3 s'],
    ['throws', {}, 'this model is broken'],
    ['allocates', { memory: 200 * 2 ** 20 }, 'it took more than 200 MB of memory'],
    ['exits', {}, 'it ended with code 3'],
  ] as const)('that %s is ended, and says why', async (name, over, reason) => {
    expect(await measureApart(job(name, workspace.folder), workspace, limits(over))).toEqual({ ok: false, reason });
    expect(childrenOf(process.pid)).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('that fills its heap is ended, by itself or by us', async () => {
    const outcome = await measureApart(job('allocatesObjects', workspace.folder), workspace, limits({ memory: 128 * 2 ** 20 }));
    expect(outcome).toEqual({ ok: false, reason: expect.stringMatching(/heap out of memory|more than 128 MB/) });
  });

  it('is ended by a signal', async () => {
    const controller = new AbortController();
    const running = measureApart(job('hangs', workspace.folder), workspace, limits({ signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('interrupted')), 500);
    await expect(running).rejects.toThrow('interrupted');
    expect(childrenOf(process.pid)).toEqual([]);
    expect(left()).toEqual([]);
    await expect(measureApart(job('hangs', workspace.folder), workspace, limits({ signal: controller.signal }))).rejects.toThrow('interrupted');
  });
});

describe('a workspace', () => {
  it('leaves nothing', () => {
    const own = new Workspace();
    expect(existsSync(own.folder)).toBe(true);
    own.close();
    expect(existsSync(own.folder)).toBe(false);
  });
});
