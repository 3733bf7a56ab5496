import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { PracticeFacts } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { reads, writes } from '../roles/rules.ts';
import { calendarChanges, type Holiday, otherDays, region, shownHolidays } from './calendar.ts';
import { holidaysOf, isRegion, regionsOf } from './regions.ts';
import { decidePractice, evolvePractice, type PracticeState } from './rules.ts';
import { practices, readHolidays, readPractice } from './store.ts';

/** How many dates of work under way another calendar would move, and of how many runs (WF-41): the house answers. */
export type DatesMoved = (desk: Desk, caller: Caller, after: PracticeFacts) => Promise<{ dates: number; runs: number }>;

const namedDay = z.object({ date: z.string(), name: z.string() });
const calendar = z
  .object({
    version: z.int(),
    time_zone: z.string(),
    start_hour: z.int(),
    weekend: z.array(z.int()),
    region: z.string().nullable(),
    holidays: z.array(namedDay.extend({ region: z.string().nullable(), struck_out: z.boolean() })),
    /** Answered to a dry run only. */
    moves: z.object({ dates: z.int(), runs: z.int() }).nullable(),
  })
  .openapi('PracticeCalendar');
const listedRegion = z.object({ code: z.string(), name: z.string() });

const get = route(reads('settings'), {
  method: 'get',
  path: '/practice-calendar',
  responses: answers(200, calendar),
});
const put = route(writes('settings'), {
  method: 'put',
  path: '/practice-calendar',
  request: jsonBody(calendarChanges.extend({ dry_run: z.boolean().default(false) })),
  responses: answers(200, calendar),
});
const regions = route(reads('settings'), {
  method: 'get',
  path: '/holiday-regions',
  request: { query: z.strictObject({ country: z.string().length(2).optional() }) },
  responses: answers(200, z.object({ items: z.array(listedRegion) })),
});
const proposals = route(reads('settings'), {
  method: 'get',
  path: '/holiday-regions/{code}/holidays',
  request: { params: z.object({ code: region.openapi({ param: { name: 'code', in: 'path' } }) }) },
  responses: answers(200, z.object({ items: z.array(namedDay) })),
});

/** `practice-calendar` (GET, PUT), and the regions whose holidays can be listed (CA-26). */
export const calendarApi = (kernel: Kernel, moved: DatesMoved) =>
  router()
    .openapi(get, async (c) => {
      const state = await atDesk(kernel, c.get('place'), stateOf);
      c.header('etag', `"${state.practice.version}"`);
      return c.json(shown(state), 200);
    })
    .openapi(put, async (c) => {
      const place = c.get('place');
      const version = versionSeen(c.req.header('if-match'));
      const { dry_run, ...changes } = c.req.valid('json');
      const command = { do: 'set_calendar' as const, ...changes, listed: await listOf(kernel, place, changes.region) };
      if (dry_run) return c.json(await tried(kernel, place, command, moved), 200);
      const done = yesOrThrow(await perform(kernel, place, practices, { id: place.practice_id, command, version }));
      c.header('etag', `"${done.state.practice.version}"`);
      return c.json(shown(done.state), 200);
    })
    .openapi(regions, (c) => c.json({ items: regionsOf(c.req.valid('query').country) }, 200))
    .openapi(proposals, async (c) =>
      c.json({ items: await listOf(kernel, c.get('place'), c.req.valid('param').code) }, 200),
    );

const stateOf = async (desk: Desk): Promise<PracticeState> => ({
  practice: await readPractice(desk),
  holidays: await readHolidays(desk),
});

const listOf = async (kernel: Kernel, place: Place, code: string | null) => {
  if (!code) return [];
  if (!isRegion(code))
    throw new HttpRefusal(invalid(problem('/region', 'unknown_region', `No list of holidays is known for «${code}».`)));
  return holidaysOf(code, await atDesk(kernel, place, async ({ today }) => today));
};

/** Decided and thrown away: the calendar as it would be, and what it would move. */
const tried = (kernel: Kernel, place: Place, command: Parameters<typeof decidePractice>[1], moved: DatesMoved) =>
  atDesk(kernel, place, async (desk) => {
    const { now, today, practice } = desk;
    const before = await stateOf(desk);
    const context = { now, today, practice, who: place.caller.who, newId };
    const decided = yesOrThrow(decidePractice(before, command, context));
    const after = decided.events.reduce(evolvePractice, before);
    const { working_days, start_hour } = after.practice;
    const facts = { ...practice, working_days, start_hour, holidays: daysOff(after.holidays) };
    return { ...shown(after), moves: await moved(desk, place.caller, facts) };
  });

const daysOff = (holidays: readonly Holiday[]): string[] =>
  holidays
    .filter((one) => !one.struck_out)
    .map(({ on_date }) => on_date)
    .sort();

const shown = ({ practice, holidays }: PracticeState) => ({
  version: practice.version,
  time_zone: practice.time_zone,
  start_hour: practice.start_hour,
  weekend: otherDays(practice.working_days),
  region: practice.holiday_region,
  holidays: shownHolidays(holidays, practice.holiday_region).map(
    ({ on_date: date, name, region: from, struck_out }) => ({
      date,
      name,
      region: from,
      struck_out,
    }),
  ),
  moves: null,
});
