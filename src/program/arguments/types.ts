import type { Expr } from '../../facts/types.ts';
import type { CallRef, FunctionRef, LinkedFile } from '../values.ts';

/** Where an expression is read: what is done to a name before counts, what comes after does not. */
export interface Spot {
  file: LinkedFile;
  functionId: number;
  /** Innermost region there; -1 for none. */
  region: number;
  /** Offset at which it is read. */
  at: number;
  /** The calls that led here, the innermost first: parameters are what these hand over. Null: any caller's. */
  frame: Frame | null;
}

/** A call that runs a function of the project. */
export interface Frame {
  to: FunctionRef;
  call: CallRef;
  /** How many leading arguments are not parameters. */
  shift: number;
  caller: Spot;
}

/** An expression where it is read. */
export interface Source {
  expr: Expr;
  spot: Spot;
}

export type Scalar = string | number | boolean | null;

/** What the code shows of the type of a value that comes at run time. */
export type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'list';

/**
 * What an argument may be, as far as the code shows it: followed through names, properties, spreads, conditions, functions that
 * return it, statements that build it up, and parameters. `source`: the expression at which following it ended.
 */
export type Argument =
  | ObjectArgument
  | ListArgument
  | { kind: 'literal'; value: Scalar; source: Source }
  | { kind: 'undefined'; source: Source }
  /** A template, or texts that are joined: its fixed parts, and what is put between them. */
  | { kind: 'text'; parts: readonly (string | Argument)[]; source: Source }
  | CallArgument
  /** A constant of a package: `Op.in`, `SortOrder.desc`. `from`: the import specifier. */
  | { kind: 'symbol'; from: string; path: readonly string[]; source: Source }
  | { kind: 'function'; to: FunctionRef; source: Source }
  /** Something that comes at run time; `why` says what, in a few words. `through`: the parameter that it comes by, where that is read. */
  | { kind: 'value'; type?: ValueType; why: string; source: Source; through?: Source }
  /** One of several. Never has a choice in it, and at most one `undefined`. */
  | { kind: 'choice'; of: readonly Argument[]; source: Source }
  /** What cannot be followed, and may be anything. */
  | { kind: 'unknown'; why: string; source: Source };

export interface ObjectArgument {
  kind: 'object';
  /** The last of a name counts: each key stands once. */
  properties: readonly ArgumentProperty[];
  /** Why it may have properties that are not seen; undefined where all are. */
  open?: string;
  source: Source;
}

export interface ArgumentProperty {
  /** As the code writes it: `[Op.in]` for a computed key. */
  key: string;
  value: Argument;
  /** It may also be missing, or undefined. */
  optional?: true;
}

export interface ListArgument {
  kind: 'list';
  items: readonly { value: Argument; optional?: true }[];
  /** Why it may have elements that are not seen; undefined where all are. */
  open?: string;
  source: Source;
}

/** A call whose callee is none of the project's functions: a library's helper, or one that nothing is known of. */
export interface CallArgument {
  kind: 'call';
  call: CallRef;
  /** `new` in front of it, or a template behind it. */
  form: 'call' | 'new' | 'tag';
  /** Last name of the callee: `In`, `toLowerCase`. */
  name: string;
  /** Import specifier that the callee comes from, or the id of the library whose value it is read from; undefined where neither is known. */
  from?: string;
  /** What its value is where the name says it: `new Date()`, `text.trim()`. */
  type?: ValueType;
  /** What it is given, followed when it is asked for. */
  args(): readonly Argument[];
  source: Source;
}

/** A step of a builder: a call on the result of the step before, or on the name that the builder is kept in. */
export interface Step {
  call: CallRef;
  name: string;
  args: readonly Expr[];
  spot: Spot;
  /** It is made only under a condition. */
  optional?: true;
}

/** The calls that build a query, in order, from the expression that they begin at: `db` of `db.select().from(users)`. */
export interface Chain {
  root: Source;
  steps: readonly Step[];
  /** Why there may be steps that are not seen. */
  open?: string;
  /** Steps that stand before the last of those: what begins anew behind them does not miss them. */
  openAt?: number;
}
