import { Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { newId } from '#ground/id.ts';
import { email } from '#kernel/access/members/model.ts';
import { countryFacts } from '#kernel/access/practice/countries.ts';
import { country, currency, practiceName, timeZone } from '#kernel/access/practice/model.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { operatorLink } from '#kernel/access/sessions/passwords.ts';
import { randomToken } from '#kernel/access/sessions/tokens.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

interface Options {
  name: string;
  country: string;
  timeZone?: string;
  currency?: string;
  owner: string;
  sandbox?: boolean;
  json?: boolean;
}

/** An option's text by the schema that the set-up page uses; its sentence is what the operator reads. */
const by =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T => {
    const read = schema.safeParse(text);
    if (!read.success) throw new InvalidArgumentError(read.error.issues[0]!.message);
    return read.data;
  };

export const practiceCommand = (): Command => {
  const practice = new Command('practice').description('The practices of this installation');
  practice
    .command('create')
    .description('Add a practice and its Owner, who gets a link to sign in')
    .requiredOption('--name <name>', 'the practice’s name', by(practiceName))
    .requiredOption('--country <code>', 'two letters, for example GB', by(country))
    .option('--time-zone <zone>', 'for example Europe/London; else the country’s', by(timeZone))
    .option('--currency <code>', 'three letters; else the country’s', by(currency))
    .requiredOption('--owner <e-mail>', 'the Owner’s address', by(email))
    .option('--sandbox', 'its clock can be moved, and nothing leaves it')
    .option('--json', 'print one JSON document')
    .action(create);
  return practice;
};

const create = async (options: Options): Promise<void> => {
  const facts = countryFacts(options.country);
  const made = await onHost(async ({ access }) => {
    const found = await makeOwned(access, {
      name: options.owner.split('@')[0]!,
      email: options.owner,
      password: randomToken(),
      practice: {
        name: options.name,
        country: options.country,
        time_zone: options.timeZone ?? facts?.time_zone ?? 'UTC',
        currency: options.currency ?? facts?.currency ?? 'EUR',
        kind: options.sandbox ? 'sandbox' : 'live',
      },
      caller: { who: operatorWho(), request_id: newId() },
    });
    return { ...found, link: await operatorLink(access, options.owner, false) };
  });
  answer(options.json, { practice_id: made.practice_id, member_id: made.member_id, sign_in: made.link }, [
    `«${options.name}» is there. Its Owner signs in once by this link and chooses a password:`,
    made.link ?? '',
  ]);
};
