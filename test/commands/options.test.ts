import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.ts';
import { globalOptions, optionsPage, scanCommand } from '../../src/commands/options.ts';
import { formats } from '../../src/report/index.ts';

describe('the table of options', () => {
  it('makes docs/cli.md', async () => {
    await expect(optionsPage()).toMatchFileSnapshot('../../docs/cli.md');
  });

  it('makes --help, with every option and its description', () => {
    const request = parseArguments(['--help'], Object.keys(formats));
    const help = request.kind === 'help' ? request.text.replace(/\s+/g, ' ') : '';
    for (const { flags, description } of [...scanCommand.options, ...globalOptions]) {
      expect(help).toContain(flags);
      expect(help).toContain(description.replace(/\s+/g, ' '));
    }
  });
});
