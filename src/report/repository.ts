import { isInCode } from '../findings/in-code.ts';
import type { Finding, Place } from '../findings/types.ts';

/**
 * A finding with its files as the repository names them: forges and CI servers look for files there, and the scanned root may be a folder of it.
 * A file of evidence keeps its name: it may lie anywhere.
 */
export function inRepository(finding: Finding, prefix: string): Finding {
  if (prefix === '') return finding;
  const move = <At extends Place>(place: At): At => ({ ...place, file: prefix + place.file });
  return { ...finding, location: isInCode(finding) ? move(finding.location) : finding.location, related: finding.related.map(move) };
}

/** What formats show that know no suppressed findings. */
export function shownInRepository(findings: readonly Finding[], prefix: string): Finding[] {
  return findings.filter(({ suppressed }) => !suppressed).map((finding) => inRepository(finding, prefix));
}

/** Where a forge shows a line of a file, by the file's path in the repository; undefined where nothing tells. */
export function lineUrl({ file, line }: Pick<Place, 'file' | 'line'>, blob: string | undefined): string | undefined {
  if (blob === undefined) return undefined;
  // Parentheses would end an address in Markdown.
  const encoded = file.split('/').map((part) => encodeURIComponent(part).replace(/[()]/g, (character) => (character === '(' ? '%28' : '%29')));
  return `${blob}${encoded.join('/')}#L${line}`;
}

/** Where a forge shows a finding; undefined where its location is in a file of evidence. */
export function findingUrl(finding: Finding, blob: string | undefined): string | undefined {
  return isInCode(finding) ? lineUrl(finding.location, blob) : undefined;
}
