/** Callers of callers that are asked what a parameter is. */
const MAX_LEVEL = 2;

/**
 * Remembers answers to questions that ask each other, also in circles. A question that comes up again while it is being
 * answered gets the empty answer, and an answer that rests on such a cut is kept only where the circle started: so the
 * kept answers do not depend on the order of the questions.
 */
export class Memo {
  /** How many times the current question went from a function back to its callers. */
  level = 0;
  private depth = 0;
  private cut = Infinity;

  /** Deeper questions are given up: no real chain of code is that long. */
  static readonly MAX_DEPTH = 120;

  /** Asks one level further from the start, or gives `empty` on the last one: chains of callers have no natural end. */
  further<V>(empty: V, ask: () => V): V {
    if (this.level >= MAX_LEVEL) return empty;
    this.level++;
    try {
      return ask();
    } finally {
      this.level--;
    }
  }

  ask<K, V>(answers: Map<K, V>, open: Map<K, number>, key: K, empty: V, answer: () => V): V {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const since = open.get(key);
    if (since !== undefined) {
      this.cut = Math.min(this.cut, since);
      return empty;
    }
    if (this.depth >= Memo.MAX_DEPTH) {
      this.cut = 0;
      return empty;
    }
    const outerCut = this.cut;
    this.cut = Infinity;
    const level = ++this.depth;
    open.set(key, level);
    const value = answer();
    open.delete(key);
    this.depth--;
    if (this.cut >= level) {
      answers.set(key, value);
      this.cut = outerCut;
    } else this.cut = Math.min(this.cut, outerCut);
    return value;
  }
}

/** One kind of question, by number or string; each level keeps its own answers. */
export class Answers<K, V> {
  private readonly levels = Array.from({ length: MAX_LEVEL + 1 }, () => ({ known: new Map<K, V>(), open: new Map<K, number>() }));
  private readonly memo: Memo;
  private readonly empty: V;

  constructor(memo: Memo, empty: V) {
    this.memo = memo;
    this.empty = empty;
  }

  get(key: K, answer: () => V): V {
    const { known, open } = this.levels[this.memo.level]!;
    return this.memo.ask(known, open, key, this.empty, answer);
  }
}
