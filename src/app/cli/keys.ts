import { Command } from 'commander';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { StartRefusal } from '#ground/result.ts';
import { NEVER_ON_A_KEY } from '#kernel/access/keys/model.ts';
import { shownPrefix } from '#kernel/access/keys/rules.ts';
import { keys } from '#kernel/access/keys/store.ts';
import { listRoles } from '#kernel/access/own-roles/store.ts';
import { ABILITY_NAMES } from '#kernel/access/roles/abilities.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { keepKey, newKeyToken } from '#kernel/access/sessions/key-lookup.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { House } from '../house.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

interface Options {
  practice: string;
  role: string;
  name: string;
  json?: boolean;
}

export const keysCommand = (): Command => {
  const command = new Command('keys').description('API keys');
  command
    .command('create')
    .description('A service key with a role; shown this once')
    .requiredOption('--practice <slug>', 'the practice’s short name')
    .requiredOption('--role <name>', 'what it may do: owner, manager, staff …')
    .option('--name <name>', 'how lists show it', 'Made on the command line')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const key = await onHost((house) => create(house, options));
      answer(options.json, { key }, ['Keep this key; it is not shown again:', key]);
    });
  return command;
};

const create = async ({ kernel, access, engine }: House, options: Options): Promise<string> => {
  const practice_id = await practiceBySlug(engine, options.practice);
  const roles = await inPractice(kernel.db, practice_id, listRoles);
  const role = roles.find(({ name }) => name.toLowerCase() === options.role.toLowerCase());
  if (!role)
    throw new StartRefusal(
      `There is no role «${options.role}». There are: ${roles.map(({ name }) => name).join(', ')}.`,
    );
  const token = newKeyToken('api');
  const id = newId();
  const command = {
    do: 'make' as const,
    kind: 'api' as const,
    name: options.name,
    role_id: role.id,
    scopes: Object.fromEntries(Object.entries(role.levels).filter(([, level]) => level !== 'none')) as Record<
      string,
      'read' | 'write'
    >,
    abilities: ABILITY_NAMES.filter((ability) => role.abilities.includes(ability) && !NEVER_ON_A_KEY.includes(ability)),
    addresses: [],
    shown_prefix: shownPrefix(token),
  };
  yesOrThrow(
    await perform(kernel, { practice_id, caller: { who: operatorWho(), request_id: newId() } }, keys, { id, command }),
  );
  await keepKey(access, token, { practice_id, key_id: id });
  return token;
};

/** The id behind a short name; refuses one that is not here. */
export const practiceBySlug = async (engine: House['engine'], slug: string): Promise<Id> => {
  const { rows } = await sql<{
    practice_id: Id;
    slug: string;
  }>`select practice_id, slug from meta.practice order by slug`.execute(engine);
  const found = rows.find((row) => row.slug === slug);
  if (!found)
    throw new StartRefusal(
      `There is no practice «${slug}» here. There are: ${rows.map((row) => row.slug).join(', ') || 'none yet'}.`,
    );
  return found.practice_id;
};
