import { splitStatements } from '../../sql/split.ts';

/** A statement inside a DO block. */
export interface Inner {
  text: string;
  /** A condition or a loop stands around it, or may: it may not run. */
  conditional: boolean;
}

const CONTROL = /\b(?:IF|LOOP|FOR|WHILE|CASE|RETURN)\b/i;
const STATEMENT = /^(?:[\s\S]*?\b(?:THEN|ELSE|BEGIN|LOOP)\b)?\s*((?:CREATE|ALTER|DROP)\b[\s\S]*)$/i;
const EXECUTED = /^(?:[\s\S]*?\b(?:THEN|ELSE|BEGIN|LOOP)\b)?\s*EXECUTE\s+(?:\$(\w*)\$([\s\S]*)\$\1\$|'((?:[^']|'')*)')\s*$/i;

/**
 * The statements of DDL in the body of a DO block, those that EXECUTE runs from a constant text among them.
 * `unread`: it changes indexes in a way that its text does not show.
 */
export function innerStatements(body: string): { statements: Inner[]; unread: boolean } {
  const statements: Inner[] = [];
  let unread = false;
  const start = /\bBEGIN\b/i.exec(body);
  const whole = body.slice(start ? start.index + start[0].length : 0);
  const handled = /\bEXCEPTION\b\s+WHEN\b/i.exec(whole);
  const main = handled ? whole.slice(0, handled.index) : whole;
  const conditional = CONTROL.test(main);
  for (const { start: from, end } of splitStatements(main, 'postgresql')) {
    const text = main.slice(from, end);
    const executed = EXECUTED.exec(text);
    const statement = executed ? (executed[2] ?? executed[3]!.replaceAll("''", "'")) : STATEMENT.exec(text)?.[1];
    if (statement !== undefined) statements.push({ text: statement, conditional });
    else if (/\bEXECUTE\b/i.test(text) && /\b(?:INDEX|UNIQUE|PRIMARY\s+KEY|TABLE)\b/i.test(text)) unread = true;
  }
  return { statements, unread };
}
