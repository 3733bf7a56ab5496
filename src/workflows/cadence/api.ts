import { z } from '@hono/zod-openapi';
import type { RawBuilder } from 'kysely';
import type { Id } from '#ground/id.ts';
import { isDate, isTimeZone } from '#ground/time.ts';
import { otherDays } from '#kernel/access/practice/calendar.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { BLOCKED } from './blocked.ts';
import { refuseCadence } from './limits.ts';
import { type ClientFacts, cadence, clientFacts, type PracticeDays, planningOf } from './model.ts';
import { DATES_SHOWN, MOST_DATES, previewOf, sentenceFor, warningsOf } from './preview.ts';
import { sentenceOf } from './sentence.ts';
import { clientFactsOf, practiceDays } from './store.ts';

const date = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const calendar = z.strictObject({
  time_zone: z.string().refine(isTimeZone, 'This is not a time zone, for example «Europe/London».').optional(),
  start_hour: z.int().min(0).max(23).optional(),
  weekend: z.array(z.int().min(1).max(7)).max(7).default([6, 7]),
  holidays: z
    .array(z.strictObject({ date, name: z.string().max(120) }))
    .max(2000)
    .default([]),
});

const asked = z
  .strictObject({
    cadence,
    subject: clientFacts.optional(),
    client_ids: z.array(z.uuid()).min(1).max(500, 'At most 500 clients at once.').optional(),
    /** In place of the practice's own. */
    calendar: calendar.optional(),
    /** The publishing day; today where it is absent. */
    on: date.optional(),
    from: date.optional(),
    count: z.int().min(1).max(MOST_DATES, `At most ${MOST_DATES} dates.`).default(DATES_SHOWN),
  })
  .refine(({ subject, client_ids }) => !(subject && client_ids), 'Name a subject or clients, not both.');
type Asked = z.infer<typeof asked>;

const period = z.object({ from: z.string(), to: z.string() });
const occurrence = z.object({
  client: z.uuid().nullable(),
  key: z.string(),
  index: z.int().nullable(),
  scheduled: z.string(),
  start: z.string(),
  due: z.string(),
  deploy_on: z.string(),
  wakes_at: z.string(),
  period: period.nullable(),
  shifted_by: z.object({ start: z.string().optional(), due: z.string().optional() }).nullable(),
});
const preview = z
  .object({
    sentence: z.string(),
    occurrences: z.array(occurrence),
    blocked: z.array(
      z.object({ client: z.uuid().nullable(), name: z.string().nullable(), code: z.string(), because: z.string() }),
    ),
    warnings: z.array(z.object({ code: z.string(), because: z.string() })),
  })
  .openapi('CadencePreview');

const show = route(reads('workflows'), {
  method: 'post',
  path: '/cadence-previews',
  request: jsonBody(asked),
  responses: answers(200, preview),
});

/** Which persons somebody may read, as a condition on `app.person p`. */
export type SeenPersons = (desk: Desk, who: Who) => Promise<RawBuilder<boolean>>;

/** `cadence-previews` (POST): the dates of a cadence before anything is saved; writes nothing (CA-60). */
export const cadenceApi = (kernel: Kernel, seen: SeenPersons) =>
  router().openapi(show, async (c) => {
    const place = c.get('place');
    const wanted = c.req.valid('json');
    return c.json(await atDesk(kernel, place, (desk) => shown(desk, place.caller.who, { wanted, seen })), 200);
  });

interface Subject {
  client: Id | null;
  name: string | null;
  facts: ClientFacts;
}

const shown = async (desk: Desk, who: Who, { wanted, seen }: { wanted: Asked; seen: SeenPersons }) => {
  const practice = daysOf(await practiceDays(desk), wanted);
  const subjects = await subjectsOf(desk, wanted, () => seen(desk, who));
  const by = ({ facts }: Pick<Subject, 'facts'>) =>
    planningOf(wanted.cadence, { published_on: wanted.on ?? desk.today, facts, practice });
  const no = refuseCadence(wanted.cadence, by(subjects[0]!));
  if (no) throw new HttpRefusal(no);
  const looked = subjects.map((subject) => ({
    subject,
    found: previewOf(by(subject), { ...(wanted.from && { from: wanted.from }), count: wanted.count }),
  }));
  const occurrences = looked.flatMap(({ subject, found }) =>
    'occurrences' in found ? found.occurrences.map((one) => ({ client: subject.client, ...one })) : [],
  );
  return {
    sentence: sharedSentence(wanted, subjects.map(by)),
    occurrences,
    blocked: looked.flatMap(({ subject: { client, name }, found }) =>
      'blocked' in found ? [{ client, name, code: found.blocked, because: BLOCKED[found.blocked] }] : [],
    ),
    warnings: warningsOf(wanted.cadence, occurrences),
  };
};

/** With the first date where it is the same for all. */
const sharedSentence = ({ cadence: written }: Asked, plannings: ReturnType<typeof planningOf>[]): string => {
  const sentences = new Set(plannings.map(sentenceFor));
  return sentences.size === 1 ? [...sentences][0]! : sentenceOf(written);
};

const subjectsOf = async (
  desk: Desk,
  { subject, client_ids }: Asked,
  seen: () => Promise<RawBuilder<boolean>>,
): Promise<Subject[]> => {
  if (!client_ids) return [{ client: null, name: null, facts: subject ?? clientFacts.parse({}) }];
  const found = await clientFactsOf(desk, client_ids, await seen());
  return client_ids.map((id) => {
    const one = found.get(id);
    if (!one) throw new HttpRefusal(notFound());
    return { client: id, name: one.name, facts: one.facts };
  });
};

const daysOf = (own: PracticeDays, { calendar: given }: Asked): PracticeDays =>
  given
    ? {
        time_zone: given.time_zone ?? own.time_zone,
        start_hour: given.start_hour ?? own.start_hour,
        calendar: { working_days: otherDays(given.weekend), holidays: given.holidays.map((one) => one.date) },
        holiday_names: Object.fromEntries(given.holidays.map(({ date: day, name }) => [day, name])),
      }
    : own;
