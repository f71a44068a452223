import { UsageError } from '../source/errors.ts';
import type { ProfileRequest } from './requests.ts';

/** As commander gives them back. */
export interface ProfileArguments {
  dir?: string;
  duration?: string;
  while?: string;
  pathMap?: string[];
}

/** @throws UsageError for an option whose value means nothing */
export function profileRequest(command: string[], { dir, duration, while: beside, pathMap = [] }: ProfileArguments): Pick<ProfileRequest, 'command' | 'folder' | 'duration' | 'beside' | 'pathMaps'> {
  if (dir === '') throw new UsageError('--dir: must be a folder');
  if (beside === '') throw new UsageError('--while: must be a command');
  if (duration !== undefined && !(/^\d+(?:\.\d+)?$/.test(duration) && Number(duration) > 0)) throw new UsageError(`--duration ${duration}: must be a number of seconds above 0`);
  return { command, folder: dir, duration: duration === undefined ? undefined : Number(duration), beside, pathMaps: pathMap };
}
