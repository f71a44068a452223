import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { hint } from '../config/words.ts';
import type { Confidence, Severity } from '../findings/types.ts';
import { capital } from '../report/text.ts';
import type { LoadtestArguments } from './loadtest-request.ts';
import { commands, EXIT_CODES, globalOptions } from './options.ts';
import type { CommandSpec, OptionSpec } from './options.ts';
import type { ProfileArguments } from './profile-request.ts';

/** As commander gives them back: names in camel case, `--no-config` as `config: false`. */
export interface ParsedOptions extends LoadtestArguments, ProfileArguments {
  /** Values that stood after a `=`, by the flag. */
  inline: ReadonlyMap<string, string>;
  db?: boolean;
  dbStats?: string;
  dbStrict?: boolean;
  evidence?: string[];
  pathMap?: string[];
  failOn?: 'observed';
  confirm?: boolean;
  benchDb?: string;
  rtt?: string;
  rows?: string;
  at?: string;
  claim?: string;
  save?: string;
  bench?: string;
  levels?: string;
  compare?: string;
  budget?: string;
  version?: boolean;
  /** A list where it may repeat. */
  format?: string | string[];
  output?: string;
  config?: string | boolean;
  maxWarnings?: string;
  quiet?: boolean;
  severity?: Severity;
  confidence?: Confidence;
  /** A list where it may repeat. */
  rule?: string | string[];
  stats?: boolean;
  statsFrom?: string;
  types?: boolean;
  dryRun?: boolean;
  staged?: boolean;
  changed?: boolean;
  since?: string;
  baseline?: string | boolean;
  prune?: boolean;
  stdin?: boolean;
  stdinFilename?: string;
  cache?: boolean;
  cacheDir?: string;
  watch?: boolean;
  workspace?: string;
  exitZero?: boolean;
  verbose?: boolean;
  color?: boolean;
}

/** A command line by its grammar: the command with its arguments and options, or what is to be printed in place of it. */
export type Line =
  | { kind: 'command'; command: CommandSpec; args: string[]; options: ParsedOptions }
  | { kind: 'version' }
  | { kind: 'help'; text: string }
  | Misuse;

/** What is wrong with a command line, and the one that lists the options. */
export interface Misuse {
  kind: 'usage';
  message: string;
  help: string;
}

/** Takes arguments apart by the tables of options; prints nothing and never ends the process. */
export function lineOf(argv: readonly string[]): Line {
  const { command, rest, misspelt } = splitCommand(argv);
  if (misspelt !== undefined) return misuse(command, misspelt);
  let help = '';
  const parser = new Command(`perf-lint ${command.name}`)
    .description(capital(command.description))
    .helpOption('--help', optionText('--help'))
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined })
    .addHelpText('after', otherCommands(command))
    .addHelpText('after', `\nExit codes:\n${EXIT_CODES.map(([code, when]) => `  ${code}  ${when}`).join('\n')}`);
  if (command.arguments !== '') parser.arguments(command.arguments);
  for (const option of [...command.options, ...globalOptions.filter(({ flags }) => flags !== '--help')]) parser.addOption(commanderOption(option));
  const { bare, values } = takeInline(rest, command.options);
  try {
    parser.parse(bare, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? { kind: 'help', text: help } : misuse(command, error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  }
  const options: ParsedOptions = { ...parser.opts<ParsedOptions>(), inline: values };
  if (options.version) return { kind: 'version' };
  // What a variable without a value leaves behind would name the working directory.
  if (parser.args.includes('')) return misuse(command, `an argument is empty: ${parser.args.map((one) => JSON.stringify(one)).join(' ')}`);
  return { kind: 'command', command, args: parser.args, options };
}

export function misuse(command: CommandSpec, message: string): Misuse {
  return { kind: 'usage', message, help: helpOf(command) };
}

/**
 * Takes the command's name out of the arguments: the first one that is neither an option nor an option's value, if it
 * names a command. So an option may stand before the command, and a folder is never taken for a value. One that is nearly a command's name,
 * and no file or folder, is misspelt.
 */
function splitCommand(argv: readonly string[]): { command: CommandSpec; rest: readonly string[]; misspelt?: string } {
  const withValue = new Set(commands.flatMap(({ options }) => options.filter(takesValue).map(({ flags }) => flags.split(' ', 1)[0])));
  let index = 0;
  while (index < argv.length && (argv[index] as string).startsWith('-') && argv[index] !== '--') index += withValue.has(argv[index]) ? 2 : 1;
  const word = argv[index];
  const command = commands.find(({ name }) => name === word);
  if (command !== undefined) return { command, rest: argv.toSpliced(index, 1) };
  const meant = word === undefined || !/^[\w-]+$/.test(word) ? '' : hint(word, commands.map(({ name }) => name));
  return { command: commands[0], rest: argv, ...(meant !== '' && !existsSync(word!) && { misspelt: `unknown command ${JSON.stringify(word)}${meant}` }) };
}

/** Takes values that stand after `=` out of the arguments: a flag that has one only there never takes a path for it. */
function takeInline(argv: readonly string[], options: readonly OptionSpec[]): { bare: string[]; values: Map<string, string> } {
  const flags = options.filter(({ inline }) => inline !== undefined).map((option) => option.flags);
  const values = new Map<string, string>();
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const bare = argv.map((argument, index) => {
    const flag = index < end ? flags.find((one) => argument.startsWith(`${one}=`)) : undefined;
    if (flag !== undefined) values.set(flag, argument.slice(flag.length + 1));
    return flag ?? argument;
  });
  return { bare, values };
}

function takesValue({ flags }: OptionSpec): boolean {
  return flags.includes('<');
}

function otherCommands(command: CommandSpec): string {
  const others = commands.filter((other) => other !== command);
  const width = Math.max(...others.map(({ name, arguments: paths }) => `${name} ${paths}`.length));
  return `\nOther commands (perf-lint COMMAND --help):\n${others.map(({ name, arguments: paths, description }) => `  ${`${name} ${paths}`.padEnd(width)}  ${description}`).join('\n')}`;
}

function commanderOption({ flags, description, choices, repeats, inline }: OptionSpec): Option {
  const option = new Option(flags, description);
  // For the help alone: commander would take what follows for the value.
  if (inline !== undefined) option.flags = `${flags}[=${inline}]`;
  if (choices !== undefined) option.choices([...choices]);
  if (repeats) option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]);
  return option;
}

function optionText(flags: string): string {
  return globalOptions.find((option) => option.flags === flags)?.description ?? '';
}

/** The command line that lists a command's options. */
function helpOf({ name }: CommandSpec): string {
  return name === commands[0].name ? 'perf-lint --help' : `perf-lint ${name} --help`;
}
