import type { ReportContext } from '../report/types.ts';
import { disk } from '../source/disk.ts';
import { belowRoot } from '../source/paths.ts';
import { repositoryTop } from '../source/upwards.ts';

/** What CI servers say of a commit's page on the web: https://docs.github.com/actions/reference/variables-reference, https://docs.gitlab.com/ci/variables/predefined_variables/ */
const FORGES: readonly ((env: NodeJS.ProcessEnv) => string | undefined)[] = [
  ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit }) => (server && name && commit ? `${server}/${name}/blob/${commit}/` : undefined),
  ({ CI_PROJECT_URL: project, CI_COMMIT_SHA: commit }) => (project && commit ? `${project}/-/blob/${commit}/` : undefined),
];

/** Where the root lies in its repository, and where a forge shows it. */
export function repositoryOf(root: string, env: NodeJS.ProcessEnv): Pick<ReportContext, 'prefix' | 'blob'> {
  const top = repositoryTop(root, disk);
  if (top === undefined) return { prefix: '', blob: undefined };
  const below = belowRoot(top, root);
  return { prefix: below === '' ? '' : `${below}/`, blob: FORGES.map((address) => address(env)).find((found) => found !== undefined) };
}
