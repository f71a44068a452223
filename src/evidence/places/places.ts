import type { CodePlace } from '../types.ts';
import { FileFinder } from './find-file.ts';
import type { PathMapping } from './path-map.ts';
import type { ProjectFiles } from './project-files.ts';
import { SourceMaps } from './source-maps.ts';

/** A place of the project. */
export interface ProjectPlace {
  /** Below the root. */
  file: string;
  /** From 1. */
  line: number | undefined;
  /** From 0. */
  column: number | undefined;
  function: string | undefined;
  marks: CodePlace['marks'];
  /** A source map led there: names are those of the built file. */
  isMapped: boolean;
}

/** Finds the places of a project that tools mean: paths of other machines, built files, source maps. */
export class Places {
  private readonly files: FileFinder;
  private readonly maps: SourceMaps;
  private readonly located = new WeakMap<CodePlace, { at: ProjectPlace | undefined }>();

  constructor(project: ProjectFiles, mappings: readonly PathMapping[]) {
    this.files = new FileFinder(project, mappings);
    this.maps = new SourceMaps(project);
  }

  /** Undefined where no file of the project is meant, or where more than one may be. */
  locate(place: CodePlace): ProjectPlace | undefined {
    let located = this.located.get(place);
    if (located === undefined) this.located.set(place, (located = { at: this.look(place) }));
    return located.at;
  }

  private look({ file: written, line, column, function: name, marks }: CodePlace): ProjectPlace | undefined {
    const file = this.files.find(written);
    if (file === undefined) return undefined;
    const original = line === undefined ? undefined : this.maps.original(file, line, column);
    const source = original && this.files.find(original.source);
    if (original && source) return { file: source, line: original.line, column: original.column, function: name, marks, isMapped: true };
    return { file, line, column, function: name, marks, isMapped: false };
  }

  /** What could not be told, one line each. */
  notes(): string[] {
    return [
      ...[...this.files.ambiguous].map((path) => `${path} may be one of several files of the project: --path-map FROM=TO tells which`),
      ...[...this.maps.damaged].map((file) => `the source map of ${file} is damaged: places in it are those of the built file`),
    ];
  }
}
