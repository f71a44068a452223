import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { at, imported, ranked, samples, toyPlaces } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-browser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The page's script was served from the root of a server. */
const places = toyPlaces('app.js=dist/app.js');

describe('a trace of Chrome', () => {
  it('tells the line that forces layouts, and the one that sends requests in a loop', async () => {
    const file = await imported('generated/chrome-trace.json.gz');
    expect(file.format).toBe('chrome-trace');
    const [layout] = ranked(file, 'forced-layout');
    // li.style.width = ul.offsetWidth / 2 + 'px';
    expect(at(layout!.place, places)).toBe('src/app.ts:18');
    expect(layout!.samples).toBeGreaterThanOrEqual(200);
    const [requests] = ranked(file, 'repeated-requests');
    // await fetch('/api/item/' + i);
    expect(at(requests!.place, places)).toBe('src/app.ts:10');
    expect(requests).toMatchObject({ value: 10, subject: 'GET /api/item/:id' });
  });

  it('tells the function that the time goes to, and the tasks that held the page', async () => {
    const file = await imported('generated/chrome-trace.json.gz');
    const [slow] = ranked(file, 'self-time').filter(({ place }) => at(place, places) !== undefined);
    expect(at(slow!.place, places)).toMatch(/^src\/app\.ts:[1-7]$/);
    const [task] = ranked(file, 'long-task').filter(({ place }) => at(place, places) !== undefined);
    expect(task!.value).toBeGreaterThan(50);
  });

  it('of other versions is read', async () => {
    expect((await imported('speedscope/source-maps__chrome-85-esbuild.json')).format).toBe('chrome-trace');
    expect((await imported('speedscope/Chrome__141__no-arg-data.json')).format).toBe('chrome-trace');
  });
});

describe('reports of Lighthouse', () => {
  it.each(['generated/lhr-12.8.2.json', 'generated/lhr-13.5.0-node22.json'])('%s: metrics of the page, and the line that forces layouts', async (name) => {
    const file = await imported(name);
    expect(file).toMatchObject({ format: 'lighthouse', tool: 'Lighthouse', version: expect.stringMatching(/^1[23]\./) });
    expect(file.observations.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['lcp', 'fcp', 'cls', 'tbt', 'forced-layout']));
    expect(file.observations.map(({ metric }) => metric)).not.toContain('inp');
    expect(ranked(file, 'tbt')[0]).toMatchObject({ route: { path: '/' }, unit: 'ms' });
    expect(at(ranked(file, 'forced-layout')[0]!.place, places)).toBe('src/app.ts:18');
  });

  it('of one page are one, by the median', async () => {
    for (const [index, value] of [300, 100, 120].entries()) writeFileSync(path.join(folder, `${index}.json`), JSON.stringify({ lighthouseVersion: '13.5.0', requestedUrl: 'http://localhost/x?y', audits: { 'total-blocking-time': { numericValue: value } } }));
    const { files, notes } = await importEvidence(['0.json', '1.json', '2.json', path.relative(folder, path.join(samples, 'generated/lhr-12.8.2.json'))], folder);
    expect(files.map(({ file }) => file)).toEqual(['0.json, 1.json, 2.json', expect.stringContaining('lhr-12')]);
    expect(files[0]!.observations).toMatchObject([{ metric: 'tbt', value: 120, samples: 3, route: { method: 'GET', path: '/x' } }]);
    expect(notes).toEqual(['0.json, 1.json, 2.json: each metric is the median of 3 reports']);
  });

  it('of a page that did not load are refused', async () => {
    writeFileSync(path.join(folder, 'failed.json'), JSON.stringify({ lighthouseVersion: '13.5.0', runtimeError: { code: 'NO_FCP', message: 'The page did not paint' }, audits: {} }));
    await expect(importEvidence(['failed.json'], folder)).rejects.toThrow('failed.json: Lighthouse could not load the page: The page did not paint');
  });
});
