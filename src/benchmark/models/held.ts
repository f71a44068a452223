import { EventEmitter } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { Call } from '../harness/subject.ts';
import type { Model } from './model.ts';

/** A listener that each call adds to an emitter that lives on. */
export const listener: Model = {
  kind: 'bytes',
  unfit: only('listener'),
  forms: () => ({ suspect: 'on(event, handler) at every call', twin: 'the same with off(event, handler) at its end', assumed: 'a handler that refers to a small object' }),
  subject: () => ({
    kind: 'bytes',
    make(form): Call {
      const emitter = new EventEmitter().setMaxListeners(0);
      return (index) => {
        const request = { id: index, at: index * 2 };
        const handler = (): number => request.id;
        emitter.on('change', handler);
        if (form === 'twin') emitter.off('change', handler);
        return handler;
      };
    },
  }),
};

/** An interval that each call starts. */
export const timer: Model = {
  kind: 'handles',
  unfit: only('timer'),
  forms: () => ({ suspect: 'setInterval(handler) at every call', twin: 'the same with clearInterval(timer) at its end' }),
  subject: () => ({
    kind: 'handles',
    make: (form): Call => () => {
      const started = setInterval(() => {}, 60_000);
      if (form === 'twin') clearInterval(started);
      return started;
    },
  }),
};

/** A connection that each call makes, to a server of the model's own behind a pipe. */
export const connection: Model = {
  kind: 'handles',
  unfit: only('connection'),
  forms: () => ({ suspect: 'a connection made at every call', twin: 'one connection for all calls', assumed: 'a connection to a pipe, in place of the server' }),
  subject: () => ({
    kind: 'handles',
    make(form): Call {
      const address = pipeAddress();
      const opened = new Promise<void>((resolve) => void net.createServer((socket) => socket.pipe(socket)).listen(address, resolve));
      let shared: Promise<net.Socket> | undefined;
      return async (index) => {
        await opened;
        const socket = await (form === 'suspect' ? connect(address) : (shared ??= connect(address)));
        return ask(socket, `request ${index}`);
      };
    },
  }),
};

/** The address of a pipe: one of Windows lies in no folder. */
function pipeAddress(): string {
  const name = `${process.pid}-${++pipes}.sock`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\perf-lint-${name}` : path.join(process.cwd(), name);
}

let pipes = 0;

function connect(address: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket: net.Socket = net.connect(address, () => resolve(socket)).once('error', reject);
  });
}

function ask(socket: net.Socket, text: string): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (data) => resolve(data.toString()));
    socket.write(text);
  });
}

/** A model of what one operation holds. */
function only(operation: string): Model['unfit'] {
  return (input) => (input.operation === operation ? undefined : `there is no model of ${input.operation}`);
}
