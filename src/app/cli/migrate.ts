import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { openInstallation } from '../installation.ts';
import { answer, whisper } from './terminal.ts';

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database to this release’s schema')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const ran: string[] = [];
      const installation = await openInstallation(
        loadConfig(),
        (line) => {
          if (line.startsWith('migrated ')) ran.push(line.slice('migrated '.length));
          whisper(line);
        },
        true,
      );
      await installation.stop();
      answer(json, { migrated: ran }, [ran.length ? `${ran.length} migrations ran.` : 'The schema is up to date.']);
    });
