import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { answerOf, type ItemsDoor } from '../items/api.ts';
import type { ItemCommand } from '../items/model.ts';
import type { ItemsPort } from '../items/port.ts';
import { READS, WRITES } from '../items/rights.ts';
import { acted } from '../items/shapes.ts';
import { PROPOSED, type Proposal } from './model.ts';
import { takenOf } from './rules.ts';
import { proposalsOf } from './store.ts';

const proposal = z
  .object({
    key: z.string(),
    kind: z.enum(PROPOSED),
    value: z.string(),
    says: z.string(),
    number: z.int().nullable(),
    because: z.string(),
    /** Whether accepting all takes it. */
    in_all: z.boolean(),
  })
  .openapi('ItemProposal');
const key = z.string().min(1).max(80);
const list = route(READS, {
  method: 'get',
  path: '/items/{id}/proposals',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(proposal) })),
});

/** What is proposed for an item; nothing of it holds before a member accepts it (IN-63, IN-182). */
export const proposalsApi = ({ kernel, items, port }: ItemsDoor & { port: ItemsPort<Desk> }) => {
  const shown = async (desk: Desk, who: Who, id: Id) => {
    const found = await proposalsOf(desk, port, who, id);
    if (!found) throw new HttpRefusal(notFound());
    return found;
  };
  /** On what is proposed at that very moment. */
  const done = ({ practice_id, caller }: Place, id: Id, seen: number, commandOf: (now: Now) => ItemCommand) =>
    again(() =>
      inPractice(kernel.db, practice_id, async (desk) => {
        const command = commandOf(await shown(desk, caller.who, id));
        const [outcome] = await act(kernel, desk, caller, items, [{ id, command, version: seen }]);
        return answerOf(id, yesOrThrow(outcome!));
      }),
    );
  const reading = router().openapi(list, async (c) => {
    const { place } = c.var;
    const { proposals } = await atDesk(kernel, place, (desk) => shown(desk, place.caller.who, c.req.valid('param').id));
    return c.json({ items: proposals }, 200);
  });
  return mount(reading, [
    oneAct(
      {
        at: 'post /items/{id}/proposals/acceptance',
        permission: WRITES,
        /** Left out: all of which there is one. */
        body: z.strictObject({ keys: z.array(key).min(1).max(20).optional() }),
      },
      acted,
      ({ place, id, body, seen }) => done(place, id, seen, (now) => accepting(now, body.keys)),
    ),
    oneAct(
      { at: 'post /items/{id}/proposals/rejection', permission: WRITES, body: z.strictObject({ key }) },
      acted,
      ({ place, id, body, seen }) =>
        done(place, id, seen, (now) => {
          if (!now.declined.includes(body.key)) stillThere(now.proposals, body.key);
          return { do: 'decline', proposal: body.key };
        }),
    ),
  ]);
};

interface Now {
  proposals: readonly Proposal[];
  declined: readonly string[];
}

/** Whoever declined the date does not get it by the category. */
const accepting = ({ proposals, declined }: Now, keys: readonly string[] | undefined): ItemCommand => {
  const wanted = keys ? keys.map((one) => stillThere(proposals, one)) : proposals.filter(({ in_all }) => in_all);
  if (!wanted.length)
    throw new HttpRefusal(
      refused('nothing_proposed', 'Nothing is proposed for this item that could be taken at once.'),
    );
  const taken = takenOf(wanted);
  const no_date = taken.category_id && !taken.due_on && declined.some((one) => one.startsWith('due_on:'));
  return { do: 'accept', ...taken, ...(no_date && { due_on: null }) };
};

const stillThere = (proposals: readonly Proposal[], wanted: string): Proposal => {
  const found = proposals.find((one) => one.key === wanted);
  if (!found) throw new HttpRefusal(refused('not_proposed', 'This is not proposed any more. Look at the item again.'));
  return found;
};
