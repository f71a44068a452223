import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RuleDescription } from '../report/types.ts';
import type { Rule } from '../rule.ts';

/** What reports say of the rules, with their pages. A rule without a page, such as a test's, has its description for one. */
export function describeRules(rules: readonly Rule[]): RuleDescription[] {
  const folder = path.join(packageFolder(), 'rules');
  return rules.map(({ id, meta }) => {
    const file = path.join(folder, `${id}.md`);
    const page = existsSync(file) ? withoutComments(readFileSync(file, 'utf8')) : `# ${id}\n\n${meta.description}.\n`;
    // Of the pages that it refers to, the first says most about why.
    const uri = /\]\((https:\/\/[^)\s]+)\)/.exec(page)?.[1];
    return { id, group: meta.group, level: meta.level, description: meta.description, page, uri };
  });
}

function withoutComments(page: string): string {
  return page.replace(/<!--[\s\S]*?-->\n?/g, '');
}

/** The folder that perf-lint is installed in: the pages lie beside its manifest, from the sources as from the build. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}
