import { execFileSync } from 'node:child_process';

/** Workers of a benchmark that a process has started and that are not gone yet. */
export function childrenOf(pid: number): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => Number(line.trim().split(/\s+/)[0]) === pid && line.includes('benchmark-worker'));
}

/** Whether a process runs, or has ended and was not waited for. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
