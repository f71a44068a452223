/** JavaScript's own methods that call a function once per element; they apply where the receiver is no library handle and no project class. */
export interface IterationMethod {
  /** Which parameter of the callback is the element. */
  element: number;
  /** An async callback's results run one after the other, or all at once. */
  mode: 'sequential' | 'concurrent';
  result: 'mapped' | 'other';
}

const method = (element: number, mode: IterationMethod['mode'], result: IterationMethod['result'] = 'other'): IterationMethod => ({ element, mode, result });

/** https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object */
export const ITERATION_METHODS: Readonly<Record<string, IterationMethod | undefined>> = Object.assign(Object.create(null) as object, {
  map: method(0, 'concurrent', 'mapped'),
  flatMap: method(0, 'concurrent', 'mapped'),
  forEach: method(0, 'concurrent'),
  filter: method(0, 'concurrent'),
  some: method(0, 'concurrent'),
  every: method(0, 'concurrent'),
  find: method(0, 'concurrent'),
  findIndex: method(0, 'concurrent'),
  reduce: method(1, 'sequential'),
  reduceRight: method(1, 'sequential'),
});

/** Methods of a list that give a list of its elements: all, or some of them, in some order. */
export const LIST_VIEWS: readonly string[] = ['filter', 'slice', 'sort', 'reverse', 'toSorted', 'toReversed'];

/** Methods of a collection that give one thing for each element, in turn. */
export const ITERATORS: readonly string[] = ['keys', 'values', 'entries'];

/** Types that stand for what their first argument stands for: TypeScript's own, and what ORMs and projects name so. */
export const TRANSPARENT_TYPES: ReadonlySet<string> = new Set([
  ...['Promise', 'PromiseLike', 'Awaited', 'Partial', 'Required', 'Readonly', 'Pick', 'Omit', 'NonNullable', 'Exclude', 'Extract'],
  ...['Maybe', 'DeepPartial', 'Ref', 'Relation'],
]);

/** Member names of JavaScript's and Node's own objects: never taken as the name of a project method on an unknown receiver. */
export const NATIVE_MEMBERS: ReadonlySet<string> = new Set(
  (
    'add all any apply at bind call catch clear close concat connect copyWithin create delete destroy emit end entries every exec execute fill filter ' +
    'finally find findIndex findLast flat flatMap forEach from get getAll has includes indexOf init join keys lastIndexOf length list listen load log map ' +
    'match next of off on once open parse pipe pop post process publish push put query race read reduce reject remove replace reply request reset resolve ' +
    'reverse run save search send set setup shift slice some sort splice split start status stop subscribe success test then toArray toJSON toString ' +
    'trim unshift update use validate values write'
  ).split(' '),
);
