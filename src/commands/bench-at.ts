import { noBenchmark } from '../benchmark/evidence.ts';
import { statementAt } from '../database/query/statement-at.ts';
import { callsOn, sinksOn } from '../benchmark/models/queries/repeated.ts';
import { comparedColumns } from '../database/query/predicates.ts';
import type { Query } from '../database/query/types.ts';
import { finalizeFindings } from '../findings/finalize.ts';
import type { Evidence, Finding, Place, RelatedPlace, RuleFinding } from '../findings/types.ts';
import type { EntryKind } from '../libraries/types.ts';
import { callPlace } from '../program/call-place.ts';
import { SERVING_KINDS } from '../program/entries/file-kinds.ts';
import { loopsAround } from '../program/multiplicity/regions.ts';
import { reach } from '../program/effects/reach.ts';
import type { Sink } from '../program/effects/reach.ts';
import type { Program } from '../program/types.ts';
import type { Project } from '../project/open.ts';
import { claimOfSink } from '../../rules/shared/claims.ts';
import { hint } from '../config/words.ts';
import { UsageError } from '../source/errors.ts';
import { CLAIMS, isBenched, QUERY_RULES } from './benchmarks.ts';

/** A place, and what is asked there: the benchmark of a rule, or of a claim that no rule makes. */
export type AtRequest = { place: string } & ({ rule: string } | { claim: string });

/** A place for which a rule's benchmark is asked, though the rule may say nothing there. */
export interface AtPlace {
  finding: Finding;
  /** Why there is nothing to run. */
  evidence?: Evidence;
}

const PLACE = /^(.+):(\d+)$/;
const RESOURCES: Readonly<Partial<Record<string, 'io' | 'cpu'>>> = { 'sync-io-in-async': 'io', 'blocking-cpu-in-async': 'cpu' };

/**
 * What the benchmark of a rule, or of a claim, can measure at a line: of the finding that stands there, or of what the code does there.
 * @throws UsageError for a place that is none, or a rule without a benchmark
 */
export function benchmarkAt(project: Project, findings: readonly Finding[], { place: at, ...asked }: AtRequest, rules: readonly string[]): AtPlace {
  const [, file = '', digits] = PLACE.exec(at) ?? [];
  const line = Number(digits);
  const rule = 'rule' in asked ? asked.rule : asked.claim;
  if ('rule' in asked && !isBenched(rule)) throw new UsageError(rules.includes(rule) ? `--rule ${rule}: this rule has no benchmark` : `--rule ${rule}: no such rule${hint(rule, rules)}`);
  if (digits === undefined) throw new UsageError(`--at ${at}: must be FILE:LINE, a path below the root`);
  if (!project.source.files.has(file)) throw new UsageError(`--at ${at}: ${file} is no file of the project that was analysed (paths are those below the root)`);
  if (line < 1 || line > project.program.facts(file).lines.length) throw new UsageError(`--at ${at}: ${file} has no line ${line}`);
  const known = findings.find((finding) => finding.rule === rule && finding.location.file === file && finding.location.line === line);
  return known ? { finding: known } : atLine(project, file, line, rule);
}

