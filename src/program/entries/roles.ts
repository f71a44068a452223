import type { Expr } from '../../facts/types.ts';
import { enumValue } from '../arguments/enums.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type FunctionRef, type LinkedFile, type Place } from '../values.ts';

/** A role of those who run the service, as code compares it, and a segment of the paths that are kept for them. */
const ADMINISTRATORS = /^(?:(?:super|sys|system|site|global)[-_]?)?admin(?:istrator|istration)?s?$/i;

/** Names and functions that are followed to one comparison. */
const MAX_DEPTH = 4;

/** Whether a text that the program compares is a role of administrators, or a segment of their paths. */
export function isRole(text: string): boolean {
  return ADMINISTRATORS.test(text);
}

/** Whether a value is such a role, as a text or as a member of an enum; of several each has to be. */
export function isRoleValue(link: Link, value: Expr, file: LinkedFile): boolean {
  const expr = stripped(value);
  if (expr.kind === 'array') return expr.elements.length > 0 && expr.elements.every((element) => isRoleValue(link, element, file));
  const given = expr.kind === 'literal' ? expr.value : enumValue(link, expr, file);
  return typeof given === 'string' && isRole(given);
}

/** Whether a function throws, before all else, where somebody has another role: `if (user.role !== 'admin') throw …`. */
export function turnsOthersAway(link: Link, { file, id }: FunctionRef): boolean {
  return (file.row('exitsOf', id) ?? []).some(({ kind, region }) => {
    const branch = kind === 'throw' && region >= 0 ? file.row('regions', region) : undefined;
    return branch?.kind === 'branch' && branch.parent < 0 && branch.test !== null && (branch.negated ? isGrant : isDenial)(link, branch.test, { file, functionId: id }, 0);
  });
}

/** Whether a test holds for all who have another role, also as one of several of which one is enough. */
function isDenial(link: Link, test: Expr, place: Place, depth: number): boolean {
  const expr = stripped(test);
  switch (expr.kind) {
    case 'logical':
      return expr.operator === '||' && [expr.left, expr.right].some((side) => isDenial(link, side, place, depth));
    case 'unary':
      return expr.operator === '!' && isGrant(link, expr.operand, place, depth);
    case 'binary':
      return (expr.operator === '!==' || expr.operator === '!=') && [expr.left, expr.right].some((side) => isRoleValue(link, side, place.file));
    default:
      return false;
  }
}

/** Whether a test holds for those alone who have the role: it compares, looks for it in a list, or is what a function says that does. */
function isGrant(link: Link, test: Expr, place: Place, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const { file } = place;
  const expr = stripped(test);
  switch (expr.kind) {
    case 'logical':
      return expr.operator === '&&' && [expr.left, expr.right].some((side) => isGrant(link, side, place, depth));
    case 'binary':
      return (expr.operator === '===' || expr.operator === '==') && [expr.left, expr.right].some((side) => isRoleValue(link, side, file));
    case 'name': {
      const binding = expr.binding < 0 ? undefined : file.row('bindings', expr.binding);
      return binding?.kind === 'const' && binding.init !== null && binding.path.length === 0 && isGrant(link, binding.init, { file, functionId: binding.functionId }, depth + 1);
    }
    case 'call':
      return looksForRole(link, file, expr.call) || callTargets(link, file, expr.call).some((target) => target.kind === 'function' && saysSo(link, target, depth + 1));
    default:
      return false;
  }
}

/** `user.roles.includes('admin')` */
function looksForRole(link: Link, file: LinkedFile, call: number): boolean {
  const { callee, args: [sought, ...others] } = file.row('calls', call);
  return callee.kind === 'member' && callee.name === 'includes' && sought !== undefined && others.length === 0 && isRoleValue(link, sought, file);
}

/** Whether all that a function gives back is such a test. */
function saysSo(link: Link, { file, id }: FunctionRef, depth: number): boolean {
  const { returns } = file.row('functions', id);
  return returns.length > 0 && returns.every((expr) => isGrant(link, expr, { file, functionId: id }, depth));
}
