import { spawnSync } from 'node:child_process';

/** How a process that runs the user's code is kept from everything else. */
export interface Isolation {
  launcher: readonly string[];
  execArgv: readonly string[];
  /** As a reader knows it. */
  text: string;
}

/**
 * What this system offers: a network of its own where namespaces are allowed (https://man7.org/linux/man-pages/man1/unshare.1.html), Node's
 * permissions (https://nodejs.org/api/permissions.html) where this Node has them. In any case the worker takes from itself what
 * reaches out of it, and says so if it cannot (replay/guard.ts).
 * @param readable files and folders that may be read
 * @param writable folder that may be written to
 */
export function isolation(readable: readonly string[], writable: string): Isolation {
  const launcher = networkLauncher();
  const flag = ['--permission', '--experimental-permission'].find((name) => process.allowedNodeEnvironmentFlags.has(name));
  return {
    launcher,
    execArgv: flag === undefined ? [] : [flag, ...readable.map((path) => `--allow-fs-read=${path}`), `--allow-fs-write=${writable}`],
    text: `network off by ${launcher.length > 0 ? 'a namespace' : 'a preload'}${flag === undefined ? '' : ', files by permissions'}`,
  };
}

const NAMESPACE: readonly string[] = ['unshare', '--map-root-user', '--net', '--'];
let known: readonly string[] | undefined;

function networkLauncher(): readonly string[] {
  known ??= process.platform === 'linux' && spawnSync(NAMESPACE[0]!, [...NAMESPACE.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? NAMESPACE : [];
  return known;
}
