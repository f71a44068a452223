import path from 'node:path';
import { record } from '../recording/profile/record.ts';
import type { ProfileRequest } from './requests.ts';

/** Runs have folders of their own: what two of them recorded is not put together. */
const FOLDER = 'perf-lint-profile';

export interface ProfileOptions extends Pick<ProfileRequest, 'command' | 'folder' | 'duration' | 'beside'> {
  cwd?: string;
  onStart?(stop: (signal: NodeJS.Signals) => void): void;
  onError(text: string): void;
}

export interface ProfileResult {
  /** Where the files lie, relative to the working directory where it is below that. */
  folder: string;
  notes: string[];
}

/**
 * Runs a command under profilers until it ends or is stopped.
 * @throws UsageError for a command that cannot be run, or of which nothing was recorded
 */
export async function profile({ folder: asked, cwd = process.cwd(), ...options }: ProfileOptions): Promise<ProfileResult> {
  const folder = asked ?? path.join(FOLDER, new Date().toISOString().slice(0, 19).replaceAll(':', '-'));
  const { files, notes } = await record({ ...options, cwd, folder: path.resolve(cwd, folder) });
  return { folder, notes: [...notes, `recorded: ${files.length} ${files.length === 1 ? 'file' : 'files'} in ${folder}; --evidence ${folder} reads them again`] };
}
