import { plural } from '#ground/text.ts';
import { millisecondsBetween } from '#ground/time.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, changed, conflict, creation, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import { type Feed, type FeedCommand, type FeedState, MOST_FEEDS, type Verb } from './model.ts';

const HOUR_MS = 3_600_000;

/**
 * A member's own calendar feeds (CA-61). Refuses anybody else's as not there, one made with a key, more than 20, and a change of
 * one that is revoked.
 */
export const decide = (state: FeedState, command: FeedCommand, context: Context): Decision => {
  const { feed } = state;
  switch (command.do) {
    case 'make':
      return make(state, command, context);
    case 'renew': {
      const { round, token_hash } = command;
      return (
        ownAndOpen(feed, context) ??
        (round === feed.round + 1
          ? told(feed, 'calendar_feed.renewed', { round, token_hash, last_fetched_at: null })
          : conflict('Somebody gave it a new address at the same moment. Look at it again.'))
      );
    }
    case 'revoke':
      return ownAndOpen(feed, context) ?? told(feed, 'calendar_feed.revoked', { revoked_at: context.now });
    case 'fetch':
      return isNews(feed, context) ? told(feed, 'calendar_feed.fetched', { last_fetched_at: context.now }) : accept([]);
    default:
      return command satisfies never;
  }
};

export const evolve = (state: FeedState, event: Event): FeedState => ({ ...state, feed: changed(state.feed, event) });

const make = (
  { feed, open }: FeedState,
  { do: _, ...sent }: Extract<FeedCommand, { do: 'make' }>,
  { who }: Context,
): Decision => {
  if (!who.member_id || !who.actor.startsWith('member:'))
    return refused('not_with_a_key', 'A key cannot make calendar feeds. Sign in and make one under «My profile».');
  if (open >= MOST_FEEDS)
    return refused(
      'too_many',
      `You have ${plural(MOST_FEEDS, 'calendar feed', 'calendar feeds')}. Revoke one that is not needed.`,
    );
  const facts = creation({ ...sent, member_id: who.member_id, round: 1 });
  return accept([{ verb: 'calendar_feed.made' satisfies Verb, thing: ref('calendar_feed', feed.id), facts }]);
};

/** Somebody else's is not there (PL-31). */
const ownAndOpen = (feed: Feed, { who }: Context): Refusal | null => {
  if (!feed.version || feed.member_id !== who.member_id) return notFound();
  return feed.revoked_at
    ? refused('already_revoked', 'This calendar feed was revoked and opens nothing. Make a new one.')
    : null;
};

/** That somebody fetched it is told once an hour, however often a program asks. */
const isNews = ({ last_fetched_at }: Feed, { now }: Context): boolean =>
  !last_fetched_at || millisecondsBetween(last_fetched_at, now) >= HOUR_MS;

const told = (feed: Feed, verb: Verb, set: Partial<Feed>): Decision =>
  accept([{ verb, thing: ref('calendar_feed', feed.id), facts: difference(feed, set) }]);
