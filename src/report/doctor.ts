import pc from 'picocolors';
import type { Checkup, QueryShape } from './doctor-types.ts';
import { plural } from './summary.ts';
import { displayWidth, padColumns, printable } from './width.ts';
import type { ReportContext } from './types.ts';

/** Shapes, and reasons of one shape, that are printed before the rest is counted. */
const MAX_SHAPES = 15;
const MAX_REASONS = 4;

export interface DoctorContext extends Pick<ReportContext, 'colors'> {
  /** Lists everything. */
  verbose: boolean;
}

/** For people: one section for each question. */
export function doctorText(checkup: Checkup, context: DoctorContext): string {
  const colors = pc.createColors(context.colors);
  const sections: [title: string, lines: string[]][] = [
    ['Versions', rows(Object.entries(checkup.versions))],
    ['Root', [checkup.root.path, `because ${checkup.root.because}`]],
    ['Config', configLines(checkup, context)],
    ['Databases', databaseLines(checkup)],
    ['Files', fileLines(checkup, context)],
    ['Schemas', schemaLines(checkup)],
    ['Entries', entryLines(checkup)],
    ['Queries', queryLines(checkup, context)],
  ];
  return `${sections.map(([title, lines]) => [colors.bold(title), ...lines.map((line) => (line === '' ? '' : `  ${printable(line)}`))].join('\n')).join('\n\n')}\n`;
}

/** For machines; schema/doctor.schema.json describes it. */
export function doctorJson(checkup: Checkup): string {
  return `${JSON.stringify({ version: 1, ...checkup }, null, 2)}\n`;
}

/** Names in a column, and what belongs to each beside it. */
function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => displayWidth(name)));
  return pairs.map(([name, value]) => `${padColumns(name, width)}  ${value}`);
}

function configLines({ config }: Checkup, { verbose }: DoctorContext): string[] {
  const { file, include, exclude, libraries, settings } = config;
  const shown = config.rules.filter(({ changed }) => changed || verbose);
  const rules = shown.map(({ id, level, options }) => `${id}: ${level}${JSON.stringify(options) === '{}' ? '' : ` ${JSON.stringify(options)}`}`);
  const unchanged = config.rules.length - shown.length;
  return rows([
    ['file', file ?? 'none: the defaults'],
    ...(include === null ? [] : [['include', include.join(', ')] as const]),
    ...(exclude.length === 0 ? [] : [['exclude', exclude.join(', ')] as const]),
    ...(libraries.length === 0 ? [] : [['tables', libraries.join(', ')] as const]),
    ...Object.entries(settings).map(([name, value]) => [name, String(value)] as const),
    ['rules', [...rules, ...(unchanged > 0 ? [`${shown.length === 0 ? 'all ' : ''}${unchanged} as they come`] : [])].join('; ')],
  ]);
}

function databaseLines({ packages: { count, databases } }: Checkup): string[] {
  if (databases.length === 0) return [`None of ${plural(count, 'package')} depends on a database library that perf-lint has heard of.`];
  return rows(
    databases.map(({ dir, name, known, unknown }) => [
      name || dir || '(the root)',
      [...(known.length > 0 ? [`known: ${known.join(', ')}`] : []), ...(unknown.length > 0 ? [`no table: ${unknown.join(', ')}`] : [])].join('; '),
    ]),
  );
}

function fileLines({ files }: Checkup, { verbose }: DoctorContext): string[] {
  const { read, targets, closed, skipped, reasons } = files;
  return [
    ...rows([
      ['read', String(read)],
      ['checked', `${targets}, of which ${closed} run for nobody (tests, migrations, seeds, scripts, builds, browser code)`],
      ['skipped', String(skipped.length)],
    ]),
    ...(verbose ? skipped.map(({ file, reason }) => `  ${file}: ${reason}`) : reasons.map(({ reason, count }) => `  ${count} × ${reason}`)),
    ...(!verbose && skipped.length > 0 ? ['  --verbose names them'] : []),
  ];
}

function schemaLines({ schemas: { files, models, declared } }: Checkup): string[] {
  if (files.length === 0 && declared.length === 0) return ['none found'];
  const lines = rows(declared.map(({ dir, engine, readers, tables, indexes, complete }) => [
    dir || '(the root)',
    `${engine ?? 'engine not known'}: ${plural(tables, 'table')}, ${indexes === 1 ? '1 index' : `${indexes} indexes`}, read from ${readers.join(', ')}${complete ? '' : '; not all could be read, so that the lack of an index shows nothing'}`,
  ]));
  return [...files, ...(files.length === 0 ? [] : [`${plural(models, 'model')} in ${plural(files.length, 'file')}`]), ...lines];
}

function entryLines({ entries }: Checkup): string[] {
  const kinds = Object.entries(entries);
  if (kinds.length === 0) return ['none: no framework that perf-lint knows calls anything here'];
  return rows(kinds.map(([kind, count]) => [kind, String(count)]));
}

function queryLines({ queries: { total, resolved, unresolved, share, shapes }, packages }: Checkup, { verbose }: DoctorContext): string[] {
  const uncounted = [...new Set(packages.databases.flatMap(({ unknown }) => unknown))].sort();
  const without = uncounted.length > 0 ? [`Not counted: calls of packages without a table (${uncounted.join(', ')}).`] : [];
  if (share === null) return ['no call of a database library that perf-lint knows was found', ...without];
  const shown = verbose ? shapes : shapes.slice(0, MAX_SHAPES);
  const rest = shapes.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return [
    ...rows([
      ['all', String(total)],
      ['resolved', `${resolved.followed + resolved.byShape}${resolved.byShape > 0 ? `, of which ${resolved.byShape} by their shape` : ''}`],
      ['unresolved', `${unresolved} (${percent(share)})`],
    ]),
    ...without,
    ...(shown.length > 0 ? ['', 'Calls that look like queries, whose receiver could not be resolved:'] : []),
    ...shown.flatMap((shape) => shapeLines(shape, verbose)),
    ...(rest > 0 ? [`${rest} more of other shapes (--verbose lists them)`] : []),
  ];
}

function shapeLines({ shape, count, reasons }: QueryShape, verbose: boolean): string[] {
  const shown = verbose ? reasons : reasons.slice(0, MAX_REASONS);
  const rest = reasons.slice(shown.length).reduce((sum, reason) => sum + reason.count, 0);
  return [
    `${count} × ${shape}`,
    ...shown.map((reason) => `    ${reason.count} × ${reasonText(reason)}: ${reason.examples.map(({ file, line }) => `${file}:${line}`).join(', ')}`),
    ...(rest > 0 ? [`    ${rest} × for other reasons`] : []),
  ];
}

const REASONS: Readonly<Record<string, (detail: string) => string>> = {
  parameter: (name) => `parameter ${name} has no type, and its callers do not tell`,
  type: (type) => `the type ${type} leads to nothing known`,
  import: (specifier) => `the import ${specifier} does not resolve`,
  package: (name) => `the package ${name} has no table`,
  export: (name) => `there is no export ${name}`,
  member: (name) => `nothing is known of the member ${name}`,
  result: (callee) => `nothing is known of what ${callee}() gives`,
  base: (name) => `the base class ${name} does not resolve`,
  global: (name) => `the global ${name} is not known`,
  variable: (name) => `nothing is known of the variable ${name}`,
};

function reasonText({ kind, detail }: { kind: string; detail: string }): string {
  return REASONS[kind]?.(detail) ?? `not followed: ${detail}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
