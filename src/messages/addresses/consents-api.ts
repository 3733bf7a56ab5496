import { z } from '@hono/zod-openapi';
import type { RawBuilder } from 'kysely';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { consentsOfClient, listConsents, showConsent } from './consents.ts';
import { numbersOf } from './holders.ts';
import { type AddressCommand, CONSENT_SOURCES, CONSENT_STATES, newConsent, optOut, REASONS } from './model.ts';
import { NO_ADDRESS, readAddress } from './read-address.ts';
import { MAY_RECORD } from './rules.ts';
import { addresses, onAddress } from './store.ts';

export const heldBy = z.object({ id: z.uuid(), kind: z.enum(['prospect', 'client']), display_name: z.string() });
const consent = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string(),
    state: z.enum(CONSENT_STATES),
    source: z.enum(CONSENT_SOURCES).nullable(),
    words: z.string().nullable(),
    file: z.uuid().nullable(),
    at: z.string().nullable(),
    by_name: z.string().nullable(),
    client: heldBy.nullable(),
    contact: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    label: z.string().nullable(),
    suppressed: z.enum(REASONS).nullable(),
  })
  .openapi('Consent');

/** What the routes of addresses need of the house. */
export interface AddressesDoor {
  kernel: Kernel;
  /** The condition on `app.person p` for what this member may read. */
  seen(desk: Desk, who: Who): Promise<RawBuilder<boolean>>;
}

const list = route(reads('people'), {
  method: 'get',
  path: '/consents',
  request: {
    query: listQuery(['-at'], {
      /** Every number of this prospect or client and its contacts, those nothing is recorded for too. */
      client: z.uuid().optional(),
      number: z.string().max(60).optional(),
      state: z.enum(CONSENT_STATES).optional(),
    }),
  },
  responses: answers(200, pageOf(consent)),
});
const record = route(MAY_RECORD, {
  method: 'post',
  path: '/consents',
  request: jsonBody(newConsent),
  responses: answers(201, consent),
});
const withdraw = route(MAY_RECORD, {
  method: 'post',
  path: '/consents/withdrawals',
  request: jsonBody(optOut),
  responses: answers(201, consent),
});

/** Who may be texted: every recorded consent, a client's numbers, recording and withdrawing (ME-35, ME-36). */
export const consentsApi = ({ kernel, seen }: AddressesDoor) => {
  /** Whose number it is and how it is kept; refuses clients that may not be seen and numbers that cannot be texted. */
  const read = (place: Place, client: string, typed: string) =>
    atDesk(kernel, place, async (desk) => {
      const theirs = await numbersOf(desk, client, await seen(desk, place.caller.who));
      if (!theirs) throw new HttpRefusal(notFound());
      const address = readAddress('sms', typed, theirs.country ?? desk.practice.country);
      if (!address) throw new HttpRefusal(invalid(problem('/number', 'invalid', NO_ADDRESS.sms)));
      const contact = theirs.numbers.find(({ number }) => number === address)?.contact?.id ?? null;
      return { channel: 'sms' as const, address, contact };
    });
  const does = async (place: Place, command: AddressCommand) => {
    const wanted = onAddress(place.practice_id, command);
    yesOrThrow(await perform(kernel, place, addresses, wanted));
    return atDesk(kernel, place, async (desk) => showConsent(desk, await seen(desk, place.caller.who), wanted.id));
  };
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const { client, ...query } = c.req.valid('query');
      const page = await atDesk(kernel, place, async (desk) => {
        const may = await seen(desk, place.caller.who);
        if (!client) return listConsents(desk, may, query);
        const items = await consentsOfClient(desk, may, client);
        if (!items) throw new HttpRefusal(notFound());
        return { items: items.filter(({ state }) => !query.state || state === query.state), next: null };
      });
      return c.json(page, 200);
    })
    .openapi(record, async (c) => {
      const place = c.get('place');
      const { number, client, ...given } = c.req.valid('json');
      const about = await read(place, client, number);
      return c.json(await does(place, { do: 'record_consent', person: client, ...about, ...given }), 201);
    })
    .openapi(withdraw, async (c) => {
      const place = c.get('place');
      const { number, client, words } = c.req.valid('json');
      const { channel, address } = await read(place, client, number);
      return c.json(await does(place, { do: 'withdraw_consent', channel, address, source: 'member', words }), 201);
    });
};
