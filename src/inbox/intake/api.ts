import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { intakeAddresses } from './lists.ts';
import { type IntakeCommand, intakeChanges, newIntake } from './model.ts';
import { READS_INTAKE, WRITES_INTAKE } from './rules.ts';
import { type IntakeAddress, intakeAddress } from './shapes.ts';
import { intakes } from './store.ts';

export interface IntakeDoor {
  kernel: Kernel;
  /** The domain of intake addresses; null: no mail comes in. */
  domain: string | null;
  /** Sends a mail to one of them by the very listener, and answers what it said; null where there is none. */
  sendTest: ((mail: { to: string; from: string }) => Promise<string>) | null;
  /** The address of the member who asks. */
  addressOf(place: Place): Promise<string>;
}

const list = route(READS_INTAKE, {
  method: 'get',
  path: '/intake-addresses',
  responses: answers(200, z.object({ items: z.array(intakeAddress) })),
});
const add = route(WRITES_INTAKE, {
  method: 'post',
  path: '/intake-addresses',
  request: jsonBody(newIntake),
  responses: answers(201, intakeAddress),
});
const test = route(WRITES_INTAKE, {
  method: 'post',
  path: '/intake-addresses/test',
  request: jsonBody(z.strictObject({ tag: newIntake.shape.tag })),
  responses: answers(200, z.object({ to: z.string(), answer: z.string() })),
});

/** Addresses for mail (inbox.md 5). */
export const intakeApi = ({ kernel, domain, sendTest, addressOf }: IntakeDoor) => {
  const all = (place: Place): Promise<IntakeAddress[]> =>
    domain ? atDesk(kernel, place, (desk) => intakeAddresses(desk, domain)) : Promise.resolve([]);
  const done = async (place: Place, wanted: { id: Id; command: IntakeCommand; version?: number }) => {
    const { intake } = yesOrThrow(await perform(kernel, place, intakes, wanted)).state;
    const found = (await all(place)).find(({ tag }) => tag === intake.tag);
    if (!found) throw new HttpRefusal(notFound());
    return found;
  };
  const reading = router()
    .openapi(list, async (c) => c.json({ items: await all(c.var.place) }, 200))
    .openapi(add, async (c) => {
      if (!domain) throw new HttpRefusal(NO_MAIL);
      return c.json(await done(c.var.place, { id: newId(), command: { do: 'add', ...c.req.valid('json') } }), 201);
    })
    .openapi(test, async (c) => {
      const { place } = c.var;
      const { tag } = c.req.valid('json');
      const to = (await all(place)).find((one) => one.tag === tag)?.address;
      if (!to) throw new HttpRefusal(notFound());
      if (!sendTest) throw new HttpRefusal(NO_MAIL);
      return c.json({ to, answer: await sendTest({ to, from: await addressOf(place) }) }, 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /intake-addresses/{id}', permission: WRITES_INTAKE, body: intakeChanges },
      intakeAddress,
      ({ place, id, body, seen }) => done(place, { id, command: { do: 'change', ...body }, version: seen }),
    ),
    oneAct(
      { at: 'delete /intake-addresses/{id}', permission: WRITES_INTAKE },
      z.object({ id: z.uuid() }),
      async ({ place, id, seen }) => {
        yesOrThrow(await perform(kernel, place, intakes, { id, command: { do: 'delete' }, version: seen }));
        return { id };
      },
    ),
  ]);
};

const NO_MAIL = refused('no_mail_in', 'No mail comes in here. Whoever runs Tickmark sets INBOUND_DOMAIN.');
