import type { FileFacts } from '../../facts/types.ts';
import type { Pieces } from './codec.ts';

/** The facts of a file as they lie in the store: each kind of them is read when it is first asked for. */
export class StoredFacts implements FileFacts {
  private readonly pieces: Pieces;
  /** All keys are there from the start: facts are asked for more often than anything else. */
  private readonly known: { [K in keyof FileFacts]: FileFacts[K] | undefined } = {
    imports: undefined, exports: undefined, bindings: undefined, functions: undefined, classes: undefined, calls: undefined, regions: undefined,
    exits: undefined, assignments: undefined, types: undefined, directives: undefined, hashbang: undefined, lines: undefined,
  };

  constructor(pieces: Pieces) {
    this.pieces = pieces;
  }

  get imports() {
    return (this.known.imports ??= this.piece('imports'));
  }
  get exports() {
    return (this.known.exports ??= this.piece('exports'));
  }
  get bindings() {
    return (this.known.bindings ??= this.piece('bindings'));
  }
  get functions() {
    return (this.known.functions ??= this.piece('functions'));
  }
  get classes() {
    return (this.known.classes ??= this.piece('classes'));
  }
  get calls() {
    return (this.known.calls ??= this.piece('calls'));
  }
  get regions() {
    return (this.known.regions ??= this.piece('regions'));
  }
  get exits() {
    return (this.known.exits ??= this.piece('exits'));
  }
  get assignments() {
    return (this.known.assignments ??= this.piece('assignments'));
  }
  get types() {
    return (this.known.types ??= this.piece('types'));
  }
  get directives() {
    return (this.known.directives ??= this.piece('directives'));
  }
  get hashbang() {
    return (this.known.hashbang ??= this.piece('hashbang'));
  }
  get lines() {
    return (this.known.lines ??= this.piece('lines'));
  }

  private piece<K extends keyof FileFacts>(key: K): FileFacts[K] {
    return this.pieces.get(key) as FileFacts[K];
  }

  /** All of them as plain data. */
  toJSON(): FileFacts {
    const { imports, exports, bindings, functions, classes, calls, regions, exits, assignments, types, directives, hashbang, lines } = this;
    return { imports, exports, bindings, functions, classes, calls, regions, exits, assignments, types, directives, hashbang, lines };
  }
}
