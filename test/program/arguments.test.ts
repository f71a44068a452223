import { describe, expect, it } from 'vitest';
import { lastName } from '../../src/facts/outline.ts';
import { variants } from '../../src/program/arguments/choices.ts';
import { spotOf } from '../../src/program/arguments/spots.ts';
import type { Argument, Chain } from '../../src/program/arguments/types.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';
import { link } from './project.ts';
import type { Project } from './project.ts';

/** An argument as text: `?` after what may be missing, `…` for what is not seen, `<…>` for what comes at run time. */
function print(arg: Argument): string {
  switch (arg.kind) {
    case 'object':
      return `{${[...arg.properties.map(({ key, value, optional }) => `${key}${optional ? '?' : ''}: ${print(value)}`), ...(arg.open === undefined ? [] : [`… ${arg.open}`])].join(', ')}}`;
    case 'list':
      return `[${[...arg.items.map(({ value, optional }) => `${print(value)}${optional ? '?' : ''}`), ...(arg.open === undefined ? [] : [`… ${arg.open}`])].join(', ')}]`;
    case 'literal':
      return JSON.stringify(arg.value);
    case 'undefined':
      return 'undefined';
    case 'text':
      return `\`${arg.parts.map((part) => (typeof part === 'string' ? part : `\${${print(part)}}`)).join('')}\``;
    case 'call':
      return `${arg.form === 'new' ? 'new ' : ''}${arg.from ?? ''}:${arg.name}()${arg.type ? ` ${arg.type}` : ''}`;
    case 'symbol':
      return `${arg.from}:${arg.path.join('.')}`;
    case 'function':
      return 'function';
    case 'value':
      return `<${arg.why}${arg.type ? `, ${arg.type}` : ''}>`;
    case 'choice':
      return `(${arg.of.map(print).join(' | ')})`;
    case 'unknown':
      return `unknown: ${arg.why}`;
  }
}

/** The calls named `probe`, in the order of files and text. */
function probes(program: Program): CallRef[] {
  return program.paths.flatMap((path) => {
    const { calls } = program.facts(path);
    return calls.flatMap((call, id) => (lastName(call.callee) === 'probe' ? [program.callRef(path, id)] : []));
  });
}

function argument(project: Project): Argument {
  const program = link({ 'package.json': '{ "name": "app", "dependencies": { "sequelize": "6" } }', ...project });
  const [ref] = probes(program);
  return program.argument({ expr: ref!.file.facts.calls[ref!.id]!.args[0]!, spot: spotOf(ref!) });
}

