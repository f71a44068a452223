import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryOf } from '../../src/commands/repository.ts';
import { project } from './project.ts';

const GITHUB = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_SHA: '0a1b2c' };
const GITLAB = { CI_PROJECT_URL: 'https://gitlab.com/group/a/b', CI_COMMIT_SHA: '0a1b2c' };

describe('repositoryOf', () => {
  it('finds the folder of the root in its repository', () => {
    const top = project({ 'packages/api/package.json': '{}' });
    mkdirSync(path.join(top, '.git'));
    expect(repositoryOf(path.join(top, 'packages/api'), {}).prefix).toBe('packages/api/');
    expect(repositoryOf(top, {}).prefix).toBe('');
  });

  it('knows a worktree and a submodule, whose .git is a file', () => {
    const top = project({ 'vendor/lib/.git': 'gitdir: elsewhere\n', 'vendor/lib/src/a.ts': '' });
    mkdirSync(path.join(top, '.git'));
    expect(repositoryOf(path.join(top, 'vendor/lib/src'), {}).prefix).toBe('src/');
  });

  it('has none where there is no repository', () => {
    expect(repositoryOf(project({}), GITHUB)).toEqual({ prefix: '', blob: undefined });
  });

  it.each([
    ['GitHub', GITHUB, 'https://github.com/a/b/blob/0a1b2c/'],
    ['GitLab', GITLAB, 'https://gitlab.com/group/a/b/-/blob/0a1b2c/'],
    ['no CI server', {}, undefined],
    ['a server that says too little', { GITHUB_SHA: '0a1b2c', CI_PROJECT_URL: '' }, undefined],
  ])('knows where %s shows a file', (_, env, blob) => {
    expect(repositoryOf(project({ '.git/HEAD': '' }), env).blob).toBe(blob);
  });
});
