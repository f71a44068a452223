import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { Span } from '../../facts/types.ts';
import type { Place } from '../../findings/types.ts';
import { calleeText, symbolPath } from '../../program/print.ts';
import type { Program } from '../../program/types.ts';
import type { ProjectPlace } from '../places/places.ts';

/** A function of the project. */
export interface FoundFunction {
  file: string;
  id: number;
}

/** A function and where its name or head stands. */
interface Head {
  id: number;
  name: string;
  place: Place;
}

/** Lines by which a tool's beginning of a function may differ from ours: decorators, a head that is broken over lines. */
const NEAR = 2;

/** The functions of a project, as places of tools refer to them. */
export class CodeIndex {
  private readonly program: Program;
  private readonly paths: ReadonlySet<string>;
  private readonly heads = new Map<string, readonly Head[]>();

  constructor(program: Program) {
    this.program = program;
    this.paths = new Set(program.paths);
  }

  has(file: string): boolean {
    return this.paths.has(file);
  }

  /** The innermost function around a place; undefined outside the project's code. */
  around({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): FoundFunction | undefined {
    if (!this.has(file)) return undefined;
    const { functions } = this.program.facts(file);
    const offset = this.offset(file, line, column);
    if (Number.isNaN(offset)) return undefined;
    const id = functions.reduce((innermost, { span }, index) => (spanStart(span) <= offset && offset < spanEnd(span) && (innermost === 0 || size(span) <= size(functions[innermost]!.span)) ? index : innermost), 0);
    return { file, id };
  }

  /** The function that a tool means by its name and the place of its beginning; undefined where none or more than one may be meant. */
  named({ file, line, column, function: name, isMapped }: ProjectPlace): FoundFunction | undefined {
    if (!this.has(file) || line === undefined) return undefined;
    const near = this.headsOf(file).filter(({ place }) => Math.abs(place.line - line) <= NEAR);
    const last = name?.split(/[.\s]/).at(-1);
    const own = near.filter((one) => one.name === (last ?? ''));
    // A name of a built file may be any: the place alone tells.
    const candidates = own.length > 0 ? own : isMapped || last === undefined ? near : [];
    const exact = candidates.filter(({ place }) => place.line === line);
    const onLine = exact.length > 1 && column !== undefined ? exact.filter((one) => Math.abs(one.place.column - 1 - column) <= one.name.length + 1) : exact;
    const best = onLine.length > 0 ? onLine : candidates;
    return best.length === 1 ? { file, id: best[0]!.id } : undefined;
  }

  private headsOf(file: string): readonly Head[] {
    let heads = this.heads.get(file);
    if (heads === undefined) {
      const { functions } = this.program.facts(file);
      heads = functions.flatMap(({ kind, name, nameSpan }, id) => (kind === 'module' ? [] : [{ id, name, place: this.program.place(file, nameSpan) }]));
      this.heads.set(file, heads);
    }
    return heads;
  }

  /** Enclosing functions and classes, outermost first: `OrderService.load`. */
  symbol({ file, id }: FoundFunction): string {
    return symbolPath(this.program.facts(file), id);
  }

  /** The place of a function's name or head. */
  head({ file, id }: FoundFunction): Place {
    return this.program.place(file, this.program.facts(file).functions[id]!.nameSpan);
  }

  /** From a place to the end of its line; where the line is not known, the place alone. */
  restOfLine(file: string, line: number, column: number): Place {
    const { lines } = this.has(file) ? this.program.facts(file) : { lines: [] };
    const [start, next] = [lines[line - 1], lines[line]];
    return { file, line, column, endLine: line, endColumn: start === undefined || next === undefined ? column + 1 : Math.max(next - start, column + 1) };
  }

  /** Names of what the call at a place calls, itself among them; where no call begins there, of what the rest of its line calls. */
  calledAt({ file, line, column, endLine, endColumn }: Place): ReadonlySet<string> {
    if (!this.has(file)) return new Set();
    const facts = this.program.facts(file);
    const [start, end] = [this.offset(file, line, column), this.offset(file, endLine, endColumn)];
    const there = facts.calls.find(({ span, calleeEnd }) => spanStart(span) === start && (calleeEnd === end || spanEnd(span) === end));
    const last = (there && spanEnd(there.span)) ?? facts.lines[line] ?? Infinity;
    return new Set(facts.calls.flatMap(({ span }, id) => (start <= spanStart(span) && spanEnd(span) <= last ? (calleeText(facts, id).match(/[\w$]+$/)?.[0] ?? []) : [])));
  }

  /** NaN for a line that the file does not have. */
  private offset(file: string, line: number, column: number): number {
    return (this.program.facts(file).lines[line - 1] ?? NaN) + column - 1;
  }

  /** Whether nothing in the file is reported: a test, a script, a migration. */
  isClosed(file: string): boolean {
    return this.has(file) && this.program.isClosed(file);
  }
}

function size(span: Span): number {
  return spanEnd(span) - spanStart(span);
}
