import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** Where a benchmark ran. */
export interface Environment {
  node: string;
  platform: string;
  cpu: string;
  cores: number;
  /** Bytes. */
  memory: number;
  /** Average number of processes that ran or waited in the last minute; 0 where the system does not tell. */
  load: number;
  /** How the processor's speed is chosen, where the system tells: `performance`, `powersave`. */
  governor?: string;
  /** The same for two runs on one machine, and different for two machines, as far as names and parts tell. */
  machine: string;
}

export function environment(): Environment {
  const cpus = os.cpus();
  const governor = governorOf();
  const parts = { platform: `${process.platform} ${process.arch}`, cpu: cpus[0]?.model.trim() ?? 'unknown', cores: cpus.length, memory: os.totalmem() };
  return {
    node: process.version,
    ...parts,
    load: os.loadavg()[0]!,
    ...(governor !== undefined && { governor }),
    machine: createHash('sha256').update(JSON.stringify([os.hostname(), parts])).digest('hex').slice(0, 16),
  };
}

/** https://docs.kernel.org/admin-guide/pm/cpufreq.html */
function governorOf(): string | undefined {
  try {
    return readFileSync('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor', 'utf8').trim();
  } catch {
    return undefined;
  }
}