describe('an argument', () => {
  it.each<[string, string, string]>([
    ['an object', "probe({ a: 1, 'b': x, c: null });", '{a: 1, b: <x>, c: null}'],
    ['a name', 'const where = { a: 1 };\nprobe({ where });', '{where: {a: 1}}'],
    ['a spread of a name', 'const base = { a: 1, b: 2 };\nprobe({ ...base, b: 3, c: 4 });', '{a: 1, b: 3, c: 4}'],
    ['a property under a condition', 'probe({ a: x ? 1 : undefined, b: x ?? undefined, ...(y && { c: 1 }), ...(z ? { d: 1 } : {}) });', '({a?: 1, b?: <x>, c?: 1, d: 1} | {a?: 1, b?: <x>, c?: 1})'],
    ['one of two', 'probe(x ? { a: 1 } : { b: 2 });', '({a: 1} | {b: 2})'],
    ['a value that is one of several', "probe({ a: x ? 'one' : 'two', b: y ? null : id });", '{a: <one of several values, string>, b: (null | <id>)}'],
    ['what is put in later', 'const where: any = { a: 1 };\nwhere.b = 2;\nif (x) where.c = 3;\nif (y) { where.a = 4; }\nprobe(where);\nwhere.d = 5;', '{a: <one of several values, number>, b: 2, c?: 3}'],
    ['what is put in later, deeper', 'const q: any = { where: {} };\nq.where.a = 1;\nif (x) q.where.b = 2;\nprobe(q);', '{where: {a: 1, b?: 2}}'],
    ['what is pushed', 'const all: any[] = [{ a: 1 }];\nif (x) all.push({ b: 2 });\nall.push({ c: 3 });\nprobe({ AND: all });', '{AND: [{a: 1}, {b: 2}?, {c: 3}]}'],
    ['what is pushed to a property', 'const where: any = { AND: [] };\nif (x) where.AND.push({ b: 2 });\nprobe(where);', '{AND: [{b: 2}?]}'],
    ['what is put in under a constant', "import { Op } from 'sequelize';\nconst where: any = { [Op.and]: [{ a: 1 }] };\nwhere[Op.and].push({ b: 2 });\nwhere[Op.or] = [{ c: 3 }];\nprobe(where);", '{[Op.and]: [{a: 1}, {b: 2}], [Op.or]: [{c: 3}]}'],
    ['what is pushed where it is not shown', 'const where: any = { all: [] };\nwhere[key].push({ b: 2 });\nprobe(where);', '{all: [], … a property is set by a key that is not shown}'],
    ['what is merged into it', 'const where = { a: 1 };\nObject.assign(where, { b: 2 });\nprobe(where);', '{a: 1, b: 2}'],
    ['what is deleted', 'const where: any = { a: 1, b: 2 };\ndelete where.a;\nprobe(where);', '{b: 2}'],
    ['what is given anew', 'let where: any = {};\nif (x) where = { a: 1 };\nelse where = { b: 2 };\nprobe(where);', '({b: 2} | {a: 1} | {})'],
    ['what goes on from itself', 'let where: any = { a: 1 };\nwhere = { ...where, b: 2 };\nif (x) where = { ...where, c: 3 };\nprobe(where);', '{a: 1, b: 2, c?: 3}'],
    ['what goes on from what is not shown', 'export function f(where: any) {\n  if (x) where = { ...where, c: 3 };\n  probe(where);\n}', '{c?: 3, … parameter where is spread into it}'],
    ['a key that is not shown', 'const where: any = { a: 1 };\nwhere[key] = 2;\nprobe(where);', '{a: 1, … a property is set by a key that is not shown}'],
    ['a spread that is not shown', 'probe({ a: 1, ...gone() });', '{a: 1, … gone() is spread into it}'],
    ['a function that returns it', 'function build(id: string, active?: boolean) {\n  const where: any = { id };\n  if (active) where.active = true;\n  return where;\n}\nexport const f = (req: any) => probe(build(req.params.id));', '{id: <req.params.id>, active?: true}'],
    ['a function with two returns', 'const build = (x: any) => {\n  if (x) return { a: x };\n  return { b: 1 };\n};\nprobe(build(5));', '({a: 5} | {b: 1})'],
    ['a function that changes it', 'const add = (where: any) => { where.b = 2; };\nconst where = { a: 1 };\nadd(where);\nprobe(where);', '{a: 1, … add() is given it and may change it}'],
    ['a function that reads it', 'const log = (where: any) => console.log(where.a);\nconst where = { a: 1 };\nlog(where);\nprobe(where);', '{a: 1}'],
    ['a parameter', 'export function list(where: any) { probe(where); }\nlist({ a: 1 });\nlist({ b: 2 });', '({a: 1} | {b: 2})'],
    ['a parameter that nobody is seen to give', 'export function list(id: string, at: Date, ids: string[]) { probe({ id, at, ids }); }', '{id: <parameter id>, at: <parameter at, date>, ids: <parameter ids, list>}'],
    ['a destructured parameter', "export function list({ status = 'open', ...where }: any) { probe({ status, ...where }); }\nlist({ a: 1 });", '{status: "open", a: 1}'],
    ['a recursion', 'function f(where: any): any { probe({ where }); return f({ ...where, a: 1 }); }', '{where: <parameter where>}'],
    ['a text', 'const column = \'name\';\nprobe(`${column} = ${id} and ` + "x");', '`name = ${<id>} and x`'],
    ['values by what makes them', 'probe({ a: new Date(), b: ids.map((x) => x.id), c: email.toLowerCase(), d: a + b, e: !a, f: -1 });', '{a: new :Date() date, b: [<x.id>?], c: :toLowerCase() string, d: <a + b>, e: <!a, boolean>, f: -1}'],
    ['an object for each of a list', 'probe({ OR: terms.map((term) => ({ name: { contains: term } })) });', '{OR: [{name: {contains: <parameter term>}}?]}'],
    ['a library’s constants and calls', "import { Op, literal } from 'sequelize';\nprobe({ [Op.or]: [literal('x')], order: Op.desc });", '{[Op.or]: [sequelize:literal()], order: sequelize:Op.desc}'],
    ['a constant of an object', "const Status = { OPEN: 'open', DONE: 'done' } as const;\nprobe({ a: Status.OPEN, b: Status[key] });", '{a: "open", b?: <one of several values, string>}'],
  ])('is followed: %s', (_, code, expected) => {
    expect(print(argument({ 'src/a.ts': code }))).toBe(expected);
  });

  it('is followed through files', () => {
    const project = {
      'src/constants.ts': "export const OPEN = 'open';\nexport const base = { deletedAt: null };\nexport default { page: 1 };",
      'src/index.ts': "export * from './constants';\nexport { default as paging } from './constants';",
      'src/a.ts': "import { OPEN, base, paging } from './index';\nprobe({ ...base, status: OPEN, ...paging });",
    };
    expect(print(argument(project))).toBe('{deletedAt: null, status: "open", page: 1}');
  });

  it('is not what tests hand over', () => {
    const project = { 'src/a.ts': 'export function outer(input: any) { inner({ id: input.id }); }\nfunction inner({ id }: any) { probe({ id, own: id.name }); }', 'src/a.test.ts': "import { outer } from './a';\nouter({ id: 'fixture' });" };
    expect(print(argument(project))).toBe('{id: <input.id>, own: <id.name>}');
  });

  it('has as many alternatives as are asked for, and is unknown beyond', () => {
    const arg = argument({ 'src/a.ts': 'probe({ a: x ? {} : [], b: y ? {} : [], c: z ? {} : [] });' });
    expect(variants(arg, 4).map(print)).toEqual(['{a: {}, b: {}, c: unknown: more than 4 alternatives}', '{a: {}, b: [], c: unknown: more than 4 alternatives}', '{a: [], b: {}, c: unknown: more than 4 alternatives}', '{a: [], b: [], c: unknown: more than 4 alternatives}']);
  });
});

