import { z } from 'zod';
import type { Library } from '../libraries/types.ts';

/** The shape of a library table, for tables that users write. The type check holds it to `Library`. Ids are names in the JSON Schema of a config. */

const text = z.string().min(1);
const position = z.int().min(0);
const place = z.strictObject({ arg: position, property: text.optional() });
const yes = z.literal(true).optional();
export const entryKind = z.enum(['client', 'request', 'job', 'lambda', 'start-up', 'cli', 'script', 'test', 'seed', 'migration', 'build', 'thread']).meta({ id: 'entryKind' });

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('query'),
    operation: z.enum(['select', 'insert', 'update', 'delete', 'upsert', 'count', 'raw']),
    rows: z.enum(['one', 'many']),
    batched: z.union([z.enum(['tick', 'tick-equality']), z.strictObject({ option: text })]).optional(),
    lazy: yes,
    missing: yes,
    keyed: yes,
    local: yes,
    light: yes,
    sql: place.optional(),
    cached: text.optional(),
    filter: place.optional(),
    relations: z.strictObject({ arg: position, property: text }).optional(),
    data: place.optional(),
    bulk: yes,
    batch: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('block'),
    resource: z.enum(['io', 'cpu']),
    cost: z.enum(['trivial', 'small', 'medium', 'large']),
    instead: text,
    input: position.optional(),
    access: z.enum(['read', 'write']).optional(),
    asynchronous: yes,
  }),
  z.strictObject({ kind: z.literal('file'), access: z.enum(['read', 'write']), input: position }),
  z.strictObject({ kind: z.literal('request') }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('load') }),
]);

const option = z.templateLiteral([z.number(), '.', z.string()]);

const callback = z.strictObject({
  arg: z.union([position, z.literal('last'), z.templateLiteral(['rest:', z.number()]), option]),
  runs: z.enum(['once', 'missing', 'each', 'later']),
  over: z.union([z.enum(['receiver', 'emitted']), position]).optional(),
  mode: z.enum(['sequential', 'concurrent', 'limit']).optional(),
  params: z.array(z.string().nullable()).optional(),
  self: text.optional(),
  transaction: yes,
  deferred: yes,
  entry: z.strictObject({ kind: entryKind, perRow: yes, row: position.optional(), fixed: z.array(text).optional() }).optional(),
});

const acquisition = z.strictObject({
  kind: z.enum(['connection', 'loan', 'listener', 'timer', 'registry']),
  what: text,
  remedy: text,
  members: z.array(text).optional(),
  free: z.array(text).optional(),
  functions: z.array(text).optional(),
  handler: z.strictObject({ arg: position, removers: z.array(text) }).optional(),
  unless: z.array(text).optional(),
  only: z.array(text).optional(),
  input: position.optional(),
  versions: z.tuple([text, text]).optional(),
  except: z.array(text).optional(),
  idles: yes,
});

const operation = z.strictObject({
  returns: text.optional(),
  entity: z.union([position, z.literal('receiver')]).optional(),
  list: yes,
  effect: effect.optional(),
  whenAwaited: yes,
  table: position.optional(),
  withoutCallback: text.optional(),
  returnsWith: z.strictObject({ arg: position, property: text, handle: text }).optional(),
  callbacks: z.array(callback).optional(),
  wraps: z.strictObject({ arg: position, memoised: yes }).optional(),
  path: yes,
  chunks: yes,
  emits: position.optional(),
  collects: yes,
  gathers: yes,
  awaits: yes,
  stores: z.strictObject({ options: position, bounds: z.array(text) }).optional(),
  composes: yes,
  locks: yes,
  mounts: z.strictObject({ path: z.union([position, option]).optional(), what: z.enum(['arguments', 'receiver', 'result', 'controllers']), except: option.optional() }).optional(),
  starts: z.strictObject({ arg: z.union([position, option]), entry: z.strictObject({ kind: entryKind }) }).optional(),
  acquires: acquisition.optional(),
  adopts: z.enum(['receiver', 'result']).optional(),
  accessors: z.array(text).optional(),
  declares: text.optional(),
  loadsClass: z.strictObject({ arg: position, static: text, instance: text }).optional(),
}).meta({ id: 'operation' });

