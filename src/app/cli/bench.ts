import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { bench } from '../bench/bench.ts';
import { passes } from '../bench/document.ts';
import { loadConfig } from '../config.ts';
import { say, whisper } from './terminal.ts';

interface Options {
  quick?: boolean;
  out?: string;
  gate?: boolean;
}

export const benchCommand = (): Command =>
  new Command('bench')
    .description('Measure this machine and print one JSON document (PL-180)')
    .option('--quick', 'a tenth of the data')
    .option('--out <file>', 'write the document with its raw samples too')
    .option('--gate', 'exit with 1 when a floor that holds on this machine is missed')
    .action(async ({ quick = false, out, gate }: Options) => {
      const { document, samples } = await bench({ quick, config: loadConfig(), say: whisper });
      if (out) writeFileSync(out, `${JSON.stringify({ ...document, samples }, null, 2)}\n`);
      say(JSON.stringify(document, null, 2));
      if (gate && !passes(document)) process.exitCode = 1;
    });
