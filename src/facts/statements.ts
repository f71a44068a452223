import { addClass, addFunction } from './functions.ts';
import { expression, headSpan, namedExpression, takenName } from './expressions.ts';
import { listOf, NONE } from './lists.ts';
import { bare, keyName, nameOf, spanOf, specifierOf, startOf, type Node } from './nodes.ts';
import { declarePattern } from './patterns.ts';
import { spanStart } from './spans.ts';
import type { Tables } from './tables.ts';
import { typeMembers, typeParamNames, typeRef } from './type-refs.ts';
import type { CallUse, EnumMemberFact, ExportFact, RegionFact, TypeDeclFact, TypeRef } from './types.ts';

/** Walks the statements of a block, in order. */
export function statements(tables: Tables, body: readonly Node[]): void {
  for (const node of body) statement(tables, node);
}

function statement(tables: Tables, node: Node | null | undefined): void {
  const lower = node && LOWER[node.type];
  if (!lower) return;
  tables.descend();
  lower(tables, node);
  tables.ascend();
}

function block(tables: Tables, node: Node | null | undefined): void {
  if (!node) return;
  tables.block(() => (node.type === 'BlockStatement' ? statements(tables, node.body) : statement(tables, node)));
}

function variables(tables: Tables, node: Node): readonly number[] {
  return (node.declarations as Node[]).flatMap((declaration) => {
    const pattern: Node = declaration.id;
    const name = pattern.type === 'Identifier' ? nameOf(pattern) : '';
    const init = declaration.init ? namedExpression(tables, declaration.init, name, name ? pattern : undefined) : null;
    return declarePattern(tables, pattern, node.kind === 'var' || node.kind === 'let' ? node.kind : 'const', { init, type: typeRef(tables, pattern.typeAnnotation), using: /using$/.test(node.kind as string) || undefined });
  });
}

/** Walks a loop: its region, its own block of names, and the loop as a target of `break` and `continue`. */
function loop(tables: Tables, node: Node, kind: RegionFact['kind'], more: Partial<RegionFact>, inside: (region: RegionFact, id: number) => void, label = ''): void {
  tables.within(kind, spanOf(node), { head: headSpan(node, node.body), label, ...more }, (id) => {
    tables.jumps.push({ label, region: id, loop: true });
    tables.block(() => inside(tables.facts.regions[id]!, id));
    tables.jumps.pop();
  });
}

function forStatement(tables: Tables, node: Node, label?: string): void {
  tables.block(() => {
    let vars: readonly number[] = NONE;
    if (node.init) {
      if (node.init.type === 'VariableDeclaration') vars = variables(tables, node.init);
      else expression(tables, node.init, 'discard');
    }
    loop(tables, node, 'for', { vars }, (region, id) => {
      for (const binding of vars) tables.facts.bindings[binding]!.loopRegion = id;
      tables.within('loop-test', spanOf(node.test ?? node), { loop: id }, () => {
        if (node.test) region.test = expression(tables, node.test);
        if (node.update) region.update = expression(tables, node.update, 'discard');
      });
      block(tables, node.body);
    }, label);
  });
}

function forEachStatement(tables: Tables, node: Node, label?: string): void {
  const kind = node.type === 'ForInStatement' ? 'for-in' : node.await ? 'for-await' : 'for-of';
  const over = expression(tables, node.right);
  loop(tables, node, kind, { over }, (region, id) => {
    if (node.left.type === 'VariableDeclaration') {
      region.vars = declarePattern(tables, node.left.declarations[0].id, node.left.kind === 'const' ? 'const' : node.left.kind === 'var' ? 'var' : 'let', { loopRegion: id });
    } else {
      const target = expression(tables, node.left);
      if (target.kind === 'name') region.vars = NONE;
    }
    block(tables, node.body);
  }, label);
}

function whileStatement(tables: Tables, node: Node, label?: string): void {
  loop(tables, node, node.type === 'WhileStatement' ? 'while' : 'do-while', {}, (region, id) => {
    if (node.type === 'DoWhileStatement') block(tables, node.body);
    tables.within('loop-test', spanOf(node.test), { loop: id }, () => {
      region.test = expression(tables, node.test);
    });
    if (node.type === 'WhileStatement') block(tables, node.body);
  }, label);
}

const LOOPS: Readonly<Record<string, (tables: Tables, node: Node, label?: string) => void>> = {
  ForStatement: forStatement,
  ForOfStatement: forEachStatement,
  ForInStatement: forEachStatement,
  WhileStatement: whileStatement,
  DoWhileStatement: whileStatement,
};

function ifStatement(tables: Tables, node: Node): void {
  const test = expression(tables, node.test);
  const branch = (side: Node | null, negated: boolean) => {
    if (side) tables.within('branch', spanOf(side), { test, negated, head: spanOf(node.test) }, () => block(tables, side));
  };
  branch(node.consequent, false);
  branch(node.alternate, true);
}

