import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { memberOf } from '#kernel/access/members/by-actor.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { SenderList, SenderRule, SenderRuleCommand, SenderRuleState } from './model.ts';
import { decide, evolve, listed, namesOf } from './rules.ts';

/** Whose mail is set aside, and whose never is. */
export const senderRules: Room<SenderRuleState, SenderRuleCommand> = {
  name: 'sender_rule',
  kinds: {
    sender_rule: {
      table: 'app.sender_rule',
      find: ({ rule }) => rule,
      personal: ['pattern'],
      births: ['sender_rule.added'],
    },
  },
  load: async (desk, wanted) => {
    const patterns = wanted.flatMap(({ command }) => (command.do === 'add' ? [command.pattern] : []));
    const known = await rulesBy(
      desk,
      wanted.map(({ id }) => id),
      patterns,
    );
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const rule = known.find((one) => one.id === id) ?? (command.do === 'delete' ? null : blankRule(id));
        if (!rule) return [];
        const taken = known.filter((one) => one.id !== id && !one.deleted_at).map(({ pattern }) => pattern);
        return [[id, { rule, taken }] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blankRule = (id: Id): SenderRule => ({ id, version: 0, pattern: '', list: 'block', deleted_at: null });

const rulesBy = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
  patterns: readonly string[],
): Promise<SenderRule[]> => {
  const { rows } = await sql<SenderRule>`
    select id, version, pattern, list, deleted_at from app.sender_rule
    where practice_id = ${practice.id} and (id = any(${ids}) or pattern = any(${patterns}))`.execute(tx);
  return rows;
};

/** What the lists say of each of these senders, by their addresses; null: nothing. */
export const listedSenders = async (
  { tx, practice }: Desk,
  senders: readonly (readonly string[])[],
): Promise<({ list: SenderList; pattern: string } | null)[]> => {
  const names = [...new Set(senders.flat().flatMap(namesOf))];
  if (!names.length) return senders.map(() => null);
  const { rows } = await sql<Pick<SenderRule, 'pattern' | 'list'>>`
    select pattern, list from app.sender_rule
    where practice_id = ${practice.id} and deleted_at is null and pattern = any(${names})`.execute(tx);
  return senders.map((addresses) => listed(addresses, rows));
};

export const listedSender = async (desk: Desk, addresses: readonly string[]) =>
  (await listedSenders(desk, [addresses]))[0]!;

export interface SenderRuleRow {
  id: Id;
  version: number;
  pattern: string;
  list: SenderList;
  by: string | null;
  at: string;
}

export const listSenderRules = async ({ tx, practice }: Desk): Promise<SenderRuleRow[]> => {
  const { rows } = await sql<SenderRuleRow>`
    select r.id, r.version, r.pattern, r.list, r.created_at as at,
      (select m.name from app.member m where m.practice_id = r.practice_id and m.id = ${memberOf(sql`r.created_by`)}) as by
    from app.sender_rule r where r.practice_id = ${practice.id} and r.deleted_at is null order by r.list desc, r.pattern
    limit 1000`.execute(tx);
  return rows;
};
