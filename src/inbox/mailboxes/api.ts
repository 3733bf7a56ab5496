import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { Seal } from '#messages/channels/secrets.ts';
import { checkMailbox } from './checking.ts';
import { mailboxRows } from './lists.ts';
import { type MailboxCommand, mailboxChanges, newMailbox } from './model.ts';
import type { OpenMailbox } from './port.ts';
import { forgetProgress, noteRead, tryAnew } from './progress.ts';
import { isElsewhere, READS_MAILBOXES, WRITES_MAILBOXES } from './rules.ts';
import { mailboxCheck, mailboxRow } from './shapes.ts';
import { keepSecret, mailboxes, mailboxOf, secretOf } from './store.ts';

export interface MailboxesDoor {
  kernel: Kernel;
  seal: Seal;
  open: OpenMailbox;
}

const list = route(READS_MAILBOXES, {
  method: 'get',
  path: '/mailboxes',
  responses: answers(200, z.object({ items: z.array(mailboxRow) })),
});
const add = route(WRITES_MAILBOXES, {
  method: 'post',
  path: '/mailboxes',
  request: jsonBody(newMailbox),
  responses: answers(201, mailboxRow),
});

/** Mailboxes that mail is fetched from (inbox.md 5, IN-48). */
export const mailboxesApi = (door: MailboxesDoor) => {
  const { kernel } = door;
  const rowOf = async (place: Place, id: Id) => {
    const found = (await atDesk(kernel, place, mailboxRows)).find((one) => one.id === id);
    if (!found) throw new HttpRefusal(notFound());
    return found;
  };
  const reading = router()
    .openapi(list, async (c) => c.json({ items: await atDesk(kernel, c.var.place, mailboxRows) }, 200))
    .openapi(add, async (c) => {
      const { secret, ...given } = c.req.valid('json');
      const id = newId();
      await setUp(door, c.var.place, { id, command: { do: 'add', ...given }, secret });
      return c.json(await rowOf(c.var.place, id), 201);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /mailboxes/{id}', permission: WRITES_MAILBOXES, body: mailboxChanges },
      mailboxRow,
      async ({ place, id, body: { secret, ...given }, seen }) => {
        const command = { do: 'change' as const, ...given, new_secret: secret !== undefined };
        await setUp(door, place, { id, command, secret, version: seen });
        return rowOf(place, id);
      },
    ),
    oneAct(
      { at: 'delete /mailboxes/{id}', permission: WRITES_MAILBOXES },
      z.object({ id: z.uuid() }),
      async ({ place, id, seen }) => {
        await setUp(door, place, { id, command: { do: 'delete' }, version: seen });
        return { id };
      },
    ),
    oneAct({ at: 'post /mailboxes/{id}/check', permission: WRITES_MAILBOXES }, mailboxCheck, async ({ place, id }) => {
      const found = await atDesk(kernel, place, async (desk) => {
        const mailbox = await mailboxOf(desk, id);
        return mailbox && { mailbox, sealed: await secretOf(desk, id), kind: desk.practice.kind };
      });
      if (!found?.sealed) throw new HttpRefusal(notFound());
      if (found.kind !== 'live') throw new HttpRefusal(refused('not_live', 'Nothing outside is reached from here.'));
      const checked = await checkMailbox(door.open, found.mailbox, door.seal.open(found.sealed));
      // what is found is told by the next round, which follows at once
      if (checked.ok)
        await atDesk(kernel, place, async (desk) => {
          await tryAnew(desk, id);
          await noteRead(desk, id);
        });
      return checked;
    }),
  ]);
};

interface Wish {
  id: Id;
  command: MailboxCommand;
  secret?: string | undefined;
  version?: number;
}

/** Settings, secret and how far it was read in one transaction; the secret stands sealed and in no event. */
const setUp = (
  { kernel, seal }: MailboxesDoor,
  { practice_id, caller }: Place,
  { id, command, secret, version }: Wish,
): Promise<void> =>
  again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const before = await mailboxOf(desk, id);
      const [outcome] = await act(kernel, desk, caller, mailboxes, [{ id, command, version }]);
      const { mailbox } = yesOrThrow(outcome!).state;
      if (mailbox.deleted_at) await keepSecret(desk, id, null);
      else if (secret !== undefined) await keepSecret(desk, id, seal.seal(secret));
      await follow(desk, id, { isOther: !!before && isElsewhere(before, mailbox), isGone: !!mailbox.deleted_at });
    }),
  );

const follow = async (
  desk: Desk,
  id: Id,
  { isOther, isGone }: { isOther: boolean; isGone: boolean },
): Promise<void> => {
  if (isOther || isGone) await forgetProgress(desk, id);
  if (!isGone) await tryAnew(desk, id);
};
