import { variants } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Program } from '../../program/types.ts';
import type { Schema } from '../schema/types.ts';
import { findTable, nearestEngine } from '../schema/find.ts';
import { drizzle, drizzleInProcess } from './drizzle.ts';
import { knex } from './knex.ts';
import { kysely } from './kysely.ts';
import { mikroOrm } from './mikro-orm.ts';
import { mongodb, mongoose } from './mongo.ts';
import { objection } from './objection.ts';
import { prisma } from './prisma.ts';
import { textTranslators } from './raw.ts';
import { sequelize } from './sequelize.ts';
import { typeorm } from './typeorm.ts';
import { MAX_VARIANTS, type Ask, type Translator } from './translator.ts';
import type { QuerySite } from './types.ts';

/** Translators by the id of their library. */
const TRANSLATORS: ReadonlyMap<string, Translator> = new Map([drizzle, drizzleInProcess, knex, kysely, mikroOrm, mongodb, mongoose, objection, prisma, sequelize, typeorm, ...textTranslators].map((translator: Translator) => [translator.library, translator]));

/** The queries of one call, or why there are none. */
export interface TranslatedCall {
  call: QueryCall;
  /** One for each alternative. */
  sites: readonly QuerySite[];
  /** Why there is no site, in a few words. */
  reason?: string;
}

/** The queries of a file whose table is known; a call whose arguments have alternatives gives one site for each. */
export function querySites(program: Program, schemas: readonly Schema[], file: string): QuerySite[] {
  return translatedCalls(program, schemas, file).flatMap(({ sites }) => sites);
}

/** All calls of a file that reach a database, with what they ask as far as it is understood. */
export function translatedCalls(program: Program, schemas: readonly Schema[], file: string): TranslatedCall[] {
  return program.queryCalls(file).map((call): TranslatedCall => {
    const translator = TRANSLATORS.get(call.library);
    if (!translator) return { call, sites: [], reason: `calls of ${call.library} are not read` };
    const found = translator.translate(call, askAbout(program, schemas, file));
    if (typeof found === 'string') return { call, sites: [], reason: found };
    const { library, effect, confidence } = call;
    return { call, sites: found.map(({ schema, table, query, loads }) => ({ call: call.call, library, operation: effect.operation, confidence, schema, table, query, loads: loads ?? [] })) };
  });
}

function askAbout(program: Program, schemas: readonly Schema[], file: string): Ask {
  return {
    program,
    entity: (name, declaredIn) => findTable(schemas, { entity: name, entityFile: declaredIn, from: file }),
    named: (name, namespace) => findTable(schemas, { name, namespace, from: file }),
    engine: () => nearestEngine(schemas, file),
    given: ({ call }, position) => {
      const expr = call.file.facts.calls[call.id]!.args[position];
      return expr && program.argument({ expr, spot: spotOf(call) });
    },
    variants: (arg) => variants(arg, MAX_VARIANTS),
    follow: (source) => program.argument(source),
  };
}
