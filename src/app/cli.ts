import { Command, CommanderError } from 'commander';
import { StartRefusal } from '#ground/result.ts';
import { membersCommand, setupLinkCommand } from './cli/access.ts';
import { ApiRefusal, Unreachable } from './cli/api-client.ts';
import { auditCommand } from './cli/audit.ts';
import { benchCommand } from './cli/bench.ts';
import { clockCommand } from './cli/clock.ts';
import { demoCommand } from './cli/demo.ts';
import { doctorCommand } from './cli/doctor.ts';
import { importCommand } from './cli/import.ts';
import { keysCommand } from './cli/keys.ts';
import { mailCommand } from './cli/mail.ts';
import { migrateCommand } from './cli/migrate.ts';
import { practiceCommand } from './cli/practice.ts';
import { startCommand, workerCommand } from './cli/start.ts';
import { templatesCommand } from './cli/templates.ts';
import { workflowCommand } from './cli/workflow.ts';

/** Exit codes (PL-20): 0 done, 1 refused or a check failed, 2 wrong use or configuration, 3 service not reachable, 70 fault. */
const REFUSED = 1;
const WRONG_USE = 2;
const UNREACHABLE = 3;
const FAULT = 70;

const program = new Command('tickmark')
  .description('One inbox, workflows, collections, jobs and flows for a practice.')
  .exitOverride()
  .showHelpAfterError('Run «tickmark --help» for what there is.');
/** A command that was made apart, and those below it, refuse wrong use as the program does. */
const heir = (command: Command, from: Command): Command => {
  command.copyInheritedSettings(from);
  for (const below of command.commands) heir(below as Command, command);
  return command;
};

for (const command of [
  startCommand(),
  workerCommand(),
  practiceCommand(),
  clockCommand(),
  demoCommand(),
  importCommand(),
  workflowCommand(),
  templatesCommand(),
  doctorCommand(),
  keysCommand(),
  membersCommand(),
  setupLinkCommand(),
  mailCommand(),
  migrateCommand(),
  auditCommand(),
  benchCommand(),
])
  program.addCommand(heir(command, program));

const codeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  if (error instanceof StartRefusal) return WRONG_USE;
  if (error instanceof ApiRefusal) return REFUSED;
  if (error instanceof Unreachable) return UNREACHABLE;
  return (error as { code?: string }).code === 'ECONNREFUSED' ? UNREACHABLE : FAULT;
};

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const code = codeOf(error);
  if (!(error instanceof CommanderError))
    process.stderr.write(`${code === FAULT ? (error as Error).stack : (error as Error).message}\n`);
  process.exitCode = code;
}
