import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where tests keep the embedded engine between runs. */
export const templateFolder = path.join(process.env.XDG_CACHE_HOME ?? tmpdir(), 'perf-lint', 'planner');
