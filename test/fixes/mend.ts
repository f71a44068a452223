import { expect } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { RuleFinding } from '../../src/findings/types.ts';
import { applyEdits } from '../../src/fixes/edits.ts';
import { type Offered, suggest } from '../../src/fixes/suggest.ts';
import type { Program } from '../../src/program/types.ts';
import { createParser } from '../../src/source/parser.ts';
import { link, type Project } from '../program/project.ts';

/** What comes of the one finding of a rule: the project after its suggestion, or why there is none. */
export type Mended = { ok: true; offered: Offered; project: Project } | { ok: false; reason: string };

export function mend(project: Project, id: string): Mended {
  const program = link(project);
  const found = findingsOf(program, id);
  expect(found.map(({ message }) => message)).toHaveLength(1);
  const [{ fix }] = found as [RuleFinding];
  if (!fix) return { ok: false, reason: 'no plan' };
  const suggested = suggest(fix, (file) => ({ text: project[file], facts: program.paths.includes(file) ? program.facts(file) : undefined }));
  if (!suggested.ok) return suggested;
  const after: Record<string, string> = { ...project };
  for (const file of new Set(suggested.value.suggestion.edits.map((edit) => edit.file))) {
    after[file] = applyEdits(project[file]!, suggested.value.suggestion.edits.filter((edit) => edit.file === file));
  }
  return { ok: true, offered: suggested.value, project: after };
}

/** The project after the suggestion: it parses, and the rule has nothing to say of it any more. */
export function mended(project: Project, id: string): { project: Project; offered: Offered } {
  const result = mend(project, id);
  if (!result.ok) throw new Error(`no suggestion: ${result.reason}`);
  for (const { file } of result.offered.suggestion.edits) {
    const parsed = createParser().parse(file, result.project[file]!);
    expect(parsed.ok ? '' : parsed.reason).toBe('');
  }
  expect(findingsOf(link(result.project), id).map(({ message }) => message)).toEqual([]);
  return result;
}

/** Why the one finding of a rule has no suggestion. */
export function refusal(project: Project, id: string): string {
  const result = mend(project, id);
  if (result.ok) throw new Error(`there is a suggestion: ${result.offered.suggestion.title}`);
  return result.reason;
}

function findingsOf(program: Program, id: string): RuleFinding[] {
  const rule = rules.find((one) => one.id === id)!;
  return program.paths.flatMap((file) => rule.check({ program, schemas: () => [], tables: new Map(), file, options: rule.meta.options.parse({}) }));
}
