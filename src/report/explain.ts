import pc from 'picocolors';
import type { Finding, Place, Reason } from '../findings/types.ts';
import { evidenceLabel, evidenceText } from './evidence.ts';
import { codeFrame, linesReader } from './frame.ts';
import { reportFinding } from './json.ts';
import { pageSections, plainText, wrap } from './markdown.ts';
import { pathOf } from './path.ts';
import type { Step } from './path.ts';
import { capital } from './text.ts';
import type { ReportContext, RuleDescription } from './types.ts';
import { printable } from './width.ts';

/** What `perf-lint explain` says: a rule, or a finding of it. */
export type Explanation = { kind: 'rule'; rule: RuleDescription } | { kind: 'finding'; rule: RuleDescription; finding: Finding };

type Colors = ReturnType<typeof pc.createColors>;
type Context = Pick<ReportContext, 'colors' | 'width' | 'read'>;

/** Columns beyond which prose is hard to read. */
const MAX_WIDTH = 110;

/** The sections of a page in the order in which a reader asks: why, how it decides, its options, how to fix, when not to. */
const ORDER = ['Why', 'How it decides', 'Options', 'Examples', 'When not to use it'];

export function explainText(explanation: Explanation, context: Context): string {
  const colors = pc.createColors(context.colors);
  return explanation.kind === 'rule' ? ruleText(explanation.rule, context, colors) : findingText(explanation, context, colors);
}

/** For machines. */
export function explainJson(explanation: Explanation): string {
  const { id, group, level, description, page } = explanation.rule;
  const rule = { id, group, level, description, sections: pageSections(page) };
  const body = explanation.kind === 'rule' ? { rule } : { rule, finding: reportFinding(explanation.finding), suppress: suppression(explanation.finding) };
  return `${JSON.stringify({ version: 1, kind: explanation.kind, ...body }, null, 2)}\n`;
}

function ruleText({ id, group, level, description, page }: RuleDescription, context: Context, colors: Colors): string {
  const sections = pageSections(page);
  const known = ORDER.flatMap((title) => sections.filter((section) => section.title === title));
  const others = sections.filter(({ title }) => !ORDER.includes(title));
  return [
    `${colors.bold(id)}  ${group}, ${level}`,
    '',
    wrap(`${description}.`, widthOf(context)),
    ...[...known, ...others].flatMap(({ title, text }) => ['', colors.bold(title === 'Examples' ? 'How to fix it' : title), '', plainText(text, widthOf(context))]),
    '',
  ].join('\n');
}

function findingText({ rule, finding }: Extract<Explanation, { kind: 'finding' }>, context: Context, colors: Colors): string {
  const { id, severity, confidence, location, message, help, reasons, suppressed, justification } = finding;
  const readLines = linesReader(context.read);
  const notWhen = pageSections(rule.page).find(({ title }) => title === 'When not to use it')?.text;
  const docs = reasons.filter(({ about }) => about === 'documentation').map(({ text }) => text);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => (line === '' ? '' : `  ${line}`))]);
  const prose = (text: string): string[] => wrap(printable(text), widthOf(context)).split('\n');
  return [
    `${colors.bold(finding.rule)}  ${severity}, ${confidence} confidence  ${printable(placeText(location))}  ${colors.dim(id)}`,
    ...(suppressed ? [`A comment in the code silences it${justification === undefined ? '.' : `: ${printable(justification)}`}`] : []),
    '',
    ...prose(`${message}.`),
    ...section('How it gets there', steps(finding).flatMap((step, index) => stepLines(step, index + 1, readLines, context, colors))),
    ...section('How it decided', reasons.filter(({ about }) => about !== 'documentation').flatMap((reason) => reasonLines(reason, widthOf(context), colors))),
    ...section('What was measured', finding.evidence.map((one) => `${evidenceLabel(one)}  ${printable(evidenceText(one))}`)),
    ...section('How to fix it', [...prose(`${capital(help)}.`), ...docs.map((url) => `See ${printable(url)}`), `Examples: perf-lint explain ${finding.rule}`]),
    ...(notWhen === undefined ? [] : section('When not to', plainText(notWhen, widthOf(context)).split('\n'))),
    ...section('How to silence it', suppression(finding).map(printable)),
    '',
  ].join('\n');
}

/** The path in the order in which it runs, then what stands beside it. */
function steps(finding: Finding): Step[] {
  return [...pathOf(finding), ...finding.related.filter(({ role }) => role === 'beside')];
}

function stepLines(step: Step, number: number, readLines: ReturnType<typeof linesReader>, context: Context, colors: Colors): string[] {
  const lines = codeFrame(readLines(step.file), [{ place: step, label: '' }], Math.max(20, context.width - 16));
  const gutter = String(step.line).length;
  const frame = lines.map(({ kind, gutter: own, text }) => (kind === 'code' ? `     ${colors.dim(`${own.padStart(gutter)} | `)}${text}` : `     ${' '.repeat(gutter)}   ${colors.red(text)}`));
  return [`${number}. ${colors.underline(printable(placeText(step)))}  ${printable(step.message)}`, ...frame];
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

const QUESTIONS: Readonly<Record<Reason['about'], string>> = {
  repetition: 'how often',
  size: 'how much',
  entry: 'from where',
  confidence: 'how sure',
  severity: 'how grave',
  benign: 'why not benign',
  documentation: 'see',
};
const LABEL_WIDTH = Math.max(...Object.values(QUESTIONS).map((text) => text.length));

function reasonLines({ about, text }: Reason, width: number, colors: Colors): string[] {
  const lines = wrap(printable(text), width - LABEL_WIDTH - 2).split('\n');
  return lines.map((line, index) => `${colors.dim((index === 0 ? QUESTIONS[about] : '').padEnd(LABEL_WIDTH))}  ${line}`);
}

/** The comment that silences a finding, and where it belongs. */
function suppression({ rule, location, related }: Finding): string[] {
  const sink = related.find(({ role }) => role === 'sink');
  return [
    `// perf-lint-disable-next-line ${rule} -- why it is right`,
    `above ${location.file}:${location.line}${sink && sink.file !== location.file ? `; above ${sink.file}:${sink.line} it silences every finding that ends there` : ''}`,
  ];
}

function widthOf({ width }: Context): number {
  return Math.min(width - 2, MAX_WIDTH);
}
