import type { Finding, Place, RelatedPlace } from '../findings/types.ts';

/** A place of the path, with what happens there. */
export interface Step extends Place {
  message: string;
}

/**
 * The path in the order in which it runs: from the outermost loop to the sink. `here` says what happens at the location,
 * where no step of the path does.
 */
export function pathOf({ location, related, message }: Finding, here = whatHappens(related, message)): Step[] {
  const ofRole = (...roles: RelatedPlace['role'][]): RelatedPlace[] => related.filter(({ role }) => roles.includes(role));
  const own = ofRole('step', 'sink').find((place) => samePlace(place, location));
  const steps = ofRole('step', 'sink').filter((place) => place !== own);
  return [...ofRole('outer').reverse(), ...ofRole('loop'), { ...location, message: own?.message ?? here }, ...steps];
}

function whatHappens(related: readonly RelatedPlace[], message: string): string {
  if (related.some(({ role }) => role === 'step' || role === 'sink')) return 'starts here';
  return related.some(({ role }) => role === 'loop') ? 'each time' : message;
}

/** The path in a few words: the entry, then the steps behind the location, each with its place. Empty where the location is all. */
export function pathNames({ location, related, impact }: Finding): string[] {
  const steps = related.filter((place) => (place.role === 'step' || place.role === 'sink') && !samePlace(place, location));
  return [...(impact.entry === undefined ? [] : [impact.entry]), ...steps.map(({ message, file, line }) => `${message} (${file}:${line})`)];
}

export function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
