import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { performanceReport } from '../../src/report/performance/build.ts';
import { NO_FACTS } from '../../src/report/performance/facts.ts';
import { performanceHtml } from '../../src/report/performance/html/page.ts';
import { context, facts, hostileReport, manyFindings, report } from '../report/performance/report.ts';
import { CHROMIUM, DEMANDED } from './chromium.ts';

if (CHROMIUM === undefined && !DEMANDED) console.log('NOT TESTED: no Chromium is installed (PERF_LINT_TEST_CHROMIUM names one); test/browser is skipped');

const bare = { ...report, findings: [], skipped: [], hidden: { severity: 0, confidence: 0 } };
const hostile = hostileReport();
const PAGES = {
  full: performanceHtml(performanceReport(report, facts, context)),
  'without evidence': performanceHtml(performanceReport({ ...report, findings: report.findings.map((one) => ({ ...one, evidence: [] })) }, NO_FACTS, context)),
  'without findings': performanceHtml(performanceReport(bare, NO_FACTS, context)),
  hostile: performanceHtml(performanceReport(hostile.report, hostile.facts, { ...context, blob: 'https://git.example.org/a/b/', read: () => `${'x'.repeat(500)}</script><script>document.title = "run"</script>` })),
  'of thousands': performanceHtml(performanceReport(manyFindings(5000), NO_FACTS, context)),
} satisfies Record<string, string>;
type PageName = keyof typeof PAGES;

const SCREENS = [360, 1440].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(CHROMIUM === undefined && !DEMANDED)('the page of the performance report', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }), args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, all of its parts unfolded, and gives what it complained of and asked for. */
  async function open(name: PageName, { width, scheme }: (typeof SCREENS)[number]): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(file, PAGES[name]);
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
    return { page, complaints, requests: requests.filter((url) => !url.startsWith('data:') && url !== pathToFileURL(file).href) };
  }

  describe.each(Object.keys(PAGES) as PageName[])('%s', (name) => {
    it('is whole at every width, by day and by night, asks for nothing, and axe finds no fault with it', async () => {
      // A page of a hundred findings takes long to look through: one screen says as much as four.
      for (const screen of name === 'of thousands' ? SCREENS.slice(0, 1) : SCREENS) {
        const { page, complaints, requests } = await open(name, screen);
        const where = `${name} ${screen.width} ${screen.scheme}`;
        expect(complaints, where).toEqual([]);
        expect(requests, where).toEqual([]);
        const beyond = await page.evaluate('[document.documentElement.scrollWidth > innerWidth, ...[...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("pre, svg")).map((one) => one.outerHTML.slice(0, 120))]');
        expect(beyond, where).toEqual([false]);
        expect(await page.title(), where).not.toBe('run');
        expect(await page.evaluate('document.querySelectorAll("script, img, iframe, object, [onerror], [href^=javascript]").length'), where).toBe(0);
        await page.addScriptTag({ path: axe });
        const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join('\n')}`), where).toEqual([]);
        await page.close();
      }
    });
  });

  it('is walked with the keyboard: to the report, through its parts, into a finding and out of it', async () => {
    const { page } = await open('full', { width: 1440, scheme: 'light' });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = false })');
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent.trim().slice(0, 40)');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the report');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Service levels');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    const state = (): Promise<unknown> => page.evaluate('document.activeElement.matches("#finding-1 summary") && document.activeElement.parentElement.open');
    for (let presses = 0; presses < 60 && (await page.evaluate('!document.activeElement.matches("#finding-1 > details > summary")')); presses++) await page.keyboard.press('Tab');
    expect(await state()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await state()).toBe(true);
    await page.keyboard.press('Tab');
    // Code that is wider than the screen is scrolled with the keys.
    expect(await page.evaluate('document.activeElement.matches("pre[tabindex]")')).toBe(true);
    await page.close();
  });

  it('tells a reader who does not see it what each plot shows', async () => {
    const { page } = await open('full', { width: 1440, scheme: 'light' });
    const named = await page.evaluate('[...document.querySelectorAll("svg")].map((svg) => svg.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id).textContent).join(": "))');
    expect(named).toContain('Response times of GET /orders: p50: 310 ms before, 61 ms now, target 80 ms; p95: 940 ms before, 412 ms now, target 200 ms; p99: not measured before, 530 ms now, target 500 ms.');
    expect(await page.evaluate('[...document.querySelectorAll("figure.plot")].every((figure) => figure.querySelector("table caption"))')).toBe(true);
    expect(await page.evaluate('[...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1])).every((level, at, all) => at === 0 ? level === 1 : level <= all[at - 1] + 1)')).toBe(true);
    await page.close();
  });
});
