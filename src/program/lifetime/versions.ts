import type { Library } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';

/** Whether the lowest version of a library that a package accepts lies between two versions; false where the manifest does not say. */
export function isWithin({ ranges }: Package, { packages }: Library, [from, before]: readonly [string, string]): boolean {
  const range = packages.map((name) => ranges.get(name)).find((value) => value !== undefined);
  const lowest = range === undefined ? undefined : parts(range);
  return lowest !== undefined && compare(lowest, parts(from)!) >= 0 && compare(lowest, parts(before)!) < 0;
}

function parts(text: string): number[] | undefined {
  const found = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return found?.slice(1).map((part) => Number(part ?? 0));
}

function compare(one: readonly number[], two: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== two[index]);
  return at < 0 ? 0 : one[at]! - two[at]!;
}
