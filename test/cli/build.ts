import { rolldown } from 'rolldown';
import type { RolldownOptions } from 'rolldown';
import config from '../../rolldown.config.ts';

/** Builds both packages once before the tests that run them, so that they never see an old build. */
export default async function build(): Promise<void> {
  for (const { output, ...input } of config as (RolldownOptions & { output: object })[]) {
    const bundle = await rolldown(input);
    // The declarations lie in dist too.
    await bundle.write({ ...output, cleanDir: false });
    await bundle.close();
  }
}
