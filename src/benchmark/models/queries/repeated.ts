import type { Finding } from '../../../findings/types.ts';
import { callPlace } from '../../../program/call-place.ts';
import { reach } from '../../../program/effects/reach.ts';
import type { Sink } from '../../../program/effects/reach.ts';
import type { Program } from '../../../program/types.ts';

/** The statements, and loads of a loader, that calls on a line lead to. */
export function sinksOn(program: Program, file: string, line: number): Sink[] {
  return callsOn(program, file, line).flatMap((id) => reach(program.link, program.callRef(file, id), { wanted: ({ kind }) => kind === 'query' || kind === 'load', loops: false }));
}

/** Calls of a file that begin on a line, or whose called name stands there: the last line of a chain. */
export function callsOn(program: Program, file: string, line: number): number[] {
  return program.facts(file).calls.flatMap((_, id) => {
    const place = callPlace(program, file, id);
    return place.line === line || place.endLine === line ? [id] : [];
  });
}

/** Whether what stands on a finding's line goes to a DataLoader, and to nothing else. */
export function loadsByLoader(program: Program, { location }: Pick<Finding, 'location'>): boolean {
  const sinks = sinksOn(program, location.file, location.line);
  return sinks.length > 0 && sinks.every(({ effect }) => effect.kind === 'load');
}
