import { hash } from 'node:crypto';
import { LinkedFile } from './linked-file.ts';
import { TOLD } from './trail.ts';
import type { Trail } from './trail.ts';

/** Tables over all files, of which answers take parts. */
export type ToldKind = 'entries' | 'around' | 'serves' | 'uses' | 'carried' | 'schemas' | 'engines';

/** What one part of a table comes to, as a text that differs where the part does. */
export type Teller = (part: string) => string;

/**
 * Parts of tables over all files, as answers take them. Such a table rests on every file, but most changes leave most parts as they
 * are: so an answer rests on what it was told, and a later link is asked for the same part again.
 */
export class Told {
  private readonly trail: Trail;
  private readonly tellers = new Map<ToldKind, Teller>();
  private readonly known = new Map<string, string>();

  constructor(trail: Trail) {
    this.trail = trail;
  }

  /** Says who tells of a table. */
  teach(kind: ToldKind, teller: Teller): void {
    this.tellers.set(kind, teller);
  }

  /** What a part comes to: what is being answered rests on that. */
  ask(kind: ToldKind, part = ''): string {
    this.note(kind, part);
    return this.tell(kind, part);
  }

  /** The look-up by which a later link knows a part again. */
  lookup(kind: ToldKind, part: string): string {
    return [`${TOLD}${kind}`, part, this.tell(kind, part)].join('\0');
  }

  /** Notes that what is being answered rests on a part. */
  note(kind: ToldKind, part = ''): void {
    if (this.trail.recording) this.trail.lookup(this.lookup(kind, part));
  }

  /** Whether a part is another one than a look-up found, in an earlier link; also where nobody tells of its table. */
  isOther(lookup: string): boolean {
    const [kind = '', part = '', told = ''] = lookup.slice(TOLD.length).split('\0');
    return !this.tellers.has(kind as ToldKind) || this.tell(kind as ToldKind, part) !== told;
  }

  private tell(kind: ToldKind, part: string): string {
    const key = `${kind} ${part}`;
    let told = this.known.get(key);
    if (told === undefined) this.known.set(key, (told = this.trail.aside(() => this.tellers.get(kind)!(part))));
    return told;
  }
}

/** A text that differs where plain data does, or the paths of files in it. */
export function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value, plain) ?? '').slice(0, 16);
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof LinkedFile) return value.path;
  if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
  return value instanceof RegExp ? String(value) : value;
}
