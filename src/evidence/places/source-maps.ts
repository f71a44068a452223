import { AnyMap, LEAST_UPPER_BOUND, originalPositionFor } from '@jridgewell/trace-mapping';
import type { SectionedSourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import { folderOf, join } from '../../source/paths.ts';
import type { ProjectFiles } from './project-files.ts';

/** A place in the sources that a file was built from. */
export interface Original {
  /** As the map names it, below the root where it is relative. */
  source: string;
  /** From 1. */
  line: number;
  /** From 0. */
  column: number;
}

const COMMENT = /\/[/*][#@][ \t]*sourceMappingURL=([^\s'"*]+)/g;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,/;

/** The source maps of a project's built files: those that they carry or name, and those that lie beside them. */
export class SourceMaps {
  /** Files whose map is damaged. */
  readonly damaged = new Set<string>();
  private readonly project: ProjectFiles;
  private readonly maps = new Map<string, TraceMap | undefined>();

  constructor(project: ProjectFiles) {
    this.project = project;
  }

  /**
   * Where a place of a built file comes from; undefined where no map tells.
   *
   * @param file below the root
   * @param column from 0; without one, the first place of the line counts
   */
  original(file: string, line: number, column: number | undefined): Original | undefined {
    const map = this.of(file);
    // The library throws for lines that are none.
    if (map === undefined || !Number.isInteger(line) || line < 1) return undefined;
    const whole = column === undefined || !Number.isInteger(column) || column < 0;
    const needle = { line, column: whole ? 0 : column };
    const found = originalPositionFor(map, whole ? { ...needle, bias: LEAST_UPPER_BOUND } : needle);
    return found.source === null ? undefined : { source: found.source, line: found.line, column: found.column };
  }

  private of(file: string): TraceMap | undefined {
    if (!this.maps.has(file)) this.maps.set(file, this.read(file));
    return this.maps.get(file);
  }

  private read(file: string): TraceMap | undefined {
    const code = this.project.text(file);
    if (code === undefined) return undefined;
    const named = [...code.matchAll(COMMENT)].at(-1)?.[1];
    const inline = named === undefined ? null : DATA_URL.exec(named);
    const beside = named === undefined || inline ? `${file}.map` : join(folderOf(file), named.replace(/[?#].*$/, ''));
    const text = inline ? dataOf(named!, inline) : (this.project.text(beside) ?? this.project.text(`${file}.map`));
    if (text === undefined) return undefined;
    try {
      return new AnyMap(JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, '')) as SectionedSourceMapInput, inline ? file : beside);
    } catch {
      this.damaged.add(file);
      return undefined;
    }
  }
}

function dataOf(url: string, { 0: head, 1: base64 }: RegExpExecArray): string {
  const body = url.slice(head.length);
  try {
    return base64 === undefined ? decodeURIComponent(body) : Buffer.from(body, 'base64').toString('utf8');
  } catch {
    return '';
  }
}
