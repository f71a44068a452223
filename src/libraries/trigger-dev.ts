import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://trigger.dev/docs/tasks/overview';
const triggering = 'https://trigger.dev/docs/triggering';
const scheduling = 'https://trigger.dev/docs/tasks/scheduled';
const waiting = 'https://trigger.dev/docs/wait';
const retrying = 'https://trigger.dev/docs/errors-retrying';

/** The function of a task and what runs around it, by the names of the options. */
const runs: readonly Callback[] = ['run', 'init', 'cleanup', 'middleware', 'onStart', 'onStartAttempt', 'onSuccess', 'onFailure', 'onComplete', 'onWait', 'onResume', 'onCancel', 'catchError'].map((name) => ({
  arg: `0.${name}` as const,
  runs: 'later',
  entry: { kind: 'job' },
}));
const task: Entry = { docs, call: { returns: 'task', callbacks: runs } };
const request: Entry = { docs: triggering, call: { effect: { kind: 'request' } } };
/** The run sleeps until time has passed or another run has ended: what it read before may have changed. */
const wait: Entry = { docs: waiting, call: { effect: { kind: 'pause' } } };
const triggers: Readonly<Record<string, Entry>> = {
  ...entries(['trigger', 'batchTrigger'], request),
  ...entries(['triggerAndWait', 'batchTriggerAndWait'], wait),
};

/** Tasks run in workers of their own, a run at a time in each. */
export default defineLibrary({
  id: 'trigger-dev',
  docs,
  packages: ['@trigger.dev/sdk', '@trigger.dev/sdk/*'],
  exports: {
    ...entries(['task', 'schemaTask'], task),
    schedules: { docs: scheduling, handle: 'schedules' },
    tasks: { docs: triggering, handle: 'tasks' },
    batch: { docs: triggering, handle: 'batch' },
    wait: { docs: waiting, handle: 'wait' },
    retry: { docs: retrying, handle: 'retry' },
  },
  handles: {
    task: { title: 'a Trigger.dev task', members: triggers },
    tasks: { title: 'the Trigger.dev tasks', members: triggers },
    batch: {
      title: 'a Trigger.dev batch',
      members: { ...entries(['trigger', 'triggerByTask'], request), ...entries(['triggerAndWait', 'triggerByTaskAndWait'], wait) },
    },
    schedules: {
      title: 'the Trigger.dev schedules',
      members: { task, ...entries(['create', 'update', 'retrieve', 'list', 'del', 'activate', 'deactivate'], { docs: scheduling, call: { effect: { kind: 'request' } } }) },
    },
    wait: { title: 'a Trigger.dev wait', members: entries(['for', 'until', 'forToken', 'forRequest'], wait) },
    retry: {
      title: 'a Trigger.dev retry',
      members: {
        onThrow: { docs: retrying, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
        fetch: { docs: retrying, call: { effect: { kind: 'request' } } },
      },
    },
  },
});
