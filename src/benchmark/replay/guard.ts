import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import inspector from 'node:inspector';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import workerThreads from 'node:worker_threads';

/** What of Node's own reaches out of a process: other machines, other processes, other threads. */
const REACHING: readonly { of: object; title: string; names: readonly string[] }[] = [
  { of: net.Socket.prototype, title: 'net', names: ['connect'] },
  { of: net.Server.prototype, title: 'net', names: ['listen'] },
  { of: net, title: 'net', names: ['connect', 'createConnection', 'createServer'] },
  { of: tls, title: 'tls', names: ['connect', 'createServer'] },
  { of: dgram, title: 'dgram', names: ['createSocket'] },
  { of: dns, title: 'dns', names: functionsOf(dns) },
  { of: dns.promises, title: 'dns', names: functionsOf(dns.promises) },
  { of: http, title: 'http', names: ['request', 'get', 'createServer'] },
  { of: https, title: 'https', names: ['request', 'get', 'createServer'] },
  { of: http2, title: 'http2', names: ['connect', 'createServer', 'createSecureServer'] },
  { of: childProcess, title: 'child_process', names: functionsOf(childProcess) },
  { of: cluster, title: 'cluster', names: ['fork'] },
  { of: workerThreads, title: 'worker_threads', names: ['Worker'] },
  { of: inspector, title: 'inspector', names: ['open', 'Session'] },
  { of: process, title: 'process', names: ['kill', 'binding', 'dlopen', 'send', 'disconnect', 'exit', 'abort', 'reallyExit', 'chdir', 'setuid', 'setgid'] },
  { of: globalThis, title: 'global', names: ['fetch', 'WebSocket', 'EventSource'] },
];

/** What only functions may be called for, not classes such as the resolver of dns. */
function functionsOf(of: object): string[] {
  return Object.entries(of).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
}

/**
 * Takes from this process, for good, what reaches out of it: each of these throws from now on.
 * @throws Error when one of them still does something else
 */
export function guard(): void {
  for (const { of, title, names } of REACHING) {
    for (const name of names) if (name in of) Object.defineProperty(of, name, { value: refusal(`${title}.${name}`), writable: false, configurable: false });
  }
  syncBuiltinESMExports();
  for (const attempt of [() => net.connect(9), () => new net.Socket().connect(9), () => childProcess.spawn('true')]) {
    if (!throws(attempt)) throw new Error('the network could not be turned off');
  }
}

function refusal(name: string): () => never {
  // As a class it is refused as well.
  return function refuse(): never {
    throw new Error(`${name} is off in a replay`);
  };
}

function throws(attempt: () => unknown): boolean {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
}