function switchStatement(tables: Tables, node: Node): void {
  const value = expression(tables, node.discriminant);
  tables.jumps.push({ label: '', region: -1, loop: false });
  tables.block(() => {
    for (const item of node.cases as Node[]) {
      const test = item.test ? ({ kind: 'binary', operator: '===', left: value, right: expression(tables, item.test) } as const) : null;
      tables.within('case', spanOf(item), { test }, () => statements(tables, item.consequent));
    }
  });
  tables.jumps.pop();
}

function tryStatement(tables: Tables, node: Node): void {
  tables.within('try', spanOf(node.block), {}, () => block(tables, node.block));
  const handler: Node | null = node.handler;
  if (handler) {
    tables.within('catch', spanOf(handler), {}, () =>
      tables.block(() => {
        if (handler.param) declarePattern(tables, handler.param, 'catch', {});
        statements(tables, handler.body.body);
      }),
    );
  }
  if (node.finalizer) tables.within('finally', spanOf(node.finalizer), {}, () => block(tables, node.finalizer));
}

function jump(kind: 'break' | 'continue') {
  return (tables: Tables, node: Node): void => {
    const label = node.label?.name;
    const target = tables.jumps.findLast((candidate) => (label ? candidate.label === label : kind === 'break' || candidate.loop));
    tables.facts.exits.push({ kind, functionId: tables.functionId, region: tables.region, target: target?.region ?? -1, value: null, span: spanOf(node) });
  };
}

function leave(kind: 'return' | 'throw', use: CallUse) {
  return (tables: Tables, node: Node): void => {
    const argument = node.argument ? bare(node.argument) : null;
    const value = argument && (kind === 'return' && argument.type === 'Identifier' ? takenName(tables, argument, 'return') : expression(tables, argument, use));
    tables.facts.exits.push({ kind, functionId: tables.functionId, region: tables.region, target: -1, value, span: spanOf(node) });
    if (kind === 'return' && value) tables.returns.push(value);
  };
}

function functionDeclaration(tables: Tables, node: Node): void {
  const name = nameOf(node.id);
  // Declared first: the body may call it, and a declaration without a body still names an overload.
  const binding = name ? tables.declare(name, 'function', spanOf(node.id)) : -1;
  const id = addFunction(tables, node, { name, nameSpan: node.id ? spanOf(node.id) : undefined });
  if (binding >= 0 && id >= 0) tables.facts.bindings[binding]!.target = id;
}

function classDeclaration(tables: Tables, node: Node): void {
  const name = nameOf(node.id);
  const binding = name ? tables.declare(name, 'class', spanOf(node.id)) : -1;
  const id = addClass(tables, node, name);
  if (binding < 0) return;
  tables.facts.bindings[binding]!.target = id;
  tables.facts.classes[id]!.bindingId = binding;
}

function typeDeclaration(tables: Tables, node: Node): void {
  const name = nameOf(node.id);
  const bindingId = tables.declare(name, node.type === 'TSEnumDeclaration' ? 'enum' : 'type', spanOf(node.id));
  const add = (kind: TypeDeclFact['kind'], type: TypeRef, more: Partial<Pick<TypeDeclFact, 'extends' | 'members'>> = {}) =>
    tables.facts.types.push({ name, bindingId, typeParams: typeParamNames(node), extends: more.extends ?? NONE, members: more.members ?? NONE, kind, type });
  if (node.type === 'TSTypeAliasDeclaration') add('alias', typeRef(tables, node.typeAnnotation) ?? { kind: 'other' });
  else if (node.type === 'TSInterfaceDeclaration') {
    const type: TypeRef = { kind: 'object', members: typeMembers(tables, node.body.body) };
    add('interface', type, { extends: listOf((node.extends ?? NONE) as readonly Node[], (base) => typeRef(tables, base) ?? { kind: 'other' }) });
  } else {
    const members: Node[] = node.body?.members ?? node.members ?? [];
    add('enum', { kind: 'other' }, { members: listOf(members, enumMember) });
  }
}

function enumMember({ id, initializer }: Node): EnumMemberFact {
  const value = initializer?.type === 'Literal' ? initializer.value : null;
  return { name: keyName(id, false) ?? '', value: typeof value === 'string' || typeof value === 'number' ? value : null };
}

function importDeclaration(tables: Tables, node: Node): void {
  for (const specifier of node.specifiers as Node[]) {
    const imported = specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.type === 'ImportNamespaceSpecifier' ? '*' : keyName(specifier.imported, false)!;
    const bindingId = tables.declare(nameOf(specifier.local), 'import', spanOf(specifier.local), { target: tables.facts.imports.length });
    tables.facts.imports.push({ specifier: specifierOf(node.source), imported, bindingId, typeOnly: node.importKind === 'type' || specifier.importKind === 'type' });
  }
}

