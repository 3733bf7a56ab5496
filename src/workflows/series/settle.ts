import { canonical } from '#ground/json.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Acceptance, Context } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import { BLOCKED, blockedBy } from '#workflows/cadence/blocked.ts';
import { dateOfKey } from '#workflows/cadence/keys.ts';
import type { ClientFacts } from '#workflows/cadence/model.ts';
import type { ClientOfSeries } from './model.ts';
import { makeDue, planNext, replaceDeferred, tryAgain } from './planned.ts';
import { currentVersion, isLive, OUT, outBecause, stateOf } from './state.ts';
import { type Story, story, tellClient, tellOccurrence } from './story.ts';

/**
 * Looks at one client of a series: what is due is queued or skipped as missed, the next date is planned, what changed is planned
 * anew, and whoever takes no part any more loses what was planned, with the reason (CA-36 … CA-50). Doing it twice changes
 * nothing.
 */
export const settle = (state: ClientOfSeries, context: Context): Acceptance => {
  const told = story(state, context);
  if (!leave(told) && !block(told)) {
    comeBack(told);
    takeFacts(told);
    if (stateOf(state.series) === 'paused') takeBack(told);
    else {
      makeDue(told);
      replaceDeferred(told);
      tryAgain(told);
    }
    planNext(told);
  }
  return accept(told.events, told.effects);
};

/** CA-39, CA-40: nothing is made for it any more. */
const leave = (told: Story): boolean => {
  const out = outBecause(told.state);
  if (!out) return false;
  cancelLive(told, out, OUT[out]);
  tellClient(told, 'series_client.left', { out_because: out });
  return true;
};

/** CA-15: it gets no date and holds nobody else up. */
const block = (told: Story): boolean => {
  const { series, client } = told.state;
  const code = blockedBy(currentVersion(series).cadence, client!.facts);
  if (!code) return false;
  cancelLive(told, code, BLOCKED[code]);
  tellClient(told, 'series_client.blocked', { blocked: code, out_because: null, facts: client!.facts });
  return true;
};

/** Taken back among us: as a newcomer where the tag or the fact was missing, else with the dates that are still to come. */
const comeBack = (told: Story): void => {
  const { row } = told.state;
  if (!row.out_because && !row.blocked) return;
  const { today, now } = told.context;
  const isNew = row.blocked !== null || row.out_because === 'no_longer_tagged';
  tellClient(told, 'series_client.returned', {
    blocked: null,
    out_because: null,
    from_day: addDays(today, isNew ? 0 : -1),
    ...(isNew && { published_on: today, joined_at: now }),
  });
};

/** CA-16: events are counted on from the last one that was made; nothing is made whose date is not after today. */
const takeFacts = (told: Story): void => {
  const { row, series, client } = told.state;
  const { facts } = client!;
  const { cadence } = currentVersion(series);
  const isNews =
    row.facts && cadence.kind === 'event' && canonical(eventFacts(row.facts)) !== canonical(eventFacts(facts));
  tellClient(told, 'series_client.changed', {
    facts,
    ...(isNews && { published_on: told.context.today, last_event: lastEvent(told.state) }),
  });
};

/** What events are counted from. */
const eventFacts = ({ year_end, known_year_ends, tax_period }: ClientFacts) => ({
  year_end,
  known_year_ends,
  tax_period,
});

const lastEvent = ({ occurrences }: ClientOfSeries): PlainDate | null =>
  occurrences
    .filter(({ state, index }) => index !== null && !['planned', 'cancelled'].includes(state))
    .map(({ key }) => dateOfKey(key))
    .sort()
    .at(-1) ?? null;

/** CA-49: what was queued and not begun. */
const takeBack = (told: Story): void => {
  for (const row of told.state.occurrences.filter(({ state }) => state === 'queued'))
    tellOccurrence(told, 'occurrence.taken_back', { row, set: { state: 'planned', late_at: null } });
};

const cancelLive = (told: Story, reason: string, because: string): void => {
  for (const row of told.state.occurrences.filter(isLive))
    tellOccurrence(told, 'occurrence.cancelled', { row, set: { state: 'cancelled', reason, because, retry_at: null } });
};
