import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { act, again, perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { DIFFERING } from './differing.ts';
import { MOST_RULES, newTriageRule, sets, type TriageCommand, type TriageRule, triageChanges, when } from './model.ts';
import { READS_TRIAGE, WRITES_TRIAGE } from './rules.ts';
import { listTriageRules, triageRules } from './store.ts';
import { trialOf } from './trial.ts';

const shape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    on: z.boolean(),
    /** As it now is it was tried on what came last. */
    tried: z.boolean(),
    when: z.object(when.shape),
    sets: z.object(sets.shape),
  })
  .openapi('TriageRule');
const rules = z.object({ items: z.array(shape) });
const text = z.string().nullable();
const trial = z
  .object({
    version: z.int(),
    looked_at: z.int(),
    items: z.array(
      z.object({
        kind: z.enum(['mail', 'form']),
        id: z.uuid(),
        sender: z.string(),
        subject: z.string(),
        received_at: z.string(),
        item: z.object({ id: z.uuid(), number: z.int() }).nullable(),
        changes: z.array(z.object({ field: z.enum(DIFFERING), before: text, after: text })),
      }),
    ),
  })
  .openapi('TriageTrial');

const list = route(READS_TRIAGE, { method: 'get', path: '/triage-rules', responses: answers(200, rules) });
const add = route(WRITES_TRIAGE, {
  method: 'post',
  path: '/triage-rules',
  request: jsonBody(newTriageRule),
  responses: answers(201, shape),
});
const order = route(WRITES_TRIAGE, {
  method: 'put',
  path: '/triage-rules/order',
  request: jsonBody(z.strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_RULES) })),
  responses: answers(200, rules),
});

const shown = ({ deleted_at: _, position: __, ...rule }: TriageRule): z.infer<typeof shape> => shape.parse(rule);

/** Rules for what comes in: made off, tried, switched on, in an order (IN-186). */
export const triageApi = (kernel: Kernel) => {
  const all = async (place: Place) => ({ items: (await atDesk(kernel, place, listTriageRules)).map(shown) });
  const done = async (place: Place, wanted: { id: Id; command: TriageCommand; version?: number }) =>
    shown(yesOrThrow(await perform(kernel, place, triageRules, wanted)).state.rule);
  /** All of them, as they shall stand. */
  const put = ({ practice_id, caller }: Place, ids: readonly Id[]) =>
    again(() =>
      inPractice(kernel.db, practice_id, async (desk) => {
        const known = await listTriageRules(desk);
        if (known.length !== new Set(ids).size || known.some(({ id }) => !ids.includes(id)))
          throw new HttpRefusal(
            invalid(problem('/ids', 'not_all', 'Name every rule once, in the order in which they shall stand.')),
          );
        const wanted = ids.map((id, position) => ({ id, command: { do: 'place' as const, position } }));
        for (const outcome of await act(kernel, desk, caller, triageRules, wanted)) yesOrThrow(outcome);
      }),
    );
  const tried = ({ practice_id, caller }: Place, id: Id) =>
    again(() =>
      inPractice(kernel.db, practice_id, async (desk) => {
        const [outcome] = await act(kernel, desk, caller, triageRules, [{ id, command: { do: 'try' } }]);
        if (!outcome) throw new HttpRefusal(notFound());
        const { rule } = yesOrThrow(outcome).state;
        const { version } = (await listTriageRules(desk)).find((one) => one.id === id)!;
        return { version, ...(await trialOf(desk, caller.who, rule)) };
      }),
    );
  const reading = router()
    .openapi(list, async (c) => c.json(await all(c.var.place), 200))
    .openapi(add, async (c) => {
      const command = { do: 'add' as const, ...c.req.valid('json') };
      return c.json(await done(c.var.place, { id: newId(), command }), 201);
    })
    .openapi(order, async (c) => {
      const { place } = c.var;
      await put(place, c.req.valid('json').ids);
      return c.json(await all(place), 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /triage-rules/{id}', permission: WRITES_TRIAGE, body: triageChanges },
      shape,
      ({ place, id, body, seen }) => done(place, { id, command: { do: 'change', ...body }, version: seen }),
    ),
    oneAct(
      { at: 'put /triage-rules/{id}/switch', permission: WRITES_TRIAGE, body: z.strictObject({ on: z.boolean() }) },
      shape,
      ({ place, id, body, seen }) => done(place, { id, command: { do: 'switch', ...body }, version: seen }),
    ),
    oneAct({ at: 'post /triage-rules/{id}/trial', permission: WRITES_TRIAGE }, trial, ({ place, id }) =>
      tried(place, id),
    ),
    oneAct({ at: 'delete /triage-rules/{id}', permission: WRITES_TRIAGE }, shape, ({ place, id, seen }) =>
      done(place, { id, command: { do: 'delete' }, version: seen }),
    ),
  ]);
};