function importEquals(tables: Tables, node: Node): void {
  const reference: Node = node.moduleReference;
  if (reference.type !== 'TSExternalModuleReference') return;
  const bindingId = tables.declare(nameOf(node.id), 'import', spanOf(node.id), { target: tables.facts.imports.length });
  tables.facts.imports.push({ specifier: specifierOf(reference.expression), imported: '*', bindingId, typeOnly: false });
}

function exportNamed(tables: Tables, node: Node): void {
  const { exports, bindings } = tables.facts;
  if (node.declaration) {
    const first = bindings.length;
    const before = new Set(tables.scope.names.values());
    statement(tables, node.declaration);
    for (const [name, bindingId] of tables.scope.names) {
      const again = node.declaration.id?.name === name;
      if ((bindingId >= first && !before.has(bindingId)) || again) exports.push({ kind: 'local', name, bindingId });
    }
    return;
  }
  for (const specifier of node.specifiers as Node[]) {
    const name = keyName(specifier.exported, false)!;
    const local = keyName(specifier.local, false)!;
    if (node.source) exports.push({ kind: 'from', name, specifier: specifierOf(node.source), imported: local });
    else exports.push({ kind: 'value', name, value: tables.name(local) });
  }
}

function exportAll(tables: Tables, node: Node): void {
  const fact: ExportFact = node.exported
    ? { kind: 'from', name: keyName(node.exported, false)!, specifier: specifierOf(node.source), imported: '*' }
    : { kind: 'star', specifier: specifierOf(node.source) };
  tables.facts.exports.push(fact);
}

function exportDefault(tables: Tables, node: Node): void {
  const { facts } = tables;
  const declaration: Node = node.declaration;
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    const isClass = declaration.type === 'ClassDeclaration';
    const at = isClass ? facts.classes.length : facts.functions.length;
    statement(tables, declaration);
    if (!isClass && declaration.body == null) return;
    facts.exports.push({ kind: 'value', name: 'default', value: isClass ? { kind: 'class', class: classAt(facts, at, startOf(declaration)) } : { kind: 'function', function: at } });
    return;
  }
  if (declaration.type.startsWith('TS') && LOWER[declaration.type]) {
    statement(tables, declaration);
    if (declaration.id) facts.exports.push({ kind: 'value', name: 'default', value: tables.name(nameOf(declaration.id)) });
    return;
  }
  facts.exports.push({ kind: 'value', name: 'default', value: namedExpression(tables, bare(declaration), 'default') });
}

/** A class's decorators and heritage may hold classes of their own, which come before it. */
function classAt(facts: Tables['facts'], from: number, start: number): number {
  for (let id = facts.classes.length - 1; id > from; id--) if (spanStart(facts.classes[id]!.span) === start) return id;
  return from;
}

function namespaceDeclaration(tables: Tables, node: Node): void {
  const body: Node[] = node.body?.body ?? [];
  if (node.declare || !Array.isArray(body)) return;
  tables.block(() => statements(tables, body));
}

const LOWER: Readonly<Record<string, (tables: Tables, node: Node) => void>> = {
  ExpressionStatement: (tables, node) => void expression(tables, node.expression, 'discard'),
  VariableDeclaration: (tables, node) => void variables(tables, node),
  FunctionDeclaration: functionDeclaration,
  TSDeclareFunction: functionDeclaration,
  ClassDeclaration: classDeclaration,
  BlockStatement: block,
  IfStatement: ifStatement,
  SwitchStatement: switchStatement,
  TryStatement: tryStatement,
  ...Object.fromEntries(Object.entries(LOOPS).map(([type, lower]) => [type, (tables: Tables, node: Node) => lower(tables, node)])),
  LabeledStatement: (tables, node) => {
    const label = nameOf(node.label);
    const lower = LOOPS[node.body.type];
    if (lower) return lower(tables, node.body, label);
    tables.jumps.push({ label, region: -1, loop: false });
    block(tables, node.body);
    tables.jumps.pop();
  },
  BreakStatement: jump('break'),
  ContinueStatement: jump('continue'),
  ReturnStatement: leave('return', 'return'),
  ThrowStatement: leave('throw', 'value'),
  ImportDeclaration: importDeclaration,
  TSImportEqualsDeclaration: importEquals,
  ExportNamedDeclaration: exportNamed,
  ExportAllDeclaration: exportAll,
  ExportDefaultDeclaration: exportDefault,
  TSExportAssignment: (tables, node) => void tables.facts.exports.push({ kind: 'value', name: 'module.exports', value: namedExpression(tables, node.expression, '') }),
  TSTypeAliasDeclaration: typeDeclaration,
  TSInterfaceDeclaration: typeDeclaration,
  TSEnumDeclaration: typeDeclaration,
  TSModuleDeclaration: namespaceDeclaration,
};

