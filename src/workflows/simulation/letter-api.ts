import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { PARAMS, paramsOf, sends } from '#workflows/definitions/actions.ts';
import { step as stepSchema, subjectKind, who as whoRule } from '#workflows/definitions/content.ts';
import { day } from '#workflows/definitions/expect.ts';
import { directory } from '#workflows/runs/directory.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { seesSubject } from '#workflows/runs/people.ts';
import { formsByKey } from '#workflows/runs/sheets.ts';
import { factsOf } from '#workflows/runs/store.ts';
import { letterShown } from './letter.ts';
import { type Addressee, inventedAddressee, type SendingStep } from './mail.ts';
import { letterAnswer } from './shapes.ts';
import type { Reading } from './store.ts';
import { inventedSubject, sampleName } from './subject.ts';

const letterBody = z.strictObject({
  /** What the workflow is called, and who owns its runs, as `settings.owner`. */
  name: z.string().trim().min(1).max(80),
  owner: z.array(whoRule).max(10).default([]),
  /** An action that sends, or a form, as in the content of a workflow; it need not be saved. */
  step: z.record(z.string(), z.unknown()),
  /** The day on which the step happens; left out: today. */
  day: day.optional(),
  as: subjectKind,
  /** Left out: a record that nobody has. */
  subject: z.uuid().optional(),
});
type LetterBody = z.infer<typeof letterBody>;

const shown = route(reads('workflows'), {
  method: 'post',
  path: '/step-letters',
  request: jsonBody(letterBody),
  responses: answers(200, letterAnswer),
});

type Read = Pick<Reading, 'subjects' | 'valuesOf' | 'mail'>;

/** The message of one step as a record would get it (ME-2, ME-24). Reads only; refuses records out of the caller's reach. */
export const lettersApi = (kernel: Kernel, reading: Read) =>
  router().openapi(shown, async (c) => {
    const body = c.req.valid('json');
    const step = sendingStep(body.step);
    const { who } = c.get('place').caller;
    const answer = await atDesk(kernel, c.get('place'), async (desk) => {
      const { facts, addressee } = await recordOf(desk, reading, { body, who });
      const world = {
        mail: await reading.mail.of(desk, step.kind === 'form' ? [] : [paramsOf(step.do, step.params).template]),
        directory: await directory(desk),
        form: step.kind === 'form' ? (await formsByKey(desk, [step.form])).get(step.form) : undefined,
        valuesOf: reading.valuesOf,
      };
      const { name, owner, day = desk.today } = body;
      const { now, today, practice } = desk;
      const letter = letterShown(
        world,
        { step, name, owner, day, facts, addressee },
        { now, today, practice, who, newId },
      );
      return { record: body.subject ? { id: facts.id, kind: facts.kind, name: facts.name } : null, ...letter };
    });
    return c.json(answer, 200);
  });

const sendingStep = (given: unknown): SendingStep => {
  const { data } = stepSchema.safeParse(given);
  if (data?.kind === 'form' && data.form) return data;
  if (data && sends(data) && PARAMS[data.do].safeParse(data.params).success) return data;
  throw new HttpRefusal(
    invalid(problem('/step', 'nothing_to_send', 'Choose what is sent and whom it goes to, then it can be shown.')),
  );
};

const recordOf = async (
  desk: Desk,
  { subjects, mail }: Read,
  { body: { subject, as }, who }: { body: LetterBody; who: Who },
): Promise<{ facts: SubjectFacts; addressee: Addressee }> => {
  if (!subject) {
    const member = who.member_id ?? null;
    const facts = inventedSubject(as, { name: sampleName(as), fields: {}, member, on: desk.today });
    return { facts, addressee: inventedAddressee(facts, desk.practice) };
  }
  const record = as === 'employee' || as === 'invoice' ? as : 'person';
  const facts = (await factsOf(desk, subjects, [{ subject_kind: record, subject_id: subject }])).get(subject);
  if (!facts || !seesSubject(who, facts)) throw new HttpRefusal(notFound('There is no such record.'));
  return { facts, addressee: (await mail.addressees(desk, [facts])).get(subject)! };
};
