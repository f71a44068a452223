// Writes what is generated: rules/index.ts and src/libraries/index.ts from the files beside them, the parts of the rule
// pages and of README.md that repeat the rules' metadata, and the JSON Schema of a config. With --check it writes nothing and fails when one is out of date.
// Plain JavaScript, because Node 20 runs no TypeScript.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pages } from './generate-pages.mjs';
import { configJsonSchema, statisticsJsonSchema } from './generate-schema.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Each folder with a registry: files that call `define` are its members, each by its default export. */
const registries = [
  { folder: 'rules', define: 'defineRule', name: 'rules', type: 'Rule', typeFrom: '../src/rule.ts' },
  { folder: 'src/libraries', define: 'defineLibrary', name: 'libraries', type: 'Library', typeFrom: './types.ts' },
];

const check = process.argv.includes('--check');
for (const registry of registries) settle({ file: `${registry.folder}/index.ts`, text: render(registry) });
// The rules are read through their index, which is up to date by now.
for (const page of await pages(root)) settle(page);
settle(await configJsonSchema(root));
settle(await statisticsJsonSchema(root));

function settle({ file, text }) {
  const full = path.join(root, file);
  if (existsSync(full) && readFileSync(full, 'utf8') === text) return;
  if (check) {
    console.error(`${file} is out of date: run npm run generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(full, text);
    console.log(`wrote ${file}`);
  }
}

function render({ folder, define, name, type, typeFrom }) {
  const ids = readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.ts') && isMember(readFileSync(path.join(root, folder, file), 'utf8'), define))
    .sort()
    .map((file) => path.basename(file, '.ts'));
  return [
    '// This file is generated from the folder by scripts/generate-index.mjs: run npm run generate.',
    '',
    ...ids.map((id) => `import ${identifier(id)} from './${id}.ts';`),
    `import type { ${type} } from '${typeFrom}';`,
    '',
    `export const ${name}: readonly ${type}[] = [`,
    ...ids.map((id) => `  ${identifier(id)},`),
    '];',
    '',
  ].join('\n');
}

function isMember(text, define) {
  return text.includes(`${define}(`) && text.includes('export default ');
}

/** `node-fs` as `nodeFs`; a name that is a reserved word or starts with a digit is no id here. */
function identifier(id) {
  return id.replace(/-+(.)/g, (_, letter) => letter.toUpperCase());
}
