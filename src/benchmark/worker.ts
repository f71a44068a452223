import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { measure } from './harness/measures/index.ts';
import type { Job, Reply } from './harness/processes/protocol.ts';
import type { Subject } from './harness/subject.ts';
import { MODELS } from './models/index.ts';
import { querySubject } from './models/queries/subject.ts';
import { guard } from './replay/guard.ts';
import { replaySubject } from './replay/subject.ts';

/** The process in which one job is measured. It is asked once, answers, and is then ended by whoever asked. */
const send = process.send?.bind(process);
const kill = process.kill.bind(process);
if (send) {
  process.once('message', (job: Job) => void answer(job).then((reply) => send(reply)));
  // Whoever asked is gone.
  process.once('disconnect', () => kill(process.pid, 'SIGKILL'));
}

async function answer({ seed, what }: Job): Promise<Reply> {
  try {
    const subject = await subjectOf(what);
    const before = schedule();
    const measured = await measure(subject, seed);
    return { ok: true, ...measured, waitShare: waitShare(before, schedule()) };
  } catch (error) {
    return { ok: false, reason: describe(error) };
  }
}

async function subjectOf(what: Job['what']): Promise<Subject> {
  if (what.kind === 'replay') {
    guard();
    return replaySubject(what.call);
  }
  if (what.kind === 'queries') return querySubject(what.job);
  if (what.kind === 'model') return MODELS[what.input.rule]!.subject(what.input);
  return (createRequire(what.file)(what.file) as { subject: Subject }).subject;
}

/** What a thrown value says, with Node's code where it has one. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, permission, resource } = error as { code?: string; permission?: string; resource?: string };
  const detail = [permission, resource].filter((part) => part !== undefined && part !== '').join(' ');
  return `${code ? `${code}: ` : ''}${error.message.split('\n')[0]}${detail ? ` (${detail})` : ''}`;
}

/** Time in nanoseconds that this thread has run and has waited for a processor: https://docs.kernel.org/scheduler/sched-stats.html. */
function schedule(): readonly [run: number, wait: number] | undefined {
  try {
    const [run, wait] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number);
    return [run!, wait!];
  } catch {
    // Other systems do not tell.
    return undefined;
  }
}

function waitShare(before: ReturnType<typeof schedule>, after: ReturnType<typeof schedule>): number | undefined {
  if (!before || !after) return undefined;
  const [run, wait] = [after[0] - before[0], after[1] - before[1]];
  return run + wait > 0 ? wait / (run + wait) : undefined;
}
