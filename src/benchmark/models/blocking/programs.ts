import childProcess from 'node:child_process';
import { promisify } from 'node:util';
import { burst } from './operation.ts';
import type { Operation } from './operation.ts';

const execFile = promisify(childProcess.execFile);
const exec = promisify(childProcess.exec);

/** A program that does nothing and is there on every system. The one that the code starts is not run: nothing is known of what it does. */
const ARGS = ['--version'];
const assumed = (): string => 'a program that does nothing';
/** Both quotes are the same to the shells of all systems. */
const command = (): string => `"${process.execPath}" ${ARGS.join(' ')}`;

/** Calls of node:child_process by their names without the package. */
export const programOperations: Readonly<Record<string, Operation>> = {
  execSync: { twin: 'child_process.exec', assumed, make: (_, form) => burst(form, () => childProcess.execSync(command(), { stdio: 'pipe' }), () => exec(command())) },
  execFileSync: { twin: 'child_process.execFile', assumed, make: (_, form) => burst(form, () => childProcess.execFileSync(process.execPath, ARGS), () => execFile(process.execPath, ARGS)) },
  spawnSync: { twin: 'child_process.spawn', assumed, make: (_, form) => burst(form, () => childProcess.spawnSync(process.execPath, ARGS), () => execFile(process.execPath, ARGS)) },
};
