import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { answerOf } from '#inbox/items/api.ts';
import { seenAmong } from '#inbox/items/lists.ts';
import { decisionBody, type ItemState, reason } from '#inbox/items/model.ts';
import { WRITES as DECIDES, READS as READS_ITEMS } from '#inbox/items/rights.ts';
import { acted } from '#inbox/items/shapes.ts';
import { readItems } from '#inbox/items/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Permission, type Place, route, router } from '#kernel/http/route.ts';
import { act, again, perform } from '#kernel/loop/perform.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { type Approving, approve, sendOff } from './approving.ts';
import { glyphsMissing } from './letter-file.ts';
import { recipientOf, unprintable, unsendable } from './letters.ts';
import { DOCUMENT_SORTS, listDocuments, readDocument } from './lists.ts';
import { type DocumentCommand, documentChanges, letterText, newDocument, otherRecipient } from './model.ts';
import { READS, WRITES } from './rights.ts';
import { correspondence, documentActed, documentDetail, documentFilters, documentRow } from './shapes.ts';
import { readLetters } from './store.ts';
import { viewing } from './viewing.ts';

const list = route(READS, {
  method: 'get',
  path: '/documents',
  request: { query: listQuery(DOCUMENT_SORTS, documentFilters) },
  responses: answers(200, pageOf(documentRow)),
});
const add = route(WRITES, {
  method: 'post',
  path: '/documents',
  request: jsonBody(newDocument),
  responses: answers(201, documentDetail),
});
const get = route('signed_in', {
  method: 'get',
  path: '/documents/{id}',
  request: { params: idParam },
  responses: answers(200, documentDetail),
});
const getLetter = route('signed_in', {
  method: 'get',
  path: '/correspondences/{id}',
  request: { params: idParam },
  responses: answers(200, correspondence),
});

export interface DocumentsDoor extends Approving {
  /** Whether PDFs of letters are made by a converter, which has letters of its own (IN-117). */
  converts: boolean;
}

