import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { project } from '../commands/project.ts';
import { LanguageServer } from './language-server.ts';
import { install } from './linted.ts';

const LOOP = `import { nameOf } from './names';

export async function list(ids: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const id of ids) names.push(await nameOf(id));
  return names;
}
`;

const WITHOUT_QUERY = `export async function nameOf(id: string): Promise<string> {
  return id.toUpperCase();
}
`;

const WITH_QUERY = `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function nameOf(id: string): Promise<string> {
  return (await prisma.user.findUniqueOrThrow({ where: { id } })).name;
}
`;

/** A project that uses ESLint with our plugin, as npm would install both. */
function linted(eslint: string): string {
  const folder = project({
    'package.json': '{ "name": "app", "dependencies": { "@prisma/client": "6", "eslint-plugin-perf-lint": "*" } }',
    'eslint.config.mjs': `import parser from '@typescript-eslint/parser';
import perfLint from 'eslint-plugin-perf-lint';

export default [{ files: ['**/*.ts'], languageOptions: { parser } }, perfLint.configs.recommended];
`,
    'src/list.ts': LOOP,
    'src/names.ts': WITHOUT_QUERY,
  });
  install(folder, { eslint: `node_modules/${eslint}`, '@typescript-eslint/parser': 'node_modules/@typescript-eslint/parser', 'eslint-plugin-perf-lint': 'eslint-plugin' });
  return folder;
}

/** What is shown for the file with the loop. An editor asks more than once: the disk is not looked at for every request. */
const shows = (editor: LanguageServer) => expect.poll(() => editor.diagnostics('src/list.ts'));

describe.each([
  { eslint: 'eslint9', useFlatConfig: true },
  { eslint: 'eslint', useFlatConfig: false },
])('an editor with $eslint', ({ eslint, useFlatConfig }) => {
  async function open(): Promise<{ folder: string; editor: LanguageServer }> {
    const folder = linted(eslint);
    const editor = await LanguageServer.start(folder, useFlatConfig);
    onTestFinished(() => editor.stop());
    return { folder, editor };
  }

  it('underlines a loop when the function that it calls in another file is saved with a query', async () => {
    const { folder, editor } = await open();
    await editor.open('src/list.ts');
    expect(await editor.diagnostics('src/list.ts')).toEqual([]);

    writeFileSync(path.join(folder, 'src/names.ts'), WITH_QUERY);
    await shows(editor).toMatchObject([
      {
        code: 'perf-lint/n-plus-one',
        message: expect.stringMatching(/^One query per id: prisma\.user\.findUniqueOrThrow .*\npath: .*\(src\/names\.ts:6\)\nhelp: /) as string,
        range: { start: { line: 4, character: 41 }, end: { line: 4, character: 47 } },
      },
    ]);

    writeFileSync(path.join(folder, 'src/names.ts'), WITHOUT_QUERY);
    await shows(editor).toEqual([]);
  });

  it('underlines what is typed and not yet saved', async () => {
    const { folder, editor } = await open();
    writeFileSync(path.join(folder, 'src/names.ts'), WITH_QUERY);
    await editor.open('src/list.ts');
    expect(await editor.diagnostics('src/list.ts')).toHaveLength(1);

    await editor.type('src/list.ts', `// One line more.\n${LOOP}`);
    expect((await editor.diagnostics('src/list.ts')).map(({ range }) => range.start.line)).toEqual([5]);
    await editor.type('src/list.ts', LOOP.replace('for (const id of ids) names.push(await nameOf(id));', "names.push(await nameOf(ids[0] ?? ''));"));
    expect(await editor.diagnostics('src/list.ts')).toEqual([]);
  });
});
