/** What a type checker can be asked. Paths are absolute; offsets are those of the text without a byte-order mark. */
export interface TypeChecker {
  /**
   * Errors that files have with new texts and do not have as they are, one line each. That a package is not installed is
   * no such error.
   */
  newErrors(texts: ReadonlyMap<string, string>): string[];
  /** The packages that declare the member that a call is of, or what is called, '' for the project itself; none for what the compiler knows nothing of. */
  declaringPackages(path: string, text: string, call: readonly [start: number, end: number]): string[];
}
