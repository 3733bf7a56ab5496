import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { alertOf } from '#inbox/alerts/store.ts';
import { listIntakes } from '#inbox/intake/store.ts';
import { listMailboxes } from '#inbox/mailboxes/store.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect, Ref } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { kindOfChannel } from '#messages/channels/model.ts';
import { caller } from '../reacting.ts';

/** Owner and Admins, who can do something about what the practice is connected to. */
const whoConnects = async ({ tx, practice }: Desk): Promise<Id[]> => {
  const roles = [builtIn('Owner').id, builtIn('Admin').id];
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${practice.id} and state = 'active' and role_id = any(${roles})`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

type Notices = Extract<Effect, { do: 'notify' }>[];

/** A mailbox that could not be read for a while is told once to each, in the server's words: Owner, Admins, alert addresses (IN-52). */
export const tellFailing = async (kernel: Kernel, desk: Desk, events: readonly Recorded[]): Promise<void> => {
  const users = new Map((await listMailboxes(desk)).map(({ id, user }) => [id, user]));
  await tellAndAlert(
    kernel,
    desk,
    events.map(({ thing, verb, facts }) => {
      const what = `No mail is read from ${users.get(idOf(thing)) ?? 'a mailbox'}`;
      return { thing, verb, what, because: String(facts.failing_because?.[1]) };
    }),
  );
};

/** An address or mailbox that brought no mail for as long as the practice said is told once to the same (IN-181). */
export const tellQuiet = async (kernel: Kernel, desk: Desk, events: readonly Recorded[]): Promise<void> => {
  const ways = new Map(
    [
      ...(await listMailboxes(desk)).map((one) => ({ ...one, name: one.user })),
      ...(await listIntakes(desk)).map((one) => ({ ...one, name: one.tag ? `+${one.tag}` : 'your main address' })),
    ].map((one) => [one.id, one]),
  );
  await tellAndAlert(
    kernel,
    desk,
    events.flatMap(({ thing, verb }) => {
      const way = ways.get(idOf(thing));
      if (!way?.quiet_days) return [];
      const by = kindOf(thing) === 'mailbox' ? 'from' : 'to';
      const days = plural(way.quiet_days, 'working day', 'working days');
      return [{ thing, verb, what: `No mail came ${by} ${way.name}`, because: `none for ${days}` }];
    }),
  );
};

interface Trouble {
  thing: Ref;
  verb: string;
  what: string;
  because: string;
}

const tellAndAlert = async (kernel: Kernel, desk: Desk, troubles: readonly Trouble[]): Promise<void> => {
  const members = await whoConnects(desk);
  const url = '/settings/inbox/mail';
  const notices = troubles.flatMap(({ thing, verb, what, because }) =>
    members.map((member) => ({ do: 'notify' as const, member, verb, thing, title: `${what}: ${because}`, url })),
  );
  await kernel.writers.notify(desk, notices, caller());
  await alertOf(
    desk,
    troubles.map(({ what, because }) => ({ title: what, below: because, url })),
  );
};

/** A channel that went down is told to Owner and Admins: once, since it goes down once until it is up again (ME-62). */
export const downNotices = async (desk: Desk, events: readonly Recorded[]): Promise<Notices> => {
  const members = await whoConnects(desk);
  return events.flatMap(({ thing, verb, facts }) => {
    const what = kindOfChannel(idOf(thing)) === 'sms' ? 'Texts' : 'E-mails';
    const title = `${what} do not leave: ${facts.down_because?.[1]}`;
    return members.map((member) => ({ do: 'notify' as const, member, verb, thing, title, url: '/outbox' }));
  });
};
