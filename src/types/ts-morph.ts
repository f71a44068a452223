import { readFileSync } from 'node:fs';
import { type Diagnostic, Node, Project, type SourceFile } from 'ts-morph';
import { UsageError, firstLine } from '../source/errors.ts';
import { decode } from '../source/text.ts';
import type { TypeChecker } from './type-checker.ts';

/** A module or its types that are not installed: https://github.com/microsoft/TypeScript/blob/main/src/compiler/diagnosticMessages.json */
const NOT_INSTALLED: ReadonlySet<number> = new Set([2307, 2580, 2591, 2792, 7016]);

/** The type checker that ts-morph brings along, so that the project's own TypeScript does not matter. */
export function createTypeChecker(tsConfigFilePath: string): TypeChecker {
  const project = openProject(tsConfigFilePath);
  const open = (path: string): SourceFile => {
    const known = project.getSourceFile(path);
    if (known) return known;
    return project.createSourceFile(path, decode(readFileSync(path)) ?? '', { overwrite: true });
  };
  return {
    newErrors(texts) {
      const files = [...texts.keys()].map(open);
      const before = count(files.flatMap(errorsOf));
      for (const file of files) file.replaceWithText(texts.get(file.getFilePath())!);
      const found: string[] = [];
      for (const { file, line, message } of files.flatMap(errorsOf)) {
        const left = before.get(`${file}: ${message}`) ?? 0;
        if (left > 0) before.set(`${file}: ${message}`, left - 1);
        else found.push(`${file}:${line}: ${message}`);
      }
      return found;
    },
    declaringPackages(path, text, [start, end]) {
      const known = project.getSourceFile(path);
      const called = calledAt(known?.getFullText() === text ? known : project.createSourceFile(path, text, { overwrite: true }), start, end);
      const declarations = called?.getSymbol()?.getAliasedSymbol()?.getDeclarations() ?? called?.getSymbol()?.getDeclarations() ?? [];
      return [...new Set(declarations.map((declared) => packageOf(declared.getSourceFile().getFilePath()) ?? ''))];
    },
  };
}

function openProject(tsConfigFilePath: string): Project {
  try {
    return new Project({ tsConfigFilePath, skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true, compilerOptions: { skipLibCheck: true, noEmit: true } });
  } catch (error) {
    throw new UsageError(`${tsConfigFilePath} cannot be used: ${error instanceof Error ? firstLine(error.message).replace(/\.$/, '') : String(error)}`, { cause: error });
  }
}

/** The name that a call or a tagged template calls, by its offsets. */
function calledAt(file: SourceFile, start: number, end: number): Node | undefined {
  const leaf = file.getDescendantAtPos(start);
  const call = leaf?.getAncestors().find((node) => node.getStart() === start && node.getEnd() === end && (Node.isCallExpression(node) || Node.isTaggedTemplateExpression(node)));
  const callee = Node.isCallExpression(call) ? call.getExpression() : Node.isTaggedTemplateExpression(call) ? call.getTag() : undefined;
  return Node.isPropertyAccessExpression(callee) ? callee.getNameNode() : callee;
}

/** The package in whose installed files a path lies; types of a package that has none count as the package's. */
function packageOf(path: string): string | undefined {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  // Prisma writes its client beside the package.
  if (name === '.prisma') return '@prisma/client';
  return name?.replace(/^@types\/(?:(.+)__(.+)|(.+))$/, (_, scope: string | undefined, scoped: string, plain: string) => (scope === undefined ? plain : `@${scope}/${scoped}`));
}

/** An error of the compiler. */
interface CompilerError {
  file: string;
  line: number;
  message: string;
}

function errorsOf(file: SourceFile): CompilerError[] {
  return file.getPreEmitDiagnostics().flatMap((diagnostic): CompilerError[] => (NOT_INSTALLED.has(diagnostic.getCode()) ? [] : [{ file: file.getFilePath(), line: diagnostic.getLineNumber() ?? 1, message: messageOf(diagnostic) }]));
}

function messageOf(diagnostic: Diagnostic): string {
  const text = diagnostic.getMessageText();
  return (typeof text === 'string' ? text : text.getMessageText()).replaceAll('\n', ' ');
}

/** How often each error occurs: a change moves lines. */
function count(errors: readonly CompilerError[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { file, message } of errors) counts.set(`${file}: ${message}`, (counts.get(`${file}: ${message}`) ?? 0) + 1);
  return counts;
}
