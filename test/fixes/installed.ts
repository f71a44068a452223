import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { project } from '../commands/project.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TSCONFIG = { compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', noUncheckedIndexedAccess: true, skipLibCheck: true, noEmit: true, types: ['node'] }, include: ['src'] };

/** A project of TypeScript modules whose dependencies are installed: this one's. */
export function installedProject(dependencies: readonly string[], files: Record<string, string>): string {
  const cwd = project({
    'package.json': JSON.stringify({ name: 'installed', type: 'module', dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) }),
    'tsconfig.json': JSON.stringify(TSCONFIG),
    '.gitignore': 'node_modules\n*.mjs\n',
    ...files,
  });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(cwd, 'node_modules'));
  return cwd;
}

/** Declarations of installed packages and of the language, read once for all programs of a process: no test changes them. */
const declarations = new Map<string, ts.SourceFile>();

function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(file, ...how) {
      const known = declarations.get(file);
      if (known) return known;
      const read = host.getSourceFile(file, ...how);
      if (read?.isDeclarationFile && file.includes('/node_modules/')) declarations.set(file, read);
      return read;
    },
  };
}

/** Errors that the compiler has for files, with the libraries' own types. */
export function typeErrors(cwd: string, files: readonly string[]): string[] {
  const { options } = ts.convertCompilerOptionsFromJson(TSCONFIG.compilerOptions, cwd);
  const program = ts.createProgram(files.map((file) => path.join(cwd, file)), options, compilerHost(options));
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Runs a module as it is now, under another name, so that it is loaded anew. */
export async function loadModule<T>(cwd: string, source: string, name: string): Promise<T> {
  const file = path.join(cwd, path.dirname(source), `${name}.mjs`);
  const { outputText } = ts.transpileModule(readFileSync(path.join(cwd, source), 'utf8'), { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true } });
  writeFileSync(file, outputText);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T;
}
