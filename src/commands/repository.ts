import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ReportContext } from '../report/types.ts';
import { belowRoot } from '../source/paths.ts';

/** What CI servers say of a commit's page on the web: https://docs.github.com/actions/reference/variables-reference, https://docs.gitlab.com/ci/variables/predefined_variables/ */
const FORGES: readonly ((env: NodeJS.ProcessEnv) => string | undefined)[] = [
  ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit }) => (server && name && commit ? `${server}/${name}/blob/${commit}/` : undefined),
  ({ CI_PROJECT_URL: project, CI_COMMIT_SHA: commit }) => (project && commit ? `${project}/-/blob/${commit}/` : undefined),
];

/** Where the root lies in its repository, and where a forge shows it. The repository is the nearest folder with `.git`, which is a file in a worktree or a submodule. */
export function repositoryOf(root: string, env: NodeJS.ProcessEnv): Pick<ReportContext, 'prefix' | 'blob'> {
  let top = root;
  while (!existsSync(path.join(top, '.git'))) {
    const parent = path.dirname(top);
    if (parent === top) return { prefix: '', blob: undefined };
    top = parent;
  }
  const below = belowRoot(top, root);
  return { prefix: below === '' ? '' : `${below}/`, blob: FORGES.map((address) => address(env)).find((found) => found !== undefined) };
}
