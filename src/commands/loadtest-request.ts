import { UsageError } from '../source/errors.ts';
import type { LoadtestRequest } from './requests.ts';
import { wholeNumber } from './values.ts';

/** As commander gives them back. */
export interface LoadtestArguments {
  tool?: string;
  url?: string;
  remote?: boolean;
  param?: string[];
  header?: string[];
  body?: string;
  connections?: string;
  duration?: string;
  wait?: string;
  output?: string;
}

/** @throws UsageError for an option whose value means nothing */
export function loadtestRequest(routes: string[], { tool = 'autocannon', url, remote = false, param = [], header = [], body, connections, duration, wait, output }: LoadtestArguments): Omit<LoadtestRequest, 'kind' | 'config' | 'cache' | 'color'> {
  if (output === '') throw new UsageError('--output: must be a file name');
  return {
    routes,
    tool: tool as LoadtestRequest['tool'],
    url,
    remote,
    values: new Map(param.map((one) => pair('--param', one, '=', 'NAME=VALUE'))),
    headers: Object.fromEntries(header.map((one) => pair('--header', one, ':', '"NAME: VALUE"'))),
    body,
    connections: wholeNumber('--connections', connections ?? '10', [1, 1000]),
    duration: wholeNumber('--duration', duration ?? '10', [1, 3600]),
    wait: wholeNumber('--wait', wait ?? '10', [0, 3600]),
    output,
  };
}

function pair(flag: string, text: string, separator: string, shape: string): [string, string] {
  const at = text.indexOf(separator);
  if (at < 1) throw new UsageError(`${flag} ${text}: must be ${shape}`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
