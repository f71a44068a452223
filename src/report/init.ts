import pc from 'picocolors';
import type { ReportContext } from './types.ts';
import { displayWidth, padColumns, printable } from './width.ts';

/** What `perf-lint init` saw and did. */
export interface Initiated {
  /** Absolute path of the config. */
  file: string;
  text: string;
  /** False in a dry run. */
  written: boolean;
  packages: number;
  /** Dependencies that reach a database, and those of them that no table knows. */
  databases: { known: string[]; unknown: string[] };
  /** Dependencies by which requests and jobs come in. */
  frameworks: string[];
  /** The package manager. */
  manager: string;
  /** ESLint, hooks and CI servers that are in use. */
  tools: string[];
  /** What to do next, in this order. */
  steps: Step[];
}

/** A thing to do. */
export interface Step {
  title: string;
  /** Commands and texts as they are to be written, as a page has them. */
  text?: string;
  /** The page that says more, in the package of perf-lint. */
  page?: string;
}

/** For people: what was seen, what was written, what comes next. */
export function initText({ file, text, written, packages, databases, frameworks, manager, tools, steps }: Initiated, { colors: isColored }: Pick<ReportContext, 'colors'>): string {
  const colors = pc.createColors(isColored);
  const none = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none seen');
  const seen = [
    ['packages', `${packages} (${manager})`],
    ['databases', none([...databases.known, ...databases.unknown.map((name) => `${name} (unknown)`)])],
    ['served by', none(frameworks)],
    ['tools', none(tools)],
  ] as const;
  const width = Math.max(...seen.map(([name]) => displayWidth(name)));
  const indent = (lines: string): string => lines.trimEnd().split('\n').map((line) => (line === '' ? '' : `   ${printable(line)}`)).join('\n');
  return [
    ...seen.map(([name, value]) => `${padColumns(name, width)}  ${printable(value)}`),
    '',
    ...(written ? [`wrote ${printable(file)}`] : [`would write ${printable(file)}:`, indent(text)]),
    ...steps.flatMap(({ title, text: how, page }, index) => [
      '',
      colors.bold(`${index + 1}. ${printable(title)}`),
      ...(how === undefined ? [] : [indent(how)]),
      ...(page === undefined ? [] : [indent(colors.dim(`node_modules/perf-lint/${page} says ${how === undefined ? 'how' : 'more'}`))]),
    ]),
    '',
  ].join('\n');
}
