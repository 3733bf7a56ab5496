import { Command, Option } from 'commander';
import { makeDemo, SIZES } from '../demo/demo.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

interface Options {
  size: keyof typeof SIZES;
  reset?: boolean;
  json?: boolean;
}

export const demoCommand = (): Command =>
  new Command('demo')
    .description('Make the demo practice; one that is there is made anew')
    .option('--reset', 'make it anew (which is what happens anyway)')
    .addOption(new Option('--size <size>', 'how much work').choices(['small', 'large']).default('small'))
    .option('--json', 'print one JSON document')
    .action(async ({ size, json }: Options) => {
      const made = await onHost((house) => makeDemo(house, SIZES[size]));
      answer(json, made, [
        'The demo practice is there. Whoever holds the set-up link, or may use sandboxes, can look at it.',
      ]);
    });
