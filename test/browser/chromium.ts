import { existsSync } from 'node:fs';

/** A browser that is installed: the one that PERF_LINT_TEST_CHROMIUM names, else Debian's. Nothing is downloaded. */
export const CHROMIUM = [process.env.PERF_LINT_TEST_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => file !== undefined && existsSync(file));

/** Set where a missing browser is a failure: .ci/run sets it when one was to be had. */
export const DEMANDED = process.env.PERF_LINT_DEMANDS_CHROMIUM === '1';
