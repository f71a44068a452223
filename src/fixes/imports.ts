import { type Node, endOf, keyName, rangeOf, startOf } from '../facts/nodes.ts';
import { type Change, indentAt, lineEndOf, wholeLine } from './edits.ts';
import type { Tree } from './tree.ts';

/** A name that a declaration brings in from a module. */
export interface ImportedName {
  /** Exported name; `default`, or `*` for the whole module. */
  imported: string;
  local: string;
  /** The specifier or the property of the pattern. */
  node: Node;
}

/** An `import` declaration, or a `require` that a variable is declared with, at the top of a module. */
export interface ModuleImport {
  statement: Node;
  specifier: string;
  names: ImportedName[];
  /** The string of the specifier, for its quotes. */
  source: Node;
  syntax: 'import' | 'require';
}

/** What the module brings in by value, in the order of the text. */
export function importsOf(tree: Tree): ModuleImport[] {
  return (tree.root.body as Node[]).flatMap((statement) => {
    const found = statement.type === 'ImportDeclaration' ? fromImport(statement) : statement.type === 'VariableDeclaration' ? fromRequire(statement) : undefined;
    return found ? [found] : [];
  });
}

function fromImport(statement: Node): ModuleImport | undefined {
  if (statement.importKind === 'type') return undefined;
  const specifiers = (statement.specifiers as Node[]).filter(({ importKind }) => importKind !== 'type');
  return {
    statement,
    specifier: statement.source.value,
    source: statement.source,
    syntax: 'import',
    names: specifiers.map((node) => ({ node, local: node.local.name, imported: node.type === 'ImportSpecifier' ? (keyName(node.imported, false) ?? '') : node.type === 'ImportDefaultSpecifier' ? 'default' : '*' })),
  };
}

function fromRequire(statement: Node): ModuleImport | undefined {
  const [declarator, more] = statement.declarations as Node[];
  const call = declarator?.init;
  if (!declarator || more || call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return undefined;
  const [source] = call.arguments as Node[];
  if (source?.type !== 'Literal' || typeof source.value !== 'string') return undefined;
  const { id } = declarator;
  const base = { statement, specifier: source.value, source, syntax: 'require' as const };
  if (id.type === 'Identifier') return { ...base, names: [{ imported: '*', local: id.name, node: id }] };
  if (id.type !== 'ObjectPattern') return undefined;
  const properties = id.properties as Node[];
  if (!properties.every((property) => property.type === 'Property' && property.value.type === 'Identifier')) return undefined;
  return { ...base, names: properties.map((node) => ({ node, local: node.value.name, imported: keyName(node.key, node.computed) ?? '' })) };
}

/** Names to bring in from a module. */
export interface Wanted {
  /** Specifiers of the module; a new declaration has the first. */
  specifiers: readonly [string, ...string[]];
  names: readonly string[];
  /** The declaration that a new one follows, in its style; default: the last of the file. */
  beside?: ModuleImport | undefined;
}

/**
 * The local names by which a file can call what it wants of a module, and the new declaration that is needed for those it has
 * not yet; undefined where no local name is free. The caller says where the declaration goes: see `declareAfter`.
 */
export function localNames(tree: Tree, { specifiers, names }: Wanted): { locals: ReadonlyMap<string, string>; missing: readonly ImportedNamePair[] } | undefined {
  const known = importsOf(tree).filter(({ specifier }) => specifiers.includes(specifier));
  const locals = new Map<string, string>();
  const missing: ImportedNamePair[] = [];
  for (const name of names) {
    const there = known.flatMap((declaration) => declaration.names).find(({ imported }) => imported === name);
    const local = there?.local ?? tree.freeName([name, `${name}Async`, `${name}_`]);
    if (local === undefined) return undefined;
    locals.set(name, local);
    if (!there) missing.push({ imported: name, local });
  }
  return { locals, missing };
}

export interface ImportedNamePair {
  imported: string;
  local: string;
}

/** The text of a declaration, in the style of one that is there. */
export function declaration(tree: Tree, specifier: string, names: readonly ImportedNamePair[], style: ModuleImport | undefined): string {
  const quote = style ? tree.text.charAt(startOf(style.source)) : "'";
  const end = !style || tree.textOf(style.statement).endsWith(';') ? ';' : '';
  if (style?.syntax === 'require') return `const { ${names.map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`)).join(', ')} } = require(${quote}${specifier}${quote})${end}`;
  return `import { ${names.map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`)).join(', ')} } from ${quote}${specifier}${quote}${end}`;
}

/** Brings names in: with those that come from the module already, else by a new declaration after another one, or at the head of the module. */
export function declareAfter(tree: Tree, specifier: string, names: readonly ImportedNamePair[], beside?: ModuleImport): Change[] {
  if (names.length === 0) return [];
  const known = importsOf(tree).find((declared) => declared.specifier === specifier && declared.syntax === 'import' && declared.names.some(({ node }) => node.type === 'ImportSpecifier'));
  if (known) {
    const last = endOf((known.statement.specifiers as Node[]).at(-1)!);
    return [{ at: [last, last], text: names.map(({ imported, local }) => `, ${imported === local ? local : `${imported} as ${local}`}`).join('') }];
  }
  const style = beside ?? importsOf(tree).at(-1);
  const text = declaration(tree, specifier, names, style);
  const lineEnd = lineEndOf(tree.text);
  if (style) return [{ at: [endOf(style.statement), endOf(style.statement)], text: `${lineEnd}${indentAt(tree.text, startOf(style.statement))}${text}` }];
  const first = (tree.root.body as Node[]).find(({ directive }) => directive == null);
  const at = first ? startOf(first) : tree.text.length;
  return [{ at: [at, at], text: `${text}${lineEnd}` }];
}

/** Takes names out of a declaration; `replacement` stands in its place where none is left, nothing when that is ''. */
export function dropNames(tree: Tree, from: ModuleImport, dropped: readonly ImportedName[], replacement: string): Change[] {
  const kept = from.names.filter((name) => !dropped.includes(name));
  // A declaration may also bring in types, which are not among its names.
  const specifiers: readonly Node[] = from.syntax === 'import' ? from.statement.specifiers : from.names.map(({ node }) => node);
  if (kept.length === 0 && specifiers.length === from.names.length) {
    return [{ at: replacement === '' ? wholeLine(tree.text, rangeOf(from.statement)) : rangeOf(from.statement), text: replacement }];
  }
  const isDropped = (node: Node) => dropped.some((name) => name.node === node);
  const braced = specifiers.filter(({ type }) => type !== 'ImportDefaultSpecifier' && type !== 'ImportNamespaceSpecifier');
  const [whole] = specifiers;
  if (whole && braced.length < specifiers.length && braced.length > 0 && braced.every(isDropped)) {
    return [{ at: [endOf(whole), tree.text.indexOf('}', endOf(braced.at(-1)!)) + 1], text: '' }];
  }
  const lastKept = specifiers.findLastIndex((node) => !isDropped(node));
  const changes = specifiers.flatMap((node, index): Change[] => (isDropped(node) && index < lastKept ? [{ at: [startOf(node), startOf(specifiers[index + 1]!)], text: '' }] : []));
  const last = specifiers.at(-1)!;
  return isDropped(last) ? [...changes, { at: [endOf(specifiers[lastKept]!), endOf(last)], text: '' }] : changes;
}
