import path from 'node:path';
import ignore from 'ignore';
import { textOf } from './gitignore.ts';
import { belowRoot, isOutside } from './paths.ts';
import { repositoryTop } from './upwards.ts';
import type { Files } from './types.ts';

/** Where forges look for it, in their order: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners, https://docs.gitlab.com/user/project/codeowners/ */
const NAMES: readonly string[] = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export type OwnersOf = (file: string) => readonly string[];

const NOBODY: OwnersOf = () => [];

/** Who owns files below a root (nobody one outside it), by the CODEOWNERS of its repository: the nearest folder with `.git`, else the root. */
export function codeOwners(root: string, files: Files): OwnersOf {
  const top = repositoryTop(root, files) ?? root;
  for (const name of NAMES) {
    const text = textOf(path.join(top, name), files);
    if (text === undefined) continue;
    const owners = readCodeOwners(text);
    const below = belowRoot(top, root);
    return (file) => (isOutside(file) ? [] : owners(below === '' ? file : `${below}/${file}`));
  }
  return NOBODY;
}

/**
 * Reads the text of a CODEOWNERS. Patterns are those of .gitignore, and the last that matches a file counts, in each of GitLab's sections;
 * a pattern without owners takes those of its section.
 */
export function readCodeOwners(text: string): OwnersOf {
  const sections: { rules: { matches(file: string): boolean; owners: readonly string[] }[] }[] = [{ rules: [] }];
  let defaults: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const bare = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (bare === '') continue;
    const heading = /^\^?\[[^\]]+\](?:\[\d+\])?(.*)$/.exec(bare);
    if (heading) {
      defaults = words(heading[1]!);
      sections.push({ rules: [] });
      continue;
    }
    const [pattern = '', ...owners] = words(bare);
    const rule = ignore({ ignorecase: false }).add(pattern);
    sections.at(-1)!.rules.push({ matches: (file) => rule.ignores(file), owners: owners.length > 0 ? owners : defaults });
  }
  return (file) => [...new Set(sections.flatMap(({ rules }) => rules.findLast(({ matches }) => matches(file))?.owners ?? []))];
}

/** Parts between spaces; a space of a pattern stands behind a backslash. */
function words(text: string): string[] {
  return text.match(/(?:\\.|[^\s\\])+/g) ?? [];
}
