import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { record, type Recorded, type RecordOptions } from '../../src/recording/profile/record.ts';
import { UsageError } from '../../src/source/errors.ts';
import { isAlive } from '../benchmark/processes/children.ts';

const cwd = mkdtempSync(path.join(tmpdir(), 'perf-lint-record-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** It works, says that it is there, and waits. Its process is in `pid`. */
const SERVER = `
const fs = require('node:fs');
fs.writeFileSync('pid', String(process.pid));
function busy() { const end = Date.now() + 300; let n = 0; while (Date.now() < end) n += Math.sqrt(n); return n; }
setTimeout(() => { fs.readFileSync(__filename); busy(); console.error('an own line'); fs.writeFileSync('ready', ''); }, 20);
setInterval(() => {}, 1000);
`;

interface Run extends Recorded {
  said: string;
  folder: string;
}

/** Records a program; `stopping` stops it once it is ready. */
async function run(code: string, { stopping, ...more }: Partial<RecordOptions> & { stopping?: readonly NodeJS.Signals[] }): Promise<Run> {
  const own = mkdtempSync(path.join(cwd, 'run-'));
  const folder = path.join(own, 'recorded');
  writeFileSync(path.join(own, 'server.js'), code);
  let said = '';
  const onStart = (stop: (signal: NodeJS.Signals) => void): void => {
    if (stopping === undefined) return;
    const timer = setInterval(() => {
      if (!readdirSync(own).includes('ready')) return;
      clearInterval(timer);
      for (const signal of stopping) stop(signal);
    }, 20);
  };
  const recorded = await record({ command: [process.execPath, 'server.js'], cwd: own, folder, onStart, onError: (text) => (said += text), ...more });
  expect(isAlive(Number(readFileSync(path.join(own, 'pid'), 'utf8')))).toBe(false);
  return { ...recorded, said, folder };
}

describe('a program that is recorded', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('writes its profiles when %s ends it that it does not handle', async (signal) => {
    const { files, said, folder, notes } = await run(SERVER, { stopping: [signal] });
    expect(files.map((file) => file.replace(/^\d+/, 'PID'))).toEqual(['PID-0.cpuprofile', 'PID-0.heapprofile', 'trace-sync-io.txt']);
    expect(notes).toEqual([]);
    expect(said).toBe('an own line\n');
    const imported = (await importEvidence([folder], cwd)).files;
    expect(imported.map(({ format }) => format).sort()).toEqual(['cpuprofile', 'heapprofile', 'trace-sync-io']);
    const found = imported.flatMap(({ observations }) => observations);
    expect(found).toContainEqual(expect.objectContaining({ metric: 'self-time', place: expect.objectContaining({ function: 'busy' }) }));
    expect(found).toContainEqual(expect.objectContaining({ metric: 'blocking-calls', subject: 'readFileSync', place: expect.objectContaining({ line: 5 }) }));
  });

  it('ends in its own way where it handles the signal, and gets it once', async () => {
    const handling = `${SERVER}\nlet times = 0;\nprocess.on('SIGINT', () => { times++; setTimeout(() => { console.error('handled', times); process.exit(0); }, 200); });`;
    const { said, files } = await run(handling, { stopping: ['SIGINT'] });
    expect(said).toBe('an own line\nhandled 1\n');
    expect(files.length).toBe(3);
  });

  it('is reached through what starts it', async () => {
    const { files } = await run(SERVER, { command: ['sh', '-c', `"${process.execPath}" server.js; true`], stopping: ['SIGTERM'] });
    expect(files.some((file) => file.endsWith('.cpuprofile'))).toBe(true);
  });

  it('ends with what runs beside it, which is told where the files go', async () => {
    const beside = `while [ ! -e ready ]; do sleep 0.05; done; echo "$PERF_LINT_PROFILE_DIR" > beside; exit 3`;
    const { notes, folder } = await run(SERVER, { beside });
    expect(readFileSync(path.join(path.dirname(folder), 'beside'), 'utf8').trim()).toBe(folder);
    expect(notes).toEqual(['--while: it ended with exit code 3']);
  });

  it('ends after its time, or by itself', async () => {
    expect((await run(SERVER, { duration: 0.8 })).files.length).toBe(3);
    const { notes } = await run(`${SERVER}\nsetTimeout(() => process.exit(4), 600);`, {});
    expect(notes).toEqual(['the command ended by itself with exit code 4']);
  });

  it('is ended at once by a second signal, and then has recorded nothing', async () => {
    const stubborn = `${SERVER}\nprocess.on('SIGINT', () => {});`;
    await expect(run(stubborn, { stopping: ['SIGINT', 'SIGINT'] })).rejects.toThrow(/^nothing was recorded: no Node process of .* ended in order$/);
    for (const folder of readdirSync(cwd)) expect(isAlive(Number(readFileSync(path.join(cwd, folder, 'pid'), 'utf8')))).toBe(false);
  });
});

describe('a command that cannot be recorded', () => {
  const options = { cwd, onError: () => undefined };

  it('is told with the reason, and leaves no folder', async () => {
    const folder = path.join(cwd, 'nothing');
    mkdirSync(folder);
    await expect(record({ ...options, folder, command: ['no-such-program'] })).rejects.toThrow('no-such-program: it cannot be run: there is no such file or folder');
    await expect(record({ ...options, folder, command: ['sh', '-c', 'exit 3'] })).rejects.toThrow('nothing was recorded: no Node process of "sh -c exit 3" ended in order; the command ended by itself with exit code 3');
    expect(readdirSync(cwd)).not.toContain('nothing');
  });

  it('is not started where its folder cannot be made', async () => {
    const file = path.join(cwd, 'a-file');
    writeFileSync(file, '');
    const command = [process.execPath, '-e', `fs.writeFileSync(${JSON.stringify(path.join(cwd, 'started'))}, '')`];
    for (const folder of [file, path.join(file, 'recorded')]) await expect(record({ ...options, folder, command })).rejects.toThrow(UsageError);
    expect(readdirSync(cwd)).not.toContain('started');
    rmSync(file);
  });
});
