import type { Link } from './link.ts';
import type { LinkedFile } from './linked-file.ts';
import type { Trail } from './trail.ts';

/** Callers of callers that are asked what a parameter is. */
const MAX_LEVEL = 2;

/** Deeper questions are given up: no real chain of code is that long. */
const MAX_DEPTH = 120;

/** Answers to one kind of question at one level. */
interface Store<K, V> {
  known: Map<K, Kept<V>>;
  /** Questions that are being answered, with their depth. */
  open: Map<K, number>;
  /** Answers that rest on a question still open at depth `cut`. */
  provisional: Map<K, Kept<V> & { cut: number }>;
}

/** An answer with its number in the trail; -1 when nothing was recorded. */
export interface Kept<V> {
  value: V;
  answer: number;
  /** The look-up by which a later link knows the answer again: what rests on the answer rests on this look-up, not on all that the answer rests on. */
  told?: string | undefined;
}

/**
 * Remembers answers to questions that ask each other, also in circles. A question that comes up again while it is being
 * answered gets the empty answer. What rests on such a cut is kept only until the question where the circle started is
 * answered: long enough that no circle is walked twice, and no longer, because the cut is right for that question alone.
 */
export class Memo {
  /** How many times the current question went from a function back to its callers. */
  level = 0;
  private depth = 0;
  private cut = Infinity;
  private readonly drafts: (() => void)[] = [];
  private readonly trail: Trail;

  constructor(trail: Trail) {
    this.trail = trail;
  }

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

  /** Asks as if the question had come from so many levels further. */
  at<V>(level: number, ask: () => V): V {
    const before = this.level;
    this.level = level;
    try {
      return ask();
    } finally {
      this.level = before;
    }
  }

  ask<K, V>({ known, open, provisional }: Store<K, V>, key: K, empty: V, answer: () => V, toldBy?: (value: V) => string | undefined): V {
    const kept = known.get(key);
    if (kept !== undefined) {
      this.trail.use(kept.answer, kept.told);
      return kept.value;
    }
    const draft = provisional.get(key);
    if (draft) {
      this.cut = Math.min(this.cut, draft.cut);
      this.trail.use(draft.answer);
      return draft.value;
    }
    const since = open.get(key);
    if (since !== undefined || this.depth >= MAX_DEPTH) {
      this.cut = Math.min(this.cut, since ?? 1);
      return empty;
    }
    const outerCut = this.cut;
    const draftsBefore = this.drafts.length;
    this.cut = Infinity;
    const depth = ++this.depth;
    open.set(key, depth);
    const around = this.trail.recording ? this.trail.begin() : undefined;
    try {
      const value = settled(answer(), empty);
      const told = around !== undefined && this.cut >= depth ? toldBy?.(value) : undefined;
      const number = around === undefined ? -1 : this.trail.end(around, told);
      if (this.cut >= depth) {
        known.set(key, { value, answer: number, told });
        while (this.drafts.length > draftsBefore) this.drafts.pop()!();
        this.cut = outerCut;
      } else {
        provisional.set(key, { value, answer: number, cut: this.cut });
        this.drafts.push(() => provisional.delete(key));
        this.cut = Math.min(this.cut, outerCut);
      }
      return value;
    } finally {
      open.delete(key);
      this.depth--;
    }
  }
}

/** An answer as it is kept: half of all are lists with nothing in them, which are one. */
function settled<V>(value: V, empty: V): V {
  return Array.isArray(value) && value.length === 0 ? empty : value;
}

/** An answer that was found, with its level. */
export interface Found<K, V> extends Kept<V> {
  key: K;
  level: number;
}

/** One kind of question, by number or string; each level keeps its own answers. */
export class Answers<K, V> {
  /** Tells an answer that was found for an earlier link and holds for this one, with its number in the trail. */
  earlier: ((key: K, level: number) => Kept<V> | undefined) | undefined;
  /** The look-up by which an answer is known again, where it can be. */
  told: ((key: K, level: number, value: V) => string | undefined) | undefined;
  private readonly levels = Array.from({ length: MAX_LEVEL + 1 }, (): Store<K, V> => ({ known: new Map(), open: new Map(), provisional: new Map() }));
  private readonly memo: Memo;
  private readonly empty: V;

  constructor(memo: Memo, empty: V) {
    this.memo = memo;
    this.empty = empty;
  }

  get(key: K, answer: () => V): V {
    const { level } = this.memo;
    const store = this.levels[level]!;
    if (this.earlier && !store.known.has(key)) {
      const kept = this.earlier(key, level);
      if (kept) store.known.set(key, kept);
    }
    return this.memo.ask(store, key, this.empty, answer, this.told && ((value) => this.told!(key, level, value)));
  }

  /** Tells all that is known by now. */
  each(tell: (key: K, level: number, answer: number) => void): void {
    for (const [level, { known }] of this.levels.entries()) for (const [key, { answer }] of known) tell(key, level, answer);
  }

  /** All that is known by now. */
  found(): Found<K, V>[] {
    return this.levels.flatMap(({ known }, level) => [...known].map(([key, kept]) => ({ ...kept, key, level })));
  }
}

/**
 * Answers of one kind about a link, each found once. Unlike `Answers`, a question that comes up while it is being answered is
 * either impossible or gets what stands for the answer meanwhile.
 */
export class PerLink<K, V> {
  private readonly links = new WeakMap<Link, Map<K, Kept<V>>>();

  /** Tells all that is known of a link by now. */
  each(link: Link, tell: (key: K, answer: number) => void): void {
    for (const [key, { answer }] of this.links.get(link) ?? []) tell(key, answer);
  }

  /** Takes up an answer that was kept from an earlier link. */
  set(link: Link, key: K, value: V, answer: number): void {
    this.answersOf(link).set(key, { value, answer });
  }

  private answersOf(link: Link): Map<K, Kept<V>> {
    let known = this.links.get(link);
    if (!known) this.links.set(link, (known = new Map()));
    return known;
  }

  get(link: Link, key: K, answer: () => V, meanwhile?: V): V {
    const { trail } = link;
    const known = this.answersOf(link);
    const kept = known.get(key);
    if (kept !== undefined) {
      trail.use(kept.answer);
      return kept.value;
    }
    if (meanwhile !== undefined) known.set(key, { value: meanwhile, answer: -1 });
    const around = trail.recording ? trail.begin() : undefined;
    const value = answer();
    known.set(key, { value, answer: around === undefined ? -1 : trail.end(around) });
    return value;
  }
}

/** Answers of one kind that a file's facts give alone, each found once. */
export class PerFile<V> {
  private readonly known = new WeakMap<LinkedFile, { value: V }>();
  private readonly answer: (file: LinkedFile) => V;

  constructor(answer: (file: LinkedFile) => V) {
    this.answer = answer;
  }

  get(file: LinkedFile): V {
    let kept = this.known.get(file);
    if (kept) file.note();
    else this.known.set(file, (kept = { value: this.answer(file) }));
    return kept.value;
  }
}
