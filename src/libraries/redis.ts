import { connection, defineLibrary, entries, listener } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const commands = 'https://redis.io/docs/latest/commands/';
const pipelining = 'https://redis.io/docs/latest/develop/using-commands/pipelining/';
const ioredis = 'https://github.com/redis/ioredis#readme';
const nodeRedis = 'https://redis.io/docs/latest/develop/clients/nodejs/';

/**
 * Commands that are under way at the same time share the connection and wait for one round trip; awaited one after the
 * other each waits for its own. The store answers from memory, so that the way there is all that a command costs.
 */
function command(effect: Omit<QueryEffect, 'kind' | 'batched' | 'light'>): Entry {
  return { docs: commands, call: { effect: { kind: 'query', batched: 'tick', light: true, ...effect } } };
}

const one = /^(?:get|getdel|getex|getrange|getbit|strlen|substr|type|ttl|pttl|exists|hget|hmget|hgetall|hexists|hkeys|hvals|hlen|hstrlen|llen|lindex|lpos|scard|sismember|smismember|srandmember|zcard|zcount|zscore|zmscore|zrank|zrevrank|zlexcount|geopos|geodist|geohash|pfcount|bitcount|bitpos|xlen|dump|object\w*)$/i;
const many = /^(?:mget|keys|lrange|smembers|sdiff|sinter|sunion|sort|sort_?ro|zrange\w*|zrevrange\w*|zdiff\w*|zinter\w*|zunion\w*|xrange|xrevrange|georadius\w*|geosearch\w*)$/i;
const insert = /^(?:set|setex|psetex|setnx|setrange|setbit|getset|append|mset|msetnx|incr|incrby|incrbyfloat|decr|decrby|hset|hmset|hsetnx|hsetex|hincrby|hincrbyfloat|lpush|lpushx|rpush|rpushx|linsert|lset|sadd|smove|zadd|zaddincr|zincrby|pfadd|pfmerge|xadd|geoadd|expire|pexpire|expireat|pexpireat|persist|rename|renamenx|copy|touch|restore|sdiffstore|sinterstore|sunionstore)$/i;
const remove = /^(?:del|unlink|hdel|lrem|ltrim|srem|spop|lpop|rpop|zrem|zpopmin|zpopmax|zremrangeby\w+|xdel|xtrim|xack)$/i;
const script = /^(?:eval|evalsha|evalro|eval_ro|evalshaRo|evalsha_ro|fcall|fcall_?ro|call|send_?command)$/i;
/** They wait for somebody else, go through a key space page by page, or belong to the connection. */
const waiting = /^(?:b[lrz]pop\w*|blpop|brpop|blmove|blmpop|brpoplpush|bzmpop|xread|xreadgroup|wait)$/i;

const acquires = connection('a Redis client with its connection', ['quit', 'disconnect', 'close', 'destroy', 'end', 'QUIT'], {
  except: ['@upstash/redis'],
});
const create: Entry = { docs: nodeRedis, call: { returns: 'client', acquires } };
const client: Entry = { docs: ioredis, construct: 'client', constructs: { acquires }, extend: { instance: 'client' } };

/** Redis: the clients differ in how they write a command's name, and in little else. */
export default defineLibrary({
  id: 'redis',
  docs: commands,
  packages: ['redis', '@redis/client', 'ioredis', '@upstash/redis', 'iovalkey', '@node-redis/client'],
  exports: {
    default: { ...client, handle: 'module' },
    ...entries(['Redis', 'Cluster'], client),
    ...entries(['createClient', 'createCluster', 'createClientPool', 'createSentinel'], create),
    ...entries(['RedisClientType', 'RedisClusterType', 'RedisClientPoolType', 'RedisSentinelType', 'RedisClient', 'Commander'], {
      docs: nodeRedis,
      type: 'client',
    }),
    ...entries(['Pipeline', 'ChainableCommander', 'RedisClientMultiCommandType', 'RedisMultiQueuedCommand'], { docs: pipelining, type: 'pipeline' }),
  },
  handles: {
    module: {
      title: 'Redis',
      construct: 'client',
      extend: { instance: 'client' },
      members: {
        ...entries(['Redis', 'Cluster'], client),
        ...entries(['createClient', 'createCluster', 'createClientPool', 'createSentinel'], create),
        fromEnv: create,
      },
    },
    client: {
      title: 'a Redis client',
      members: {
        ...entries(['pipeline', 'multi', 'batch'], { docs: pipelining, call: { returns: 'pipeline' } }),
        duplicate: { docs: nodeRedis, call: { returns: 'this', acquires } },
        ...entries(['withTypeMapping', 'withCommandOptions', 'withAbortSignal', 'asap'], { docs: nodeRedis, call: { returns: 'this' } }),
        connect: { docs: nodeRedis, call: { returns: 'this' } },
        ...entries(['on', 'addListener'], { docs: nodeRedis, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }], acquires: listener } }),
        once: { docs: nodeRedis, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }] } },
        ...entries(['quit', 'disconnect', 'close', 'destroy', 'end', 'QUIT'], { docs: nodeRedis, call: {} }),
        ...entries(['subscribe', 'pSubscribe', 'sSubscribe'], {
          docs: 'https://redis.io/docs/latest/develop/pubsub/',
          call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] },
        }),
      },
      patterns: [
        { match: waiting, entry: { docs: commands, call: { effect: { kind: 'pause' } } } },
        { match: one, entry: command({ operation: 'select', rows: 'one', filter: { arg: 0 }, batch: 'mget(keys), or a pipeline' }) },
        { match: many, entry: command({ operation: 'select', rows: 'many', filter: { arg: 0 }, batch: 'a pipeline' }) },
        { match: insert, entry: command({ operation: 'upsert', rows: 'one', data: { arg: 1 }, batch: 'mset, or a pipeline' }) },
        { match: remove, entry: command({ operation: 'delete', rows: 'one', filter: { arg: 0 }, bulk: true, batch: 'del(...keys), or a pipeline' }) },
        { match: script, entry: command({ operation: 'raw', rows: 'many' }) },
      ],
    },
    pipeline: {
      title: 'a Redis pipeline',
      members: {
        ...entries(['exec', 'execAsPipeline', 'execTyped', 'execAsPipelineTyped', 'execBuffer'], {
          docs: pipelining,
          call: { effect: { kind: 'query', operation: 'raw', rows: 'many', batched: 'tick', light: true } },
        }),
        discard: { docs: pipelining, call: {} },
      },
      // Commands are queued until it is executed.
      patterns: [{ match: /^[a-zA-Z]\w*$/, entry: { docs: pipelining, call: { returns: 'this' } } }],
    },
  },
  advice: {
    read: 'read them in one round trip: mget(keys), or a pipeline() for commands of other kinds; then look each up by its position',
    write: 'send them in one round trip: a pipeline() or multi(), mset, or the keys together as in del(...keys)',
    docs: pipelining,
  },
});
