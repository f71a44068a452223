/** Characters from which V8 keeps a part of a text as a view of it, so that the whole text stays in memory with the part. */
const VIEWED = 13;
/** Characters of texts that are worth remembering: longer ones hardly come twice. */
const MAX_SHARED = 64;

/** Names as small numbers, and each as one string: facts and outlines of thousands of files share one table of the process. */
class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  /** How many names there are; their numbers are below it. */
  get size(): number {
    return this.texts.length;
  }

  /**
   * The number of a name, which it gets when it is first seen.
   *
   * @param isApart whether it is in memory of its own
   */
  intern(text: string, isApart = false): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      const own = isApart ? text : apart(text);
      this.numbers.set(own, (number = this.texts.length));
      this.texts.push(own);
    }
    return number;
  }

  /** The same text, as the one string that all others have. */
  shared(text: string): string {
    return text.length > MAX_SHARED ? apart(text) : this.text(this.intern(text));
  }

  /** The number of a name; undefined for one that no file has. */
  find(text: string): number | undefined {
    return this.numbers.get(text);
  }

  text(number: number): string {
    return this.texts[number]!;
  }
}

/** The same text in memory of its own: parsers give views of the source text. */
function apart(text: string): string {
  return text.length < VIEWED ? text : (JSON.parse(JSON.stringify(text)) as string);
}

export const names = new Names();
