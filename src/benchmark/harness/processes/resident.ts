import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Bytes of memory that a process holds; 0 where the system does not tell, or the process is gone. */
export function residentBytes(pid: number): number {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    if (process.platform === 'linux') return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    return 0;
  }
}
