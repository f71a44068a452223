/** Names as small numbers: outlines of thousands of files share one table of the process. */
class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  /** How many names there are; their numbers are below it. */
  get size(): number {
    return this.texts.length;
  }

  /** The number of a name, which it gets when it is first seen. */
  intern(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      this.numbers.set(text, (number = this.texts.length));
      this.texts.push(text);
    }
    return number;
  }

  /** The number of a name; undefined for one that no outline has. */
  find(text: string): number | undefined {
    return this.numbers.get(text);
  }

  text(number: number): string {
    return this.texts[number]!;
  }
}

export const names = new Names();
