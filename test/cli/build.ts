import { rolldown } from 'rolldown';
import config from '../../rolldown.config.ts';

/** Builds dist/ once before the tests that run it, so that they never see an old build. */
export default async function build(): Promise<void> {
  const { output, ...input } = config;
  const bundle = await rolldown(input);
  // The declarations lie in dist too.
  await bundle.write({ ...output, cleanDir: false });
  await bundle.close();
}
