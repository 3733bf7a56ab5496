import { Command } from 'commander';
import { StartRefusal } from '#ground/result.ts';
import { operatorLink } from '#kernel/access/sessions/passwords.ts';
import { makeSetupLink } from '#kernel/access/setup/setup.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

export const setupLinkCommand = (): Command =>
  new Command('setup-link')
    .description('A new link to set up the first practice')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const link = await onHost(({ access }) => makeSetupLink(access));
      if (!link) throw new StartRefusal('This installation is set up already. New people come by invitation.');
      answer(json, { link }, [link]);
    });

export const membersCommand = (): Command => {
  const members = new Command('members').description('People who sign in');
  members
    .command('reset <e-mail>')
    .description('A link by which they sign in once and choose a new password, for installations without mail')
    .option('--drop-factors', 'also take their authenticator and passkeys away')
    .option('--json', 'print one JSON document')
    .action(async (address: string, options: { dropFactors?: boolean; json?: boolean }) => {
      const link = await onHost(({ access }) => operatorLink(access, address, options.dropFactors ?? false));
      if (!link) throw new StartRefusal(`Nobody signs in with ${address} here.`);
      answer(options.json, { link }, [link]);
    });
  return members;
};
