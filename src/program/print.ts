import type { CallFact, Expr, FileFacts } from '../facts/types.ts';
import type { LinkedFile } from './linked-file.ts';
import { chainOf } from './multiplicity/flow.ts';

const MAX_ARGS = 3;

/** Source-like text of an expression, for messages and ids: the same for the same code, whatever its layout. */
export function exprText(facts: FileFacts, expr: Expr): string {
  return printed((id) => facts.calls[id]!, expr, 0);
}

/** The same of an expression in some other file: nothing but the calls in it are read. */
export function textIn(file: LinkedFile, expr: Expr): string {
  return printed((id) => file.row('calls', id), expr, 0);
}

function printed(callOf: (id: number) => CallFact, expr: Expr, depth: number): string {
  if (depth > 6) return '…';
  const text = (inner: Expr) => printed(callOf, inner, depth + 1);
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'this':
      return 'this';
    case 'super':
      return 'super';
    case 'member':
      return `${text(expr.object)}.${expr.name}`;
    case 'index':
      return `${text(expr.object)}[${text(expr.index)}]`;
    case 'call':
      return callText(callOf(expr.call), text);
    case 'function':
      return '() => …';
    case 'class':
      return 'class';
    case 'object':
      return `{${expr.properties.map(({ key, value }) => (key === null ? `...${text(value)}` : `${key}: ${text(value)}`)).join(', ')}}`;
    case 'array':
      return `[${expr.elements.map(text).join(', ')}]`;
    case 'literal':
      return typeof expr.value === 'string' && !expr.regexp ? JSON.stringify(expr.value) : String(expr.value);
    case 'template':
      return `\`${expr.quasis.map((quasi, index) => quasi + (expr.values[index] ? `\${${text(expr.values[index])}}` : '')).join('')}\``;
    case 'binary':
    case 'logical':
      return `${text(expr.left)} ${expr.operator} ${text(expr.right)}`;
    case 'conditional':
      return `${text(expr.test)} ? ${text(expr.yes)} : ${text(expr.no)}`;
    case 'unary':
      return `${expr.operator}${/\w$/.test(expr.operator) ? ' ' : ''}${text(expr.operand)}`;
    case 'await':
      return text(expr.operand);
    case 'yield':
      return expr.operand ? `yield ${text(expr.operand)}` : 'yield';
    case 'spread':
      return `...${text(expr.operand)}`;
    case 'cast':
      return text(expr.operand);
    case 'assign':
      return `${text(expr.target)} ${expr.operator} ${text(expr.value)}`;
    case 'other':
      return '…';
  }
}

function callText(call: CallFact, text: (expr: Expr) => string): string {
  const args = call.args.map(text);
  if (call.kind === 'tag') return `${text(call.callee)}${args[0] ?? ''}`;
  if (call.kind === 'import') return `import(${args.join(', ')})`;
  return `${call.kind === 'new' ? 'new ' : ''}${text(call.callee)}(${args.join(', ')})`;
}

/** The arguments of a call as the code writes them. */
export function argsText(facts: FileFacts, { args }: Pick<CallFact, 'args'>): string {
  return args.map((arg) => exprText(facts, arg)).join(', ');
}

/** A call's callee for a message: `this` left out, inner calls without their arguments, long chains from their last names. */
export function calleeText(facts: FileFacts, callId: number): string {
  const names = chain(facts, facts.calls[callId]!.callee).filter((name) => name !== 'this');
  return names.slice(-MAX_ARGS).join('.');
}

/** Steps that narrow or shape a query, whose strings name columns. */
export const REFINEMENTS = /^(?!.*(?:From|Into|Table)$)(?:where|and|or|order|group|having|limit|offset|select|count|distinct|join|left|inner)/;

/**
 * A query that is put together in steps, by the step that names what it is about: `db.select().from(users)`,
 * `db.selectFrom("users")`; undefined when none does.
 */
export function builderText(facts: FileFacts, callId: number): string | undefined {
  const steps = [...chainOf(facts, callId)].reverse();
  // `getDb(tenant)` is where the query goes, `knex('users')` what it is about.
  const own = steps.filter(({ call: { kind, callee, args } }) => kind === 'call' && (callee.kind !== 'name' || args[0]?.kind === 'literal'));
  const about = own.find(({ call: { callee, args } }, step) => {
    const [arg] = args;
    if (!arg || chain(facts, arg)[0] === 'this') return false;
    const method = callee.kind === 'member' ? callee.name : '';
    const mayName = method === 'from' || (step === 0 && !REFINEMENTS.test(method));
    return arg.kind === 'name' || arg.kind === 'member' || (mayName && arg.kind === 'literal' && typeof arg.value === 'string' && /^\w/.test(arg.value));
  });
  if (about) {
    const { args } = about.call;
    return `${calleeText(facts, about.id)}(${exprText(facts, args.find(isNamedAsClass) ?? args[0]!)})`;
  }
  // The name that a query is kept in says less than its last step.
  const last = steps.at(-1)?.call.kind === 'get' ? steps.at(-2) : undefined;
  return last && calleeText(facts, last.id);
}

/** `Order` of `getRepository(ctx, Order)`: an entity says what a query is about, what stands before it where it goes. */
function isNamedAsClass(expr: Expr): boolean {
  return (expr.kind === 'name' || expr.kind === 'member') && /^[A-Z].*[a-z]/.test(expr.name);
}

function chain(facts: FileFacts, expr: Expr): string[] {
  switch (expr.kind) {
    case 'name':
      return [expr.name];
    case 'this':
      return ['this'];
    case 'super':
      return ['super'];
    case 'member':
      return [...chain(facts, expr.object), expr.name];
    case 'index':
      return chain(facts, expr.object);
    case 'call': {
      const inner = chain(facts, facts.calls[expr.call]!.callee);
      return inner.length > 0 ? [...inner.slice(0, -1), `${inner.at(-1)}()`] : [];
    }
    case 'await':
    case 'cast':
      return chain(facts, expr.operand);
    case 'logical':
      return chain(facts, expr.left);
    default:
      return [];
  }
}

/** Names of the functions and classes around a function, outermost first: `OrderService.load`. */
export function symbolPath(facts: FileFacts, functionId: number): string {
  const names: string[] = [];
  for (let id = functionId; id > 0; id = facts.functions[id]!.parentId) {
    const fact = facts.functions[id]!;
    const name = fact.kind === 'constructor' ? 'constructor' : fact.name;
    if (name) names.unshift(name);
    if (fact.classId >= 0) names.unshift(facts.classes[fact.classId]!.name);
  }
  return names.filter(Boolean).join('.');
}

/** Singular of a plural name in camel case, for `runs once per order`; the name itself when it is not one. */
export function singular(name: string): string {
  const last = name.split('.').at(-1)!.replace(/[^\w$].*$/, '');
  if (/ies$/.test(last)) return `${last.slice(0, -3)}y`;
  if (/indices$/i.test(last)) return `${last.slice(0, -4)}ex`;
  // `res` and `labelRes` are short for results.
  if (/(ss|us|is|^res|Res)$/.test(last)) return last;
  if (/(ch|sh|x|z|ss)es$/.test(last)) return last.slice(0, -2);
  return /s$/.test(last) && last.length > 2 ? last.slice(0, -1) : last;
}
