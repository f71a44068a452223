import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://supabase.com/docs/reference/javascript/introduction';
const at = (page: string): string => `https://supabase.com/docs/reference/javascript/${page}`;

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: '.in("id", ids)' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insert(rows)' },
  update: { kind: 'query', operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'upsert(rows)' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'delete().in("id", ids)' },
} as const satisfies Record<string, QueryEffect>;

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: keyof typeof effects, page: string, effect: QueryEffect = effects[builder]): Entry {
  return { docs: at(page), call: { returns: builder, effect, whenAwaited: true } };
}

function builder(kind: keyof typeof effects): Handle {
  return {
    title: 'a Supabase query',
    members: {
      ...entries(['single', 'maybeSingle'], step(kind, 'single', { ...effects[kind], rows: 'one' })),
      then: { docs, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } },
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: step(kind, 'using-filters') }],
    awaited: { effect: effects[kind] },
  };
}

const create: Entry = { docs: at('initializing'), call: { returns: 'client' } };

/** Queries go over HTTP to PostgREST; nothing is sent before a builder is awaited. */
export default defineLibrary({
  id: 'supabase',
  docs,
  packages: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs', '@supabase/postgrest-js'],
  exports: {
    ...entries(['createClient', 'createServerClient', 'createRouteHandlerClient', 'createServerComponentClient', 'createServerActionClient'], create),
    SupabaseClient: { docs: at('initializing'), construct: 'client' },
  },
  handles: {
    client: {
      title: 'a Supabase client',
      members: {
        from: { docs: at('select'), call: { returns: 'table' } },
        schema: { docs: at('initializing'), call: { returns: 'client' } },
        rpc: { docs: at('rpc'), call: { returns: 'select', effect: { kind: 'query', operation: 'raw', rows: 'many' }, whenAwaited: true } },
        ...entries(['auth', 'storage', 'functions', 'realtime'], { docs, handle: 'service' }),
        ...entries(['channel', 'removeChannel'], { docs: at('subscribe'), call: {} }),
      },
    },
    service: {
      title: 'a Supabase service',
      members: {
        ...entries(['admin', 'mfa'], { docs: at('auth-api'), handle: 'service' }),
        ...entries(['from'], { docs: at('storage-api'), call: { returns: 'service' } }),
      },
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs, call: { effect: { kind: 'request' } } } }],
    },
    table: {
      title: 'a Supabase table',
      members: {
        select: step('select', 'select'),
        ...entries(['insert', 'upsert'], step('insert', 'insert')),
        update: step('update', 'update'),
        delete: step('delete', 'delete'),
      },
    },
    select: builder('select'),
    insert: builder('insert'),
    update: builder('update'),
    delete: builder('delete'),
  },
  advice: {
    read: 'read them at once: select().in("id", ids), or name the related table in the select of the query that loads the rows (select("*, author(*)")); then look each up in a Map by id',
    write: 'write them in one request: insert(rows), upsert(rows), or update and delete with in("id", ids)',
    docs: at('in'),
  },
});
