import type { Linter, Rule } from 'eslint';

/** Lines and columns start at 1; files are relative to the project's root, with `/`. */
export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A finding as `perf-lint scan --format json` has it; some of its keys. */
export interface Finding {
  /** Stays when lines move; `perf-lint explain ID` tells more. */
  id: string;
  rule: string;
  severity: 'error' | 'warning' | 'info';
  confidence: 'high' | 'medium' | 'low';
  /** Findings that end in one place have one group. */
  group: string;
  message: string;
  help: string;
  location: Place;
  /** The way from the location to where it happens. */
  related: readonly (Place & { message: string; role: 'loop' | 'step' | 'sink' | 'outer' | 'beside' })[];
}

/** `settings['perf-lint']` of an ESLint config. Paths are relative to ESLint's working directory. */
export interface Settings {
  /** Folder of the project. */
  root?: string;
  /** A config file of perf-lint; false: read none. */
  config?: string | false;
  /** Lightest severity that is reported. */
  severity?: 'error' | 'warning' | 'info';
  /** Lowest confidence that is reported. */
  confidence?: 'high' | 'medium' | 'low';
  /** Puts the path and the help below each message; default: true. */
  details?: boolean;
  /** Where what is known of the project is kept between runs: a folder, or false for nowhere; default: the usual place. */
  cache?: string | boolean;
}

declare const plugin: {
  meta: { name: string; version: string; namespace: string };
  rules: Record<string, Rule.RuleModule>;
  configs: Record<'recommended' | 'strict' | 'all', Linter.Config>;
  /** What the last lint of a file in this process gave to ESLint, with ids. */
  findings(filename: string): readonly Finding[];
};

export default plugin;
export { plugin as 'module.exports' };
