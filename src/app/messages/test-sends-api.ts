import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { act } from '#kernel/loop/perform.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Channel, New, Recipient } from '#messages/outbox/model.ts';
import { type MessagesRoom, TEST } from '#messages/outbox/store.ts';
import { previewBody } from '#messages/templates/api-shapes.ts';
import type { TemplatesDoor } from '#messages/templates/present.ts';
import { type Previewed, previewed } from '#messages/templates/previews-api.ts';
import { mayWrite } from '#messages/templates/rights.ts';
import { employeeReach, memberRecipients } from './recipients.ts';

const send = route('signed_in', {
  method: 'post',
  path: '/message-templates/{id}/test-sends',
  request: { params: idParam, ...jsonBody(previewBody) },
  responses: answers(201, z.object({ message: z.uuid(), to: z.string() }).openapi('TestSend')),
});

export interface TestSendsDoor extends TemplatesDoor {
  messages: MessagesRoom;
}

/** A template as its receiver would get it, sent to whoever asks and to nobody else (ME-25). */
export const testSendsApi = (door: TestSendsDoor) =>
  router().openapi(send, async (c) => {
    const place = c.get('place');
    const sent = await atDesk(door.kernel, place, async (desk) => {
      const shown = await previewed(door, desk, place, { id: c.req.valid('param').id, ...c.req.valid('json') });
      return sendTest(door, desk, place, shown);
    });
    return c.json(sent, 201);
  });

const sendTest = async (door: TestSendsDoor, desk: Desk, { caller }: Place, shown: Previewed) => {
  const no = mayWrite(caller.who, shown.template.module) ?? unfit(shown) ?? (await tooOften(desk, caller.who));
  if (no) throw new HttpRefusal(no);
  const { channel } = shown.template;
  const [to] = await ownReach(desk, caller.who, channel);
  if (!to) throw new HttpRefusal(NOWHERE[channel]);
  const message = await writtenTo(desk, to, caller.who.member_id!, shown);
  const [outcome] = await act(door.kernel, desk, caller, door.messages, [
    { id: newId(), command: { do: 'write', message } },
  ]);
  if (!outcome!.yes) throw new HttpRefusal(outcome!);
  return { message: outcome!.id, to: to.address };
};

/** To oneself, so no window, cap, brake or report knows of it; of the record nothing but what it is about is kept. */
const writtenTo = async (
  desk: Desk,
  to: Recipient,
  member: Id,
  { template, record, preview }: Previewed,
): Promise<New> => {
  const { channel } = template;
  const sender = senderOf((await channelsOf(desk)).get(channel)!, desk.practice.name);
  const { id: _, version: __, attachments: ___, ...blank } = blankMessage('');
  return {
    ...blank,
    class: 'internal',
    channel,
    key: `${TEST}${newId()}`,
    author_id: member,
    subject_kind: record && (record.place === 'employee' ? 'employee' : 'person'),
    subject_id: record?.id ?? null,
    recipients: [to],
    from_name: sender.name,
    from_address: sender.address,
    subject: channel === 'email' ? `${MARK} ${preview.subject}` : null,
    html: preview.html,
    body: channel === 'email' ? preview.text : `${MARK} ${preview.text}`,
    used: preview.used,
    template_id: template.id,
    template_version: template.newest,
    locale: preview.locale,
  };
};

const MARK = '[Test]';

const unfit = ({ preview: { faults, missing } }: Previewed): Refusal | null => {
  if (faults.length) return refused('not_usable', 'Mend what is marked first: as it is, nobody could be sent this.');
  if (!missing.length) return null;
  return refused(
    'value_missing',
    `This record has no value for ${missing.join(', ')}. Choose another record, or write what stands there without one.`,
  );
};

const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

const tooOften = async ({ tx, practice, now }: Desk, { member_id }: Who): Promise<Refusal | null> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app.message
    where practice_id = ${practice.id} and author_id = ${member_id ?? null}::uuid and key like 'test:%'
      and created_at > ${addMilliseconds(now, -HOUR_MS)}`.execute(tx);
  return rows[0]!.n < MOST_AN_HOUR
    ? null
    : refused('too_many_tests', `You have sent yourself ${MOST_AN_HOUR} tests within an hour. Wait a while.`);
};

/** A member's own address, or the number on their own record as an employee. */
const ownReach = async (desk: Desk, { member_id }: Who, channel: Channel): Promise<Recipient[]> => {
  if (!member_id) return [];
  if (channel === 'email') return memberRecipients(desk, [member_id]);
  const { rows } = await sql<{ id: Id }>`
    select id from app.employee where practice_id = ${desk.practice.id} and member_id = ${member_id} and deleted_at is null`.execute(
    desk.tx,
  );
  const reach = await employeeReach(
    desk,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => reach.get(id)?.sms ?? []);
};

const NOWHERE: Record<Channel, Refusal> = {
  email: refused('no_recipient', 'You have no address to send a test to.'),
  sms: refused(
    'no_recipient',
    'No number of yours is known. Give your own record under Employees one that can be texted.',
  ),
};
