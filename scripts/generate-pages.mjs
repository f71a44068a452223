// The parts of documents that say what the rules' metadata says: the head of each rules/<id>.md, and the table of rules in
// README.md. generate-index.mjs writes or checks them.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createJiti } from 'jiti';

const BEGIN = '<!-- begin generated -->';
const END = '<!-- end generated -->';

/** Groups in the order in which README.md lists them. */
const GROUPS = ['database', 'event loop', 'memory', 'concurrency', 'complexity', 'delivery', 'hygiene'];

/**
 * Every document with its generated part renewed. A rule without a page gets one that holds the head alone.
 *
 * @param {string} root the repository
 * @returns {Promise<{ file: string, text: string }[]>} paths below the root, and the text that they should have
 */
export async function pages(root) {
  const { rules } = await createJiti(import.meta.url).import(path.join(root, 'rules/index.ts'));
  const readme = path.join(root, 'README.md');
  return [
    ...rules.map((rule) => page(root, rule)),
    ...(existsSync(readme) ? [{ file: 'README.md', text: renewed('README.md', readFileSync(readme, 'utf8'), table(rules)) }] : []),
  ];
}

function page(root, { id, meta }) {
  const file = `rules/${id}.md`;
  const full = path.join(root, file);
  const text = existsSync(full) ? readFileSync(full, 'utf8') : `# ${id}\n\n${BEGIN}\n${END}\n`;
  return { file, text: renewed(file, text, `${meta.description}.\n\nGroup: ${meta.group}. Level: \`${meta.level}\`.`) };
}

function table(rules) {
  const rows = [...rules]
    .sort((a, b) => GROUPS.indexOf(a.meta.group) - GROUPS.indexOf(b.meta.group) || (a.id < b.id ? -1 : 1))
    .map(({ id, meta }) => `| [${id}](rules/${id}.md) | ${meta.level} | ${meta.description} |`);
  return ['| id | level | finds |', '|---|---|---|', ...rows].join('\n');
}

function renewed(file, text, content) {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file}: the generated part must stand between ${BEGIN} and ${END}`);
  return `${text.slice(0, begin + BEGIN.length)}\n${content}\n${text.slice(end)}`;
}