const root = z.strictObject({ kind: entryKind, perRow: yes });

const decorator = z.strictObject({
  entry: root.optional(),
  calls: z.record(z.string(), root).optional(),
  singleton: yes,
  controller: z.strictObject({ unless: z.array(text) }).optional(),
  changesPath: yes,
  relation: yes,
  entity: yes,
  argument: yes,
  injects: text.optional(),
});

const extend = z.strictObject({ static: text.optional(), instance: text.optional() });

const entry = z.strictObject({
  docs: text,
  handle: text.optional(),
  type: text.optional(),
  transparent: yes,
  construct: text.optional(),
  constructs: operation.optional(),
  extend: extend.optional(),
  annotates: z.strictObject({ params: z.array(z.string().nullable()).optional(), entry: root.optional() }).optional(),
  implement: z.record(z.string(), root).optional(),
  call: operation.optional(),
  get: operation.optional(),
  decorator: decorator.optional(),
}).meta({ id: 'entry' });

const handle = z.strictObject({
  title: text,
  members: z.record(z.string(), entry),
  patterns: z.array(z.strictObject({ match: z.instanceof(RegExp), entry })).optional(),
  extends: text.optional(),
  call: operation.optional(),
  tag: operation.optional(),
  construct: text.optional(),
  extend: extend.optional(),
  routes: z.enum(['root', 'part']).optional(),
  builder: yes,
  awaited: operation.optional(),
  element: text.optional(),
  stream: yes,
  own: z.enum(['static', 'instance']).optional(),
  declares: z.record(z.string(), text).optional(),
});

export const librarySchema = z.strictObject({
  id: text,
  docs: text,
  packages: z.array(text).min(1),
  perExport: z.array(text).optional(),
  exports: z.record(z.string(), entry),
  generated: z.array(text).optional(),
  handles: z.record(z.string(), handle),
  dialects: z.strictObject({ local: z.array(text), remote: z.array(text) }).optional(),
  globals: z.record(z.string(), entry).optional(),
  shapes: z
    .array(z.strictObject({ docs: text, receiver: z.enum(['model', 'any', 'tag']), methods: z.array(text), options: z.array(text), handle: text }))
    .optional(),
  conventions: z
    .array(
      z.strictObject({
        docs: text,
        path: z.instanceof(RegExp),
        exports: z.array(text),
        entry: z.strictObject({ kind: entryKind }),
        prerendered: z.array(text).optional(),
        mayBuild: yes,
        perRequest: z.array(text).optional(),
        together: z.enum(['leaf', 'around']).optional(),
      }),
    )
    .optional(),
  enums: yes,
  autoImports: z.array(z.strictObject({ docs: text, from: z.instanceof(RegExp), to: z.instanceof(RegExp), handle: text.optional() })).optional(),
  objectEntries: z
    .array(z.strictObject({ docs: text, keys: z.array(text), unless: z.array(text).optional(), function: text, entry: root }))
    .optional(),
  resolverMaps: z.array(z.strictObject({ docs: text, types: z.array(text), options: z.array(text), roots: z.array(text) })).optional(),
  factories: z.array(z.strictObject({ docs: text, name: text.optional(), names: z.array(text), params: z.array(z.string().nullable()) })).optional(),
  isolates: yes,
  browser: z.instanceof(RegExp).optional(),
  advice: z
    .strictObject({
      read: text,
      several: text.optional(),
      write: text,
      each: text.optional(),
      nested: z.strictObject({ keys: z.array(text), insert: text, update: text }).optional(),
      lazy: text.optional(),
      related: yes,
      docs: text,
    })
    .optional(),
}) satisfies z.ZodType<Library>;