/** Documents, their e-mails, and what is decided about them (inbox.md 5). */
export const documentsApi = (door: DocumentsDoor) => {
  const { kernel, documents } = door;
  const at = <T>(place: Place, work: (desk: Desk) => Promise<T>): Promise<T> => atDesk(kernel, place, work);
  const shown = (place: Place, id: Id) => at(place, (desk) => detailOf(door, desk, place, id));
  const reading = router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      return c.json(await at(place, (desk) => listDocuments(desk, place.caller.who, c.req.valid('query'))), 200);
    })
    .openapi(add, async (c) => {
      const id = newId();
      yesOrThrow(await perform(kernel, c.var.place, documents, { id, command: { do: 'add', ...c.req.valid('json') } }));
      return c.json(await shown(c.var.place, id), 201);
    })
    .openapi(get, async (c) => {
      const one = await shown(c.var.place, c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(getLetter, async (c) => {
      const letter = await at(c.var.place, (desk) => letterSeen(desk, c.var.place, c.req.valid('param').id));
      c.header('etag', `"${letter.version}"`);
      return c.json(letter, 200);
    });
  return mount(reading, [...acts(door), delivery(door), viewings(door), ...decisions(door)]);
};

/** What is done with one document. */
const acts = ({ kernel, documents }: Approving) => {
  const on = <Body extends z.ZodType = z.ZodUndefined>(
    path: `${'post' | 'patch' | 'delete'} /${string}`,
    make: (asked: Asked<z.output<Body>>) => { command: DocumentCommand; version?: number },
    body?: Body,
    permission: Permission = WRITES,
  ) =>
    oneAct<typeof documentActed, typeof idParam, Body>(
      { at: path, permission, ...(body && { body }) },
      documentActed,
      async (asked) => {
        const done = yesOrThrow(await perform(kernel, asked.place, documents, { id: asked.id, ...make(asked) }));
        const { version, state, failure, item_id } = done.state.document;
        const event_id = done.events[0]?.id ?? null;
        return { id: asked.id, version, state, failure, item_id, act_id: done.act_id, event_id };
      },
    );
  const onLetter = <Body extends z.ZodType = z.ZodUndefined>(
    how: { at: `${'put' | 'patch' | 'delete'} /${string}`; permission: Permission; body?: Body },
    make: (asked: Asked<z.output<Body>>) => DocumentCommand,
  ) =>
    oneAct<typeof correspondence, typeof idParam, Body>(how, correspondence, async (asked) => {
      const { place, id } = asked;
      const letter = await atDesk(kernel, place, (desk) => letterSeen(desk, place, id));
      yesOrThrow(await perform(kernel, place, documents, { id: letter.document_id, command: make(asked) }));
      return atDesk(kernel, place, (desk) => letterSeen(desk, place, id));
    });
  return [
    on(
      'patch /documents/{id}',
      ({ body, seen }) => ({ command: { do: 'change', ...body }, version: seen }),
      documentChanges,
    ),
    on('post /documents/{id}/processing', () => ({ command: { do: 'process' } })),
    on('post /documents/{id}/approval-request', () => ({ command: { do: 'request' } })),
    on('post /documents/{id}/filing', () => ({ command: { do: 'file' } })),
    on('delete /documents/{id}', ({ seen }) => ({ command: { do: 'remove' }, version: seen })),
    on('post /documents/{id}/printing', () => ({ command: { do: 'print' } })),
    onLetter(
      { at: 'patch /correspondences/{id}', permission: 'signed_in', body: letterText },
      ({ body: text, seen }) => ({
        do: 'save',
        text,
        seen,
      }),
    ),
    onLetter(
      { at: 'put /correspondences/{id}/recipient', permission: 'signed_in', body: otherRecipient },
      ({ body: { to, reason: because }, seen }) => ({ do: 'readdress', to, because, seen }),
    ),
    onLetter({ at: 'delete /correspondences/{id}/recipient', permission: 'signed_in' }, ({ seen }) => ({
      do: 'readdress',
      to: null,
      because: null,
      seen,
    })),
  ];
};

const deliveryBody = z.strictObject({
  /** The version of the e-mail that was seen, and its text where it was not saved yet (IN-111). */
  correspondence_version: z.int(),
  correspondence: letterText.optional(),
  /** The recipient's address that was seen; another one is refused (IN-113). */
  to: z.string().max(254).optional(),
});

/** Sending a processed document off, by hand (IN-115). */
const delivery = (door: DocumentsDoor) =>
  oneAct(
    { at: 'post /documents/{id}/delivery', permission: WRITES, body: deliveryBody },
    documentDetail,
    async (asked) => {
      const { place, id, body } = asked;
      const { correspondence_version: seen, correspondence: text, to: address } = body;
      return again(() =>
        atDesk(door.kernel, place, async (desk) => {
          await sendOff(door, desk, place.caller, { document: id, seen, text, address });
          return detailOf(door, desk, place, id);
        }),
      );
    },
  );

/** Who else has the preview of an item open (inbox.md 4). */
const viewings = ({ kernel }: DocumentsDoor) =>
  oneAct(
    { at: 'post /items/{id}/viewing', permission: READS_ITEMS, body: z.strictObject({ here: z.boolean() }) },
    z.object({ others: z.array(z.string()) }).openapi('ItemViewing'),
    ({ place, id, body }) =>
      atDesk(kernel, place, async (desk) => {
        const { who } = place.caller;
        if (!(await seenAmong(desk, who, [id])).has(id)) throw new HttpRefusal(notFound());
        const others = who.member_id ? await viewing(desk, { item: id, member: who.member_id, ...body }) : [];
        return { others };
      }),
  );

const approvalBody = decisionBody.extend({
  /** Send & approve (IN-107). */
  send: z.boolean().default(false),
  /** The version of the e-mail that was seen, and its text where it was not saved yet (IN-111). */
  correspondence_version: z.int().optional(),
  correspondence: letterText.optional(),
  /** The recipient's address that was seen; another one is refused (IN-113). */
  to: z.string().max(254).optional(),
});
const OUTCOMES = ['arrived', 'again', 'cancel'] as const;

/** What is decided about items, with their documents. */
const decisions = (door: DocumentsDoor) => {
  const { kernel, items, messages } = door;
  return [
    oneAct({ at: 'post /items/{id}/decision', permission: DECIDES, body: approvalBody }, acted, async (asked) => {
      const { place, id, body, seen } = asked;
      const { value, send, instructions, correspondence_version, correspondence: text, to: address } = body;
      const wanted = { item: id, seen, value, send, instructions, correspondence_version, text, address };
      if (send && value !== 'approved')
        throw new HttpRefusal({
          yes: false,
          kind: 'refused',
          code: 'approve_to_send',
          because: 'Only what is approved is sent.',
        });
      const done = await again(() => atDesk(kernel, place, (desk) => approve(door, desk, place.caller, wanted)));
      return answerOf(id, done);
    }),
    oneAct(
      {
        at: 'post /items/{id}/withdrawal',
        permission: DECIDES,
        body: z.strictObject({ reason: reason.min(1, 'Say why it is withdrawn.') }),
      },
      acted,
      async ({ place, id, body }) =>
        answerOf(id, yesOrThrow(await perform(kernel, place, items, { id, command: { do: 'withdraw', ...body } }))),
    ),
    oneAct(
      {
        at: 'post /items/{id}/send-outcome',
        permission: DECIDES,
        body: z.strictObject({ outcome: z.enum(OUTCOMES) }),
      },
      acted,
      async ({ place, id, body }) => {
        const done = await again(() =>
          atDesk(kernel, place, async (desk) => {
            const [settled] = await act(kernel, desk, place.caller, items, [{ id, command: { do: 'settle' } }]);
            const { state, ...rest } = yesOrThrow(settled!);
            const message = (state as ItemState).item.sending!.message_id;
            const command =
              body.outcome === 'again'
                ? ({ do: 'send_again' } as const)
                : ({ do: 'resolve', went: body.outcome === 'arrived' } as const);
            const [told] = await act(kernel, desk, place.caller, messages, [{ id: message, command }]);
            yesOrThrow(told!);
            const item = (await readItems(desk, [id])).get(id)!;
            return { ...rest, state: { ...state, item } };
          }),
        );
        return answerOf(id, done);
      },
    ),
  ];
};

/** One document for its page: 404 for whoever may not see it. */
const detailOf = async (
  { documents, converts }: DocumentsDoor,
  desk: Desk,
  { caller }: Place,
  id: Id,
): Promise<z.infer<typeof documentDetail>> => {
  const row = await readDocument(desk, caller.who, id);
  if (!row) throw new HttpRefusal(notFound());
  // as a sending would see it
  const state = (
    await documents.load(desk, [{ id, command: { do: 'send', message_id: id, seen_address: null } }], caller.who)
  ).get(id)!;
  const { letter, around } = state;
  const no = unsendable(state);
  const noPrint = letter?.kind === 'letter' ? unprintable(state, desk.now) : null;
  const [message] = letter?.message_id ? await messagesById(desk, [letter.message_id]) : [];
  return {
    ...row,
    correspondence: letter && correspondence.parse(letter),
    recipient: around.client && { name: around.client.name, address: recipientOf(state) },
    unsendable: no && { code: no.code, because: no.because },
    unprintable: noPrint && { code: noPrint.code, because: noPrint.because },
    without_glyph: letter && !converts ? glyphsMissing(letter) : [],
    message: message
      ? { id: message.id, state: message.state, leaves_at: message.leaves_at, reason: message.reason }
      : null,
  };
};

const letterSeen = async (desk: Desk, { caller }: Place, id: Id) => {
  const letter = (await readLetters(desk, [id])).get(id);
  if (!letter || !(await readDocument(desk, caller.who, letter.document_id))) throw new HttpRefusal(notFound());
  return correspondence.parse(letter);
};
