import { frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** An event of a trace: times are microseconds. https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
export interface TraceEvent {
  name: string;
  thread: string;
  process: string;
  start: number;
  duration: number;
  /** Of a `Profile` and its chunks. */
  id: string;
  data: JsonObject;
  beginData: JsonObject;
}

export function traceEvent(event: JsonObject): TraceEvent {
  const args = objectOf(event.args) ?? {};
  return {
    name: textOf(event.name) ?? '',
    process: String(event.pid),
    thread: `${String(event.pid)}:${String(event.tid)}`,
    start: numberOf(event.ts) ?? 0,
    duration: numberOf(event.dur) ?? 0,
    id: `${String(event.pid)}:${textOf(event.id) ?? ''}`,
    data: objectOf(args.data) ?? {},
    beginData: objectOf(args.beginData) ?? {},
  };
}

/** The frames of an event's stack, the innermost first. Its lines and columns count from 1. */
export function stackOf({ stackTrace }: JsonObject): Frame[] {
  return objectsOf(stackTrace).map(eventFrame);
}

/** The frame that an event's data names. */
export function eventFrame({ url, lineNumber, columnNumber, functionName }: JsonObject): Frame {
  const [line, column, name] = [numberOf(lineNumber), numberOf(columnNumber), textOf(functionName)];
  return frameOf({ file: textOf(url) ?? '', ...(line !== undefined && line > 0 && { line }), ...(column !== undefined && column > 0 && { column: column - 1 }), ...(name !== undefined && { function: name }), marks: 'line' }, name);
}
