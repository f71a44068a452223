import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { homeOf, run } from './user.ts';

/** A step of a composite action. */
export interface Step {
  name: string;
  id?: string;
  if?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
  'working-directory'?: string;
}

export interface Action {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
}

/** What a run of an action comes to. */
export interface Job {
  /** Name of the step that failed, or undefined. */
  failed: string | undefined;
  output: string;
  summary: string;
  /** Steps that use another action: their `with`, by the action's name. None of them is run. */
  used: Record<string, Record<string, string>>;
  outputs: Record<string, string>;
}

interface Contexts {
  inputs: Record<string, string>;
  github: object;
  steps: Record<string, { outputs: Record<string, string> }>;
}

/** Runs the bash steps of an action as a runner does, in a repository: one after the other until one fails. */
export function runAction(action: Action, cwd: string, given: Record<string, string>, github: object = {}): Job {
  const contexts: Contexts = { inputs: {}, github, steps: {} };
  for (const [name, input] of Object.entries(action.inputs)) contexts.inputs[name] = given[name] ?? fill(input.default ?? '', contexts);
  const temp = mkdtempSync(path.join(cwd, '..', 'runner-'));
  const job: Job = { failed: undefined, output: '', summary: '', used: {}, outputs: {} };
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.if !== undefined && evaluate(step.if, contexts) !== true) continue;
    if (step.uses !== undefined) {
      job.used[step.uses] = filled(step.with ?? {}, contexts);
      continue;
    }
    const folder = path.join(temp, String(index));
    mkdirSync(folder);
    const file = (name: string): string => path.join(folder, name);
    for (const name of ['output', 'summary']) writeFileSync(file(name), '');
    writeFileSync(file('script.sh'), step.run ?? '');
    const { code, text } = run(path.resolve(cwd, fill(step['working-directory'] ?? '.', contexts)), 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', file('script.sh')], {
      GITHUB_ACTION_PATH: path.resolve(import.meta.dirname, '../..'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      HOME: homeOf(cwd),
      RUNNER_TEMP: temp,
      ...filled(step.env ?? {}, contexts),
    });
    job.output += text;
    job.summary += readFileSync(file('summary'), 'utf8');
    const pairs = readFileSync(file('output'), 'utf8').split('\n').filter((line) => line !== '').map((line) => line.split(/=(.*)/s) as [string, string]);
    if (step.id !== undefined) contexts.steps[step.id] = { outputs: Object.fromEntries(pairs.map(([name, value]) => [name, value])) };
    if (code !== 0) {
      job.failed = step.name;
      break;
    }
  }
  job.outputs = filled(Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, value])), contexts);
  return job;
}

function filled(texts: Record<string, string>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, contexts)]));
}

function fill(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, contexts) ?? ''));
}

/** The part of https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions that the action uses: names, texts, `==` and `||`. */
function evaluate(expression: string, contexts: Contexts): unknown {
  const alternatives = expression.split('||').map((part) => {
    const [left = '', right] = part.split('==').map((side) => valueOf(side.trim(), contexts));
    return right === undefined ? left : left === right;
  });
  return alternatives.find(Boolean) ?? alternatives.at(-1);
}

function valueOf(term: string, contexts: Contexts): unknown {
  const text = /^'([^']*)'$/.exec(term)?.[1];
  if (text !== undefined) return text;
  if (!/^(inputs|github|steps)(\.[\w-]+)+$/.test(term)) throw new Error(`not understood: ${term}`);
  // A name that leads nowhere is an empty text.
  return term.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], contexts) ?? '';
}
