import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.ts';
import { commands, globalOptions, optionsPage } from '../../src/commands/options.ts';
import { formats } from '../../src/report/index.ts';

describe('the table of options', () => {
  it('makes docs/cli.md', async () => {
    await expect(optionsPage()).toMatchFileSnapshot('../../docs/cli.md');
  });

  it.each(commands.map((command) => [command.name, command] as const))('makes --help of %s, with every option and its description', (name, command) => {
    const request = parseArguments([name, '--help'], Object.keys(formats));
    const help = request.kind === 'help' ? request.text.replace(/\s+/g, ' ') : '';
    for (const { flags, description } of [...command.options, ...globalOptions]) {
      expect(help).toContain(flags);
      expect(help).toContain(description.replace(/\s+/g, ' '));
    }
  });
});
