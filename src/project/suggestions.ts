import path from 'node:path';
import type { Finding } from '../findings/types.ts';
import { suggest } from '../fixes/suggest.ts';
import type { Files, Source } from '../source/types.ts';
import { decode } from '../source/text.ts';

/** The findings with the suggestions that their plans come to. A file that cannot be read any more has none. */
export function withSuggestions(findings: readonly Finding[], { root, files: sources }: Pick<Source, 'root' | 'files'>, files: Pick<Files, 'read'>): Finding[] {
  const textOf = (file: string): string | undefined => {
    try {
      const bytes = files.read(path.join(root, file));
      return bytes && decode(bytes);
    } catch {
      return undefined;
    }
  };
  return findings.map((finding) => {
    const suggested = finding.fix && suggest(finding.fix, (file) => ({ text: textOf(file), facts: sources.get(file)?.facts }));
    return suggested?.ok ? { ...finding, suggestions: [suggested.value.suggestion] } : finding;
  });
}
