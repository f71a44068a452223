import path from 'node:path';
import type { Finding } from '../findings/types.ts';
import { groupBy } from '../findings/group.ts';
import { UsageError } from '../source/errors.ts';
import { decode } from '../source/text.ts';
import type { Files } from '../source/types.ts';
import { isInstalled, openTypes, tsconfigOf } from '../types/open.ts';
import type { TypeChecker } from '../types/type-checker.ts';

/** Findings after types were asked, and what a user should know of that, one line each. */
export interface Typed {
  findings: Finding[];
  notes: string[];
}

/**
 * Makes findings sure whose receiver was told by its shape, where the compiler finds what is called declared in the package of
 * the library's table. It is asked about these alone, and reads the files that they need. No confidence is lowered.
 */
export async function withTypes(findings: readonly Finding[], root: string, files: Pick<Files, 'read'>): Promise<Typed> {
  const asked = findings.filter((finding) => finding.receiver !== undefined && finding.confidence !== 'high');
  const byConfig = groupBy(asked, ({ receiver }) => tsconfigOf(root, path.join(root, receiver!.file)) ?? '');
  const sure = new Map<Finding, string>();
  const notes: string[] = [];
  for (const [tsconfig, group] of byConfig) {
    const checker = await checkerOf(tsconfig, root);
    if (typeof checker === 'string') {
      notes.push(`--types: ${group.length === 1 ? '1 finding keeps its' : `${group.length} findings keep their`} confidence: ${checker} for ${group[0]!.receiver!.file}${group.length > 1 ? ' and others' : ''}`);
      continue;
    }
    for (const finding of group) {
      const { file, call, packages } = finding.receiver!;
      const full = path.join(root, file);
      const bytes = files.read(full);
      const declaring = checker.declaringPackages(full, (bytes && decode(bytes)) ?? '', call);
      const isOfLibrary = declaring.length > 0 && declaring.every((name) => name !== '' && packages.some((pattern) => pattern === name || pattern.startsWith(`${name}/`)));
      if (isOfLibrary) sure.set(finding, declaring.join(', '));
    }
  }
  return { findings: findings.map((finding) => raised(finding, sure.get(finding))), notes };
}

/** A type checker, or what keeps it from knowing anything; `tsconfig` is '' where there is none. */
async function checkerOf(tsconfig: string, root: string): Promise<TypeChecker | string> {
  if (tsconfig === '') return 'no tsconfig.json is found';
  if (!isInstalled(root, path.dirname(tsconfig))) return 'the packages are not installed (no node_modules)';
  try {
    return await openTypes(tsconfig);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function raised(finding: Finding, declaring: string | undefined): Finding {
  if (declaring === undefined) return finding;
  const text = `high: types: what is called is declared in ${declaring}`;
  return { ...finding, confidence: 'high', reasons: finding.reasons.map((reason) => (reason.about === 'confidence' ? { ...reason, text } : reason)) };
}