function printChain({ steps, open }: Chain): string {
  return [...(open === undefined ? [] : [`… ${open}`]), ...steps.map(({ name, optional }) => `${name}${optional ? '?' : ''}`)].join('.');
}

describe('a chain of calls', () => {
  it.each<[string, string, string]>([
    ['written at once', 'db.select().from(users).probe();', 'select.from.probe'],
    ['kept in a name', 'const q = db.select();\nq.from(users).probe();', 'select.from.probe'],
    ['added to in statements', 'const q = db.select();\nq.where(a).limit(1);\nif (x) q.orderBy(b);\nq.probe();\nq.offset(2);', 'select.where.limit.orderBy?.probe'],
    ['given anew', 'let q = db.select();\nif (x) q = q.where(a);\nq = q.limit(1);\nq.probe();', 'select.where?.limit.probe'],
    ['begun in a function', 'const begin = () => db.select().from(users);\nbegin().where(a).probe();', 'select.from.where.probe'],
    ['handed to a function', 'const narrow = (q: any, x: any) => { q.where(x); };\nconst q = db.select();\nnarrow(q, 1);\nq.probe();', 'select.where.probe'],
    ['handed to a function that gives it back', 'const narrow = (q: any) => q.where(1);\nlet q = db.select();\nq = narrow(q);\nq.probe();', 'select.where.probe'],
    ['made in two ways', 'const q = x ? db.select() : other.find();\nq.probe();', '… it is made in several ways.probe'],
  ])('is followed: %s', (_, code, expected) => {
    const program = link({ 'package.json': '{ "name": "app" }', 'src/a.ts': code });
    expect(printChain(program.chain(probes(program)[0]!))).toBe(expected);
  });
});

describe('a call that reaches a database', () => {
  it('says what the tables tell of it', () => {
    const program = link({
      'package.json': '{ "name": "app", "dependencies": { "@prisma/client": "6", "typeorm": "0.3", "pg": "8", "ioredis": "5" } }',
      'src/a.ts': [
        "import { PrismaClient } from '@prisma/client';",
        "import { Repository } from 'typeorm';",
        "import { Pool } from 'pg';",
        "import Redis from 'ioredis';",
        'class User {}',
        'const prisma = new PrismaClient();',
        'export class Users {',
        '  constructor(private readonly users: Repository<User>) {}',
        '  find() { return this.users.findOneBy({ id: 1 }); }',
        '}',
        "export const list = () => prisma.user.findMany({ where: { id: 1 } });",
        "export const raw = () => new Pool().query('SELECT 1');",
        "export const cached = () => new Redis().get('key');",
      ].join('\n'),
    });
    const calls = program.queryCalls('src/a.ts').map(({ library, operation, confidence, receiver, sql }) => `${library} ${operation} ${confidence} ${receiver?.kind === 'handle' ? `${receiver.handle}${receiver.of ? ' of a class' : ''}` : ''}${sql ? ' with a text' : ''}`);
    expect(calls).toEqual(['typeorm findOneBy high repository of a class', 'prisma findMany high delegate', 'pg query high pool with a text']);
  });
});
