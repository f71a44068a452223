import { pathToFileURL } from 'node:url';
import { SEVERITIES } from '../findings/levels.ts';
import type { Confidence, Finding, Place, Severity, Skipped } from '../findings/types.ts';
import { escapeMarkdown, pageSections, plainText } from './markdown.ts';
import { pathOf } from './path.ts';
import { inRepository } from './repository.ts';
import { plural } from './summary.ts';
import { capital } from './text.ts';
import type { Report, ReportContext, RuleDescription } from './types.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** The key of our fingerprint: findings keep their ids within one version of it. */
const FINGERPRINT = 'perfLintFinding/v1';
const ROOT = '%SRCROOT%';
const ROOT_TEXT = 'The root of the repository; of the scanned project where there is none.';
/** GitHub takes no file with more results: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const MAX_RESULTS = 25_000;
/** GitHub shows so many characters of a description. */
const MAX_DESCRIPTION = 1000;

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** GitHub's words for what the levels say. */
const PROBLEMS: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'recommendation', off: 'recommendation' };
/** From 0 to 100, by which viewers sort. */
const RANKS: Readonly<Record<Confidence, number>> = { high: 90, medium: 60, low: 20 };

/** A link to another page of ours leads nowhere in a report. */
const RELATIVE_LINK = /\[([^\]]*)\]\((?!https?:)[^)]*\)/g;

const NOTIFICATIONS = [
  { id: 'skipped-file', shortDescription: { text: 'A file that was not analysed.' } },
  { id: 'results-left-out', shortDescription: { text: 'There are more results than a report may hold.' } },
];

/** SARIF 2.1.0, as code scanning takes it. The same tree gives the same report, but for the root's place. */
export function sarif({ root, findings, skipped }: Report, { rules, version, prefix }: ReportContext): string {
  const descriptions = rules();
  const kept = gravest(findings).map((finding) => inRepository(finding, prefix));
  const artifacts = new Artifacts();
  const results = kept.map((finding) => resultOf(finding, descriptions.findIndex(({ id }) => id === finding.rule), artifacts));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'perf-lint', version, semanticVersion: version, rules: descriptions.map(ruleOf), notifications: NOTIFICATIONS } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [...leftOut(findings.length - kept.length), ...skipped.map(({ file, reason }) => skippedOf({ file: prefix + file, reason }, artifacts))] }],
        originalUriBaseIds: { [ROOT]: { uri: rootUri(root, prefix), description: { text: ROOT_TEXT } } },
        columnKind: 'utf16CodeUnits',
        results,
        artifacts: artifacts.all,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Address of the repository's root, above the scanned one by the folders of the prefix. */
function rootUri(root: string, prefix: string): string {
  const { href } = pathToFileURL(root);
  return new URL(prefix.replace(/[^/]+/g, '..'), `${href.replace(/\/$/, '')}/`).href;
}

/** All findings, or as many as a report may hold, the gravest first; in their order. */
function gravest(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_RESULTS) return findings;
  const chosen = new Set(findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)).slice(0, MAX_RESULTS));
  return findings.filter((finding) => chosen.has(finding));
}

function leftOut(count: number): object[] {
  if (count === 0) return [];
  return [{ descriptor: { id: 'results-left-out', index: 1 }, level: 'warning', message: { text: `${plural(count, 'result')} of the lightest severity left out: a report holds ${MAX_RESULTS}.` } }];
}

/** Files in the order in which they are met. */
class Artifacts {
  private readonly indexes = new Map<string, number>();

  location(file: string): { uri: string; uriBaseId: string; index: number } {
    const index = this.indexes.get(file) ?? this.indexes.size;
    this.indexes.set(file, index);
    return { ...uriOf(file), index };
  }

  get all(): object[] {
    return [...this.indexes.keys()].map((file) => ({ location: uriOf(file) }));
  }
}

function uriOf(file: string): { uri: string; uriBaseId: string } {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function ruleOf({ id, group, description, level, page, uri }: RuleDescription): object {
  const why = pageSections(page).find(({ title }) => title === 'Why')?.text.split('\n\n', 1)[0] ?? description;
  const text = plainText(why);
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${description}.` },
    fullDescription: { text: text.length > MAX_DESCRIPTION ? `${text.slice(0, MAX_DESCRIPTION - 1)}…` : text },
    help: { text: plainText(page), markdown: page.replace(RELATIVE_LINK, '$1') },
    ...(uri === undefined ? {} : { helpUri: uri }),
    defaultConfiguration: { enabled: level !== 'off', level: level === 'off' ? 'warning' : LEVELS[level] },
    properties: { tags: ['performance', group], 'problem.severity': PROBLEMS[level], precision: 'high' },
  };
}

function resultOf(finding: Finding, ruleIndex: number, artifacts: Artifacts): object {
  const { id, rule, severity, confidence, group, location, related, impact, evidence, key, suppressed, justification } = finding;
  const flow = pathOf(finding, finding.message);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: messageOf(finding),
    locations: [{ ...locationOf(location, artifacts), ...(key.symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: key.symbol, kind: 'function' }] }) }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((place, index) => ({ id: index + 1, ...locationOf(place, artifacts), message: { text: place.message } })) }),
    ...(flow.length < 2 ? {} : { codeFlows: [{ threadFlows: [{ locations: flow.map((place, index) => ({ location: { ...locationOf(place, artifacts), message: { text: place.message } }, executionOrder: index + 1 })) }] }] }),
    partialFingerprints: { [FINGERPRINT]: id },
    rank: RANKS[confidence],
    suppressions: suppressed ? [{ kind: 'inSource', justification }] : [],
    properties: { confidence, group, impact, ...(evidence.length > 0 && { evidence }) },
  };
}

function locationOf({ file, line, column, endLine, endColumn }: Place, artifacts: Artifacts): object {
  return { physicalLocation: { artifactLocation: artifacts.location(file), region: { startLine: line, startColumn: column, endLine, endColumn } } };
}

/** What happens, what to do, and the path by links to the related places. GitHub shows the text; other viewers prefer Markdown. */
function messageOf({ message, help, related }: Finding): { text: string; markdown: string } {
  const links = related.flatMap(({ role, message: text }, index) => (role === 'step' || role === 'sink' || role === 'loop' ? [`[${text.replace(/[\\[\]]/g, '\\$&')}](${index + 1})`] : []));
  const path = links.length > 0 ? `\nPath: ${links.join(' > ')}.` : '';
  return {
    text: `${withoutLinks(message)}.\n${withoutLinks(capital(help))}.${path}`,
    markdown: [`**${escapeMarkdown(message)}.**`, `${escapeMarkdown(capital(help))}.`, ...(links.length > 0 ? [`Path: ${links.join(' > ')}.`] : [])].join('\n\n'),
  };
}

/** Brackets of the code that would read as a link are taken apart. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

function skippedOf({ file, reason }: Skipped, artifacts: Artifacts): object {
  return { descriptor: { id: 'skipped-file', index: 0 }, level: 'warning', message: { text: `Not analysed: ${withoutLinks(reason)}` }, locations: [{ physicalLocation: { artifactLocation: artifacts.location(file) } }] };
}
