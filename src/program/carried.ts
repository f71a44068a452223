import { isStale } from './contributions.ts';
import type { Changes, Part } from './contributions.ts';
import { CARRIED } from './trail.ts';

/** The parts of what is carried about, by the look-up that asks for it. */
export type CarriedParts = ReadonlyMap<string, Part<readonly string[]>>;

/** The look-up that asks, so many levels from the start, what the project carries about under a name. */
export function carriedLookup(name: string, level: number): string {
  return `${CARRIED}${level} ${name}`;
}

/**
 * Changes with a second look at what is carried about: many answers rest on it, and it rests on all places that set a name, but
 * most changes leave it as it is. Where it may be otherwise it is found anew, and only another answer counts.
 */
export class SecondLook implements Changes {
  private readonly changes: Changes;
  private readonly parts: CarriedParts;
  private readonly ask: (name: string, level: number) => readonly string[] | undefined;
  private readonly touched = new Map<string, boolean>();

  /** @param ask finds anew what is carried about under a name */
  constructor(changes: Changes, parts: CarriedParts, ask: (name: string, level: number) => readonly string[] | undefined) {
    this.changes = changes;
    this.parts = parts;
    this.ask = ask;
  }

  isCurrent(file: Parameters<Changes['isCurrent']>[0]): boolean {
    return this.changes.isCurrent(file);
  }

  isTouched(lookup: string): boolean {
    if (!lookup.startsWith(CARRIED)) return this.changes.isTouched(lookup);
    let touched = this.touched.get(lookup);
    if (touched === undefined) {
      // What asks for itself meanwhile is found anew with what asks.
      this.touched.set(lookup, true);
      this.touched.set(lookup, (touched = this.isOther(lookup)));
    }
    return touched;
  }

  private isOther(lookup: string): boolean {
    const part = this.parts.get(lookup);
    const [level = '', name = ''] = lookup.slice(CARRIED.length).split(/ (.*)/s);
    // Where there is no part, no place set that name.
    const isDoubtful = part ? isStale(part, this) : this.changes.isTouched(`set-to-call ${name}`) || this.changes.isTouched(`set-to-name ${name}`);
    if (!isDoubtful) return false;
    return this.ask(name, Number(level))?.join('\n') !== (part?.value ?? []).join('\n');
  }
}
