import { createHash } from 'node:crypto';
import type { FindingKey } from './types.ts';

/** What tells one finding from another, wherever its lines move to. */
export interface Identity {
  rule: string;
  file: string;
  key: FindingKey;
}

const ID_LENGTH = 16;

/**
 * Gives each finding its id: a hash of rule, file and key. Findings that are equal in all of these get ordinals in the
 * order of the list, which is therefore sorted by place. The first keeps the plain hash, so that a twin added below it
 * does not rename it.
 */
export function findingIds(identities: readonly Identity[]): string[] {
  const seen = new Map<string, number>();
  return identities.map(({ rule, file, key }) => {
    const parts = [rule, file, ...[key.symbol, key.callee, key.args, key.over].map(collapseSpace)];
    const identity = JSON.stringify(parts);
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return shortHash(ordinal === 0 ? identity : `${identity}#${ordinal}`);
  });
}

/** The first 64 bits of a SHA-256, as 16 hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, ID_LENGTH);
}

/** A formatter may break a line where it likes: the id stays. */
export function collapseSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
