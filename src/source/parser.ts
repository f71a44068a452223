import { parseSync, rawTransferSupported } from 'oxc-parser';
import type { OxcError, ParserOptions } from 'oxc-parser';
import { firstLine } from './errors.ts';
import type { Parser } from './types.ts';

/** Dialects by extension, the usual one first: JSX and type annotations occur in plain .js, and JSX in files named .ts. */
const DIALECTS: readonly [RegExp, readonly NonNullable<ParserOptions['lang']>[]][] = [
  [/\.[cm]?ts$/, ['ts', 'tsx']],
  [/\.tsx$/, ['tsx']],
  [/\.[cm]?jsx?$/, ['jsx', 'tsx']],
];

/** Files that are parsed before raw transfer is worth its buffer: V8 takes gigabytes outside of its heap for pressure, and collects all of its garbage. */
const FEW = 32;

/**
 * The parser of the command line. Raw transfer hands the tree over without JSON, at half the cost where files are many; it needs Node 22.
 */
export function createParser(): Parser {
  const hasRawTransfer = Number(process.versions.node.split('.')[0]) >= 22 && rawTransferSupported();
  const plain = { astType: 'ts', preserveParens: false } as const;
  // The option is not in the package's types while it is experimental.
  const raw = { ...plain, experimentalRawTransfer: true } as const;
  let parses = 0;
  return {
    parse(path, text) {
      const options = hasRawTransfer && parses++ >= FEW ? raw : plain;
      const dialects = DIALECTS.find(([pattern]) => pattern.test(path))?.[1] ?? ['tsx'];
      let reason = '';
      for (const lang of dialects) {
        try {
          const parsed = parseSync(path, text, { ...options, lang });
          const { program, errors } = parsed;
          // A tree without statements is how the parser says that it gave up; other errors are rules that a compiler
          // would enforce (a return outside a function, as CommonJS allows it) and leave the tree whole.
          if (errors.length === 0 || program.body.length > 0) return { ok: true, value: { program, get comments() { return parsed.comments; } } };
          reason ||= describe(errors[0]!, text);
        } catch (error) {
          reason ||= `the parser failed: ${firstLine(error instanceof Error ? error.message : String(error))}`;
        }
      }
      return { ok: false, reason };
    },
  };
}

function describe({ message, labels }: OxcError, text: string): string {
  const label = labels[0];
  const place = label ? ` at ${lineAndColumn(text, label.start)}` : '';
  return `syntax error${place}: ${firstLine(message)}`;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}
