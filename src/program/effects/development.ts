import { spanStart } from '../../facts/spans.ts';
import type { CallFact, Expr } from '../../facts/types.ts';
import { declarationOf } from '../arguments/origins.ts';
import { endOf } from '../arguments/spots.ts';
import type { Link } from '../link.ts';
import { gatesOf } from '../multiplicity/gates.ts';
import { stripped, type LinkedFile } from '../values.ts';

/**
 * Whether production does not come to a call: in a branch that it does not take, `if (process.env.NODE_ENV !== 'production')`, or
 * behind a way out that it takes, `if (isProduction) return`.
 */
export function isDevelopmentOnly(link: Link, file: LinkedFile, call: CallFact): boolean {
  const { functionId, region, span } = call;
  for (const { test, outcome, isPartial } of gatesOf(file, { functionId, region, at: spanStart(span) }, ({ kind }) => kind === 'return' || kind === 'throw')) {
    if (!isPartial && inProduction(link, file, test, outcome) === false) return true;
  }
  return false;
}

/** What `NODE_ENV` says, and whether that is production. */
const STAGES: Readonly<Record<string, boolean>> = { production: true, prod: true, development: false, dev: false, test: false, local: false };

/** Constants that stand for others. */
const MAX_HOPS = 4;

/** Whether it is production (true) or development or tests (false), where a test comes out so. */
function inProduction(link: Link, file: LinkedFile, test: Expr, outcome: boolean, hops = 0): boolean | undefined {
  if (test.kind === 'unary' && test.operator === '!') return inProduction(link, file, test.operand, !outcome, hops);
  if (test.kind === 'logical') {
    const [left, right] = [test.left, test.right].map((side) => inProduction(link, file, side, outcome, hops));
    // Both came out so, or one of them.
    if ((test.operator === '&&' && outcome) || (test.operator === '||' && !outcome)) return left ?? right;
    return left === right ? left : undefined;
  }
  if (test.kind === 'binary') {
    const stage = test.right.kind === 'literal' && typeof test.right.value === 'string' ? STAGES[test.right.value] : undefined;
    if (stage === undefined || !/^[=!]==?$/.test(test.operator) || !isNodeEnv(link, file, test.left)) return undefined;
    return where(stage, test.operator.startsWith('!') !== outcome);
  }
  if (test.kind !== 'name' && test.kind !== 'member') return undefined;
  const said = constantOf(link, file, test);
  const told = said && hops < MAX_HOPS ? inProduction(link, said.file, said.init, outcome, hops + 1) : undefined;
  if (told !== undefined) return told;
  if (/^(is_?prod(uction)?|PROD)$/i.test(test.name)) return where(true, outcome);
  return /^(is_?(dev(elopment)?|test(ing)?|local)|dev)$/i.test(test.name) ? where(false, outcome) : undefined;
}

/** What is not development may be a test: of that nothing is known. */
function where(isProduction: boolean, isSo: boolean): boolean | undefined {
  if (isProduction) return isSo;
  return isSo ? false : undefined;
}

/** `process.env.NODE_ENV`, or a constant of the project that holds it. */
function isNodeEnv(link: Link, file: LinkedFile, expr: Expr, hops = 0): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'member' && inner.name === 'NODE_ENV') return true;
  if (inner.kind === 'logical') return isNodeEnv(link, file, inner.left, hops);
  const constant = hops < MAX_HOPS ? constantOf(link, file, inner) : undefined;
  return constant !== undefined && isNodeEnv(link, constant.file, constant.init, hops + 1);
}

/** What a constant of the project is made of, through imports. */
function constantOf(link: Link, file: LinkedFile, expr: Expr): { file: LinkedFile; init: Expr } | undefined {
  const found = declarationOf(link, { expr, spot: endOf(file) });
  const fact = found?.file.row('bindings', found.binding);
  return found && fact?.kind === 'const' && fact.path.length === 0 && fact.init ? { file: found.file, init: fact.init } : undefined;
}
