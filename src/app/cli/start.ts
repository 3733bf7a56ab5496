import { Command } from 'commander';
import { loadConfig, warnings } from '../config.ts';
import { signals, start } from '../start.ts';
import { say } from './terminal.ts';

export const startCommand = (): Command =>
  new Command('start')
    .description('Start Tickmark: web and worker on this machine')
    .option('--web', 'the web alone; workers run elsewhere')
    .action(async (options: { web?: boolean }) => run({ web: true, worker: !options.web }));

export const workerCommand = (): Command =>
  new Command('worker')
    .description('Another worker on the same data folder or DATABASE_URL')
    .action(() => run({ web: false, worker: true }));

const run = async (parts: { web: boolean; worker: boolean }): Promise<void> => {
  const config = loadConfig();
  for (const warning of warnings(config)) say(warning);
  const { untilStopped } = signals(say);
  const running = await start(config, parts, say);
  if (!running) return;
  say(parts.web ? `ready ${running.url}` : 'ready');
  await untilStopped(running);
};