function atLine(project: Project, file: string, line: number, rule: string): AtPlace {
  const { program } = project;
  const whole: Place = { file, line, column: 1, endLine: line, endColumn: 1 };
  const nothing = (reason: string): AtPlace => ({ finding: placeFinding(rule, whole, {}), evidence: noBenchmark(reason) });
  if (QUERY_RULES.has(rule)) {
    const ids = new Set(callsOn(program, file, line));
    const repeat = program.repeats(file).find(({ call }) => ids.has(call.id));
    if (repeat) return { finding: placeFinding(rule, callPlace(program, file, repeat.call.id), { related: sinkPlace(program, repeat.sink) }) };
    const sinks = sinksOn(program, file, line);
    if (sinks.length === 0) return nothing('no statement is seen there');
    if (sinks.every(({ effect }) => effect.kind === 'load')) return { finding: placeFinding(rule, whole, {}) };
    // Calls that wait for one another in a loop are of different ticks.
    const inTurn = [...ids].some((id) => loopsAround(program.facts(file), program.facts(file).calls[id]!).length > 0);
    const together = inTurn ? undefined : sinks.find(({ effect }) => effect.kind === 'query' && effect.batched !== undefined);
    return nothing(together ? `nothing is seen to run it once per element; calls of one tick are sent together by ${together.target.library.packages[0]}, whose client is not run here` : 'nothing is seen to run it once per element');
  }
  if (rule === 'missing-index') return statedAt(project, whole) ?? nothing('no statement is seen there whose conditions are understood');
  if (CLAIMS.includes(rule)) return { finding: placeFinding(rule, whole, {}) };
  const resource = RESOURCES[rule];
  if (resource === undefined) return nothing('nothing of that kind is seen to begin there, or it is given back');
  for (const id of callsOn(program, file, line)) {
    const ref = program.callRef(file, id);
    const [sink] = reach(program.link, ref, { wanted: (effect) => effect.kind === 'block' && effect.resource === resource, loops: true });
    if (sink === undefined) continue;
    const { kinds } = program.reached(file, ref.file.facts.calls[id]!.functionId);
    if (![...kinds].some((kind) => SERVING_KINDS.has(kind))) return nothing(`no request or job is seen to lead there${kindsText(kinds)}: nobody waits for it`);
    return { finding: placeFinding(rule, callPlace(program, file, id), { related: sink.path.length > 0 ? sinkPlace(program, sink) : [], ...claimOfSink(sink) }) };
  }
  // What computes there may be code of the project's own.
  return resource === 'cpu' ? { finding: placeFinding(rule, whole, {}) } : nothing('no call that blocks is seen there');
}

/** The first statement that a line sends, or that what it calls sends, with an index that could serve it; undefined where none is seen. */
function statedAt({ program, schemas }: Project, whole: Place): AtPlace | undefined {
  for (const sink of sinksOn(program, whole.file, whole.line)) {
    const [place] = sinkPlace(program, sink);
    const stated = statementAt(program, schemas(), place!);
    if (typeof stated === 'string') continue;
    const candidate = filtered(stated.query);
    const finding = placeFinding('missing-index', whole, { related: [place!], ...(candidate && { plan: { schema: stated.schema.dir, sql: {}, candidate } }) });
    return candidate ? { finding } : { finding, evidence: noBenchmark('the statement compares no column with a value') };
  }
  return undefined;
}

/** An index on the columns that a statement compares with values. */
function filtered(query: Query): { table: string; namespace?: string; parts: { column: string; direction: 'asc' }[] } | undefined {
  const columns = comparedColumns(query, ({ operator, wrapped }) => operator === '=' && !wrapped);
  if (columns.length === 0) return undefined;
  const { name, namespace } = query.from;
  return { table: name, ...(namespace !== undefined && { namespace }), parts: columns.map((column) => ({ column, direction: 'asc' })) };
}

function kindsText(kinds: ReadonlySet<EntryKind>): string {
  return kinds.size === 0 ? '' : ` (${[...kinds].join(', ')})`;
}

function sinkPlace(program: Program, { call: { file, id } }: Sink): RelatedPlace[] {
  return [{ ...callPlace(program, file.path, id), role: 'sink', message: 'it happens here' }];
}

/** A place as a finding that no rule reports. */
function placeFinding(rule: string, location: Place, more: Partial<RuleFinding>): Finding {
  const finding: RuleFinding = {
    message: '', help: '', location, related: [], confidence: 'low', impact: { multiplicity: 'once' },
    key: { symbol: '', callee: `line ${location.line}`, args: '', over: '' }, sink: `${location.file}:${location.line}`, ...more,
  };
  return finalizeFindings([{ rule, severity: 'info', finding }])[0]!;
}
