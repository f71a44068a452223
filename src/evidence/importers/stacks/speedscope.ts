import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { Attribution, frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import type { Observation, Unit } from '../../types.ts';
import { listOf, numberOf, objectOf, objectsOf, required, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

const SCALES: Readonly<Record<string, { unit: Unit; scale: number }>> = {
  nanoseconds: { unit: 'ms', scale: 1e-6 },
  microseconds: { unit: 'ms', scale: 1e-3 },
  milliseconds: { unit: 'ms', scale: 1 },
  seconds: { unit: 'ms', scale: 1000 },
  bytes: { unit: 'bytes', scale: 1 },
  none: { unit: 'samples', scale: 1 },
};

/** One profile a thread, over shared frames. https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts */
export const speedscope: Importer = {
  id: 'speedscope',
  name: 'speedscope (py-spy record -f speedscope, rbspy, speedscope itself)',
  recognises: ({ shape, has }) => (shape?.strings.get('$schema')?.includes('speedscope') ?? false) || has('profiles[].type', 'profiles[].unit') || has('shared.frames[].name'),
  async read(input) {
    const file = required(objectOf(await input.json()), 'object');
    const exporter = textOf(file.exporter) ?? 'speedscope';
    // What speedscope itself exports has the beginnings of functions; samplers write the line that ran.
    const marks = exporter.startsWith('speedscope') ? 'function' : 'line';
    const frames = objectsOf(objectOf(file.shared)?.frames).map((frame) => sharedFrame(frame, marks));
    const byUnit = new Map<string, Attribution>();
    for (const profile of objectsOf(file.profiles)) {
      const unit = textOf(profile.unit) ?? 'none';
      let attribution = byUnit.get(unit);
      if (attribution === undefined) byUnit.set(unit, (attribution = new Attribution()));
      if (profile.type === 'evented') addEvents(profile, frames, attribution);
      else addSamples(profile, frames, attribution);
    }
    if (byUnit.size === 0) throw new ContentError('it has no profiles');
    return { tool: exporter.replace(/@.*$/, ''), ...versionOf(exporter), observations: [...byUnit].flatMap(([unit, attribution]) => told(unit, attribution)) };
  },
};

function told(name: string, attribution: Attribution): Observation[] {
  const { unit, scale } = SCALES[name] ?? SCALES.none!;
  if (unit === 'bytes') return attribution.observations('heap', unit, { self: 'allocated' });
  return attribution.observations('profile', unit, { self: 'self-time', total: 'total-time' }, scale);
}

function versionOf(exporter: string): { version?: string } {
  const version = exporter.split('@')[1];
  return version === undefined ? {} : { version };
}

function sharedFrame(frame: JsonObject, marks: 'line' | 'function'): Frame {
  const [name, file, line, column] = [textOf(frame.name), textOf(frame.file), numberOf(frame.line), numberOf(frame.col)];
  return frameOf({ file: file ?? '', ...(line !== undefined && line > 0 && { line }), ...(column !== undefined && column > 0 && { column: column - 1 }), ...(name !== undefined && { function: name }), marks }, name);
}

function addSamples({ samples, weights }: JsonObject, frames: readonly Frame[], attribution: Attribution): void {
  const given = listOf(weights);
  for (const [index, sample] of listOf(samples).entries()) {
    const stack = listOf(sample).map((at) => frameAt(frames, at));
    attribution.add(stack.reverse(), numberOf(given[index]) ?? 1, 1);
  }
}

/** Frames that open and close: what is open between two events is the stack of that time. */
function addEvents({ events, name }: JsonObject, frames: readonly Frame[], attribution: Attribution): void {
  const open: unknown[] = [];
  let last: number | undefined;
  for (const [index, { type, frame, at }] of objectsOf(events).entries()) {
    const now = numberOf(at) ?? last ?? 0;
    if (last !== undefined && now < last) throw new ContentError(`the events of profile ${textOf(name) ?? ''} are out of order at event ${index}`);
    if (open.length > 0 && now > last!) attribution.add(open.map((one) => frameAt(frames, one)).reverse(), now - last!, 1);
    last = now;
    if (type === 'O') open.push(frame);
    else if (open.pop() !== frame) throw new ContentError(`event ${index} of profile ${textOf(name) ?? ''} closes a frame that is not the innermost open one`);
  }
  if (open.length > 0) throw new ContentError(`profile ${textOf(name) ?? ''} ends with open frames (is it cut off?)`);
}

function frameAt(frames: readonly Frame[], at: unknown): Frame {
  const frame = typeof at === 'number' ? frames[at] : undefined;
  if (frame === undefined) throw new ContentError(`it names a frame ${String(at)}, which it does not have`);
  return frame;
}
