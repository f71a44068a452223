import { extract } from '../facts/extract.ts';
import { sourceFile } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import { MAX_ROWS } from '../facts/types.ts';
import { NestingError } from '../facts/tables.ts';
import { MAX_BRACKETS, bracketDepth } from './brackets.ts';
import { componentCode, isComponent } from './components.ts';
import { firstLine } from './errors.ts';
import { isGenerated, minifiedLineLength } from './generated.ts';
import { decode } from './text.ts';
import type { Parser } from './types.ts';

/** What reading one file came to. It depends on the file's path and content alone. */
export interface Analysis {
  /** Why it is skipped, or undefined with `file`. */
  reason: string | undefined;
  file: SourceFile | undefined;
  /** A generator wrote it: part of the program, but nobody's to change. */
  generated: boolean;
  /** It was passed over for its long lines, which a file that the user names is not. */
  minified: boolean;
  /** Bytes of its text. */
  bytes: number;
}

/**
 * Reduces one file to facts, or says why it is skipped. A file that the extractor cannot cope with must not end the scan.
 *
 * @param isNamed the user named it: then its long lines are no reason to skip it
 */
export function analyse(path: string, content: Uint8Array, isNamed: boolean, parser: Parser): Analysis {
  const whole = decode(content);
  if (whole === undefined) return skipped('not UTF-8 text');
  const { path: codePath, text } = isComponent(path) ? componentCode(path, whole) : { path, text: whole };
  const lineLength = isNamed ? undefined : minifiedLineLength(path, text);
  if (lineLength !== undefined) return { ...skipped(`minified or bundled: ${lineLength} characters per line on average`), minified: true };
  const depth = bracketDepth(text);
  if (depth > MAX_BRACKETS) return skipped(`brackets nested ${depth} levels deep: taken for generated code`);
  const parsed = parser.parse(codePath, text);
  if (!parsed.ok) return skipped(parsed.reason);
  try {
    const facts = extract(parsed.value, text);
    if (Math.max(facts.calls.length, facts.bindings.length, facts.functions.length, facts.regions.length) > MAX_ROWS) return skipped(`more than ${MAX_ROWS.toLocaleString('en')} calls, names or branches: taken for generated code`);
    const file = sourceFile(facts);
    return { reason: undefined, file, generated: isGenerated(path, whole), minified: false, bytes: Buffer.byteLength(whole) };
  } catch (error) {
    if (error instanceof NestingError) return skipped(error.message);
    return skipped(`internal error of perf-lint: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
}

export function skipped(reason: string): Analysis {
  return { reason, file: undefined, generated: false, minified: false, bytes: 0 };
}
