import type { LinkedFile } from '../../../program/linked-file.ts';
import { keyOf } from '../../../program/values.ts';
import type { SchemaChange } from '../changes.ts';
import { migrationFiles, readMigrations, type MigrationLibrary } from './migrations.ts';
import { DRIVERS, indexChanges, isOfDriver, makersIn, MAKERS } from './mongodb-indexes.ts';
import { callsOf, isOfTests, originAt } from './parts.ts';
import type { Code, Reading } from './parts.ts';
import { run } from './run.ts';
import type { CallTerm, FunctionTerm, Term } from './terms.ts';

/** Functions that are gone up to, from the one in which an index is made, to learn which collection and which fields it is given. */
const MAX_CALLERS = 4;

/**
 * The indexes of MongoDB that code makes through the driver: those of migrations in their order, and then those that are made
 * elsewhere, by what a program does when it starts or by scripts. What runs backwards counts for nothing.
 */
export function readMongodb(code: Code): Reading {
  const migrated = new Set<number>();
  const library: MigrationLibrary = {
    reader: 'mongodb',
    packages: DRIVERS,
    // https://github.com/okv/east
    forward: ['migrate'],
    changes({ call, guarded }, { origin }) {
      const makers = makersIn(call);
      for (const maker of makers) migrated.add(keyOf(maker.file, maker.id));
      if (makers.length > 0) return makers.flatMap((maker) => indexChanges(code, maker, origin(maker), guarded) ?? []);
      return indexChanges(code, call, origin(call), guarded) ?? (isOfDriver(call) && !call.args.some(({ kind }) => kind === 'function') ? [] : undefined);
    },
  };
  const { changes } = readMigrations(code, [library]);
  const elsewhere = new Elsewhere(code, migrationFiles(code, [library]));
  const sites = MAKERS.flatMap((name) => callsOf(code, name)).filter(({ file, id }) => !migrated.has(keyOf(file, id)));
  return { tables: [], changes: [...changes, ...sites.flatMap(({ file, id }) => elsewhere.read(file, id))], problems: [] };
}

/** What calls outside of migrations make. */
class Elsewhere {
  private readonly code: Code;
  private readonly migrations: ReadonlySet<LinkedFile>;
  private readonly makers = new Map<number, readonly CallTerm[]>();

  constructor(code: Code, migrations: ReadonlySet<LinkedFile>) {
    this.code = code;
    this.migrations = migrations;
  }

  read(file: LinkedFile, id: number): SchemaChange[] {
    if (this.migrations.has(file)) return [];
    const { functionId } = file.facts.calls[id]!;
    const term = this.code.terms.call(file, id);
    const found = this.from({ kind: 'function', file, id: functionId, env: undefined }, { file, id }, 0);
    // What handles errors, or waits for something to happen, is not run.
    return found.length > 0 || term.kind !== 'call' || this.isOfRollback({ file, id: functionId }) ? found : this.changes(term);
  }

  /** What a call makes when a function runs; where that is not known, what it makes when those run that call the function. */
  private from(called: FunctionTerm, site: { file: LinkedFile; id: number }, depth: number): SchemaChange[] {
    const own = this.madeIn(called).filter(({ file, id }) => file === site.file && id === site.id).flatMap((maker) => this.changes(maker));
    if ((own.length > 0 && own.every(({ kind }) => kind !== 'unread')) || depth === MAX_CALLERS) return own;
    const callers = this.callersOf(called);
    if (callers.length === 0) return this.isOfRollback(called) ? [] : own;
    const above = callers.map((caller) => this.from(caller, site, depth + 1));
    return above.flatMap((changes) => (changes.length > 0 ? changes : own));
  }

  private changes(maker: CallTerm): SchemaChange[] {
    return indexChanges(this.code, maker, originAt(this.code, 'mongodb', maker.file, maker.file.facts.calls[maker.id]!.span), false) ?? [];
  }

  /** The calls that make indexes when a function runs with arguments that are not known. */
  private madeIn(called: FunctionTerm): readonly CallTerm[] {
    const { file, id } = called;
    const key = keyOf(file, id);
    let known = this.makers.get(key);
    if (!known) {
      const { params } = file.facts.functions[id]!;
      const given = params.map(({ bindingId }): Term => ({ kind: 'symbol', name: file.facts.bindings[bindingId]?.name ?? '' }));
      this.makers.set(key, (known = run(this.code.terms, called, given).flatMap(({ call }) => makersIn(call))));
    }
    return known;
  }

  /** Functions that call a function, and the one that it is written in. */
  private callersOf({ file, id }: FunctionTerm): FunctionTerm[] {
    const { name, parentId } = file.facts.functions[id]!;
    const found = new Map<number, FunctionTerm>();
    const add = (caller: LinkedFile, functionId: number): void => {
      if (!this.migrations.has(caller) && !isOfTests(this.code, caller)) found.set(keyOf(caller, functionId), { kind: 'function', file: caller, id: functionId, env: undefined });
    };
    for (const call of this.callsTo({ file, id })) add(call.file, call.file.facts.calls[call.id]!.functionId);
    if (parentId > 0 && name === '') add(file, parentId);
    return [...found.values()];
  }

  private callsTo({ file, id }: { file: LinkedFile; id: number }): { file: LinkedFile; id: number }[] {
    const { name } = file.facts.functions[id]!;
    if (id === 0 || name === '') return [];
    const { terms } = this.code;
    return this.code.link.names.calls(name).filter((call) => {
      const { callee, functionId } = call.file.facts.calls[call.id]!;
      const target = terms.of(callee, call.file, functionId);
      return target.kind === 'function' && target.file === file && target.id === id;
    });
  }

  /** Whether migrations alone call a function, and not on their way forward: that way it would have been seen to run. */
  private isOfRollback(called: { file: LinkedFile; id: number }): boolean {
    const calls = this.callsTo(called).filter(({ file }) => !isOfTests(this.code, file));
    return calls.length > 0 && calls.every(({ file }) => this.migrations.has(file));
  }
}
