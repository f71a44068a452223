/** Every list of facts in which there is nothing: a third of them are. */
export const NONE: readonly never[] = [];

/** A list that has grown, in the memory that it needs: one that things are added to is given room for sixteen more. */
export function grown<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice();
}

/** What each item comes to. */
export function listOf<S, T>(items: readonly S[], come: (item: S, index: number) => T): readonly T[] {
  return items.length === 0 ? NONE : items.map(come);
}
