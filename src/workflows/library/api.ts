import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { STEP_KINDS, subjectKind } from '#workflows/definitions/content.ts';
import { sayDays, totalDays } from '#workflows/definitions/days.ts';
import { shapeOf } from '#workflows/definitions/forecast.ts';
import { templateCopyBody } from '#workflows/definitions/model.ts';
import { mayDesign } from '#workflows/definitions/rights.ts';
import { designFacts, workflows } from '#workflows/definitions/store.ts';
import { type BringingRooms, bringAlong } from './bringing.ts';
import { copyOrder, settle } from './settle.ts';
import { CARDS, TEMPLATES, templateOf } from './templates.ts';

const template = z
  .object({
    key: z.string(),
    n: z.int(),
    name: z.string(),
    description: z.string(),
    subject_kinds: z.array(subjectKind),
    steps: z.int(),
    days: z.string(),
    card: z.boolean(),
    shape: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(STEP_KINDS), day: z.int() })),
    content: z.record(z.string(), z.unknown()),
  })
  .openapi('WorkflowTemplate');
const copied = z
  .object({ id: z.uuid(), key: z.string(), on: z.boolean(), also: z.array(z.string()), brought: z.array(z.string()) })
  .openapi('CopiedTemplate');

const list = route(reads('workflows'), {
  method: 'get',
  path: '/workflow-templates',
  responses: answers(200, z.object({ items: z.array(template), may_use: z.boolean() })),
});
const copy = route(writes('workflows', 'workflows.design'), {
  method: 'post',
  path: '/workflow-templates/{key}/copies',
  request: { params: z.object({ key: z.string().max(60) }), ...jsonBody(templateCopyBody) },
  responses: answers(201, copied),
});

export const libraryApi = (kernel: Kernel, rooms: BringingRooms) =>
  router()
    .openapi(list, (c) => {
      const may_use = mayDesign(c.get('place').caller.who, []) === null;
      return c.json({ items: TEMPLATES.map((one, i) => shown(one, i)), may_use }, 200);
    })
    .openapi(copy, async (c) => {
      const { key } = c.req.valid('param');
      if (!templateOf(key)) throw new HttpRefusal(notFound('There is no such template.'));
      return c.json(
        await again(() =>
          inPractice(kernel.db, c.get('place').practice_id, (desk) =>
            copyAll({ kernel, rooms }, desk, c.get('place'), key, c.req.valid('json').as_is),
          ),
        ),
        201,
      );
    });

const shown = ({ key, n, content }: (typeof TEMPLATES)[number], index: number): z.infer<typeof template> => ({
  key,
  n,
  name: content.name,
  description: content.description,
  subject_kinds: content.subject_kinds,
  steps: content.steps.length,
  days: sayDays(totalDays(content)),
  card: index < CARDS,
  shape: shapeOf(content),
  content: content as unknown as Record<string, unknown>,
});

/** The template and whatever it starts, sends or asks with and the practice lacks, in one transaction: all copies or none (WF-4). */
const copyAll = async (
  door: { kernel: Kernel; rooms: BringingRooms },
  desk: Desk,
  place: Place,
  key: string,
  as_is: boolean,
): Promise<z.infer<typeof copied>> => {
  const also: string[] = [];
  let made = { id: '', key: '', on: false };
  const order = copyOrder(key, await designFacts(desk));
  const brought = await bringAlong(
    door,
    desk,
    place.caller,
    order.map(({ content }) => content),
  );
  for (const one of order) {
    const id = newId();
    const content = settle(one.content, await designFacts(desk));
    const command = { do: 'copy_template' as const, id, template: { key: one.key, n: one.n }, content, as_is };
    const [outcome] = await act(door.kernel, desk, place.caller, workflows, [{ id, command }]);
    const { workflow } = yesOrThrow(outcome!).state;
    if (one.key === key) made = { id, key: workflow!.key, on: workflow!.on };
    else also.push(workflow!.name);
  }
  return { ...made, also, brought };
};
