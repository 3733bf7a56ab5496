import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import type { Arrival, ArrivalCommand, ArrivalState } from './model.ts';

/** The job that reads an arrival and settles what becomes of it. */
export const READ_ARRIVAL = 'read_arrival';

/**
 * A mail is taken in once and settled once; only a set-aside one may still become an item (inbox.md 2). Settling what is
 * settled changes nothing, so that a job that runs twice does no harm (IN-180). Refuses `already_settled`.
 */
export const decide = ({ arrival }: ArrivalState, command: ArrivalCommand, context: Context): Decision => {
  const event = (verb: string, facts: Facts): Event => ({ verb, thing: ref('arrival', arrival.id), facts });
  if (command.do === 'receive') {
    if (arrival.version > 0) return accept([]);
    const born = creation({ ...command.arrived, outcome: 'received', received_at: context.now });
    const job = { do: 'queue', queue: 'inbound', name: READ_ARRIVAL, data: { arrival: arrival.id } } as const;
    return accept([event('arrival.received', born)], [job]);
  }
  if (arrival.version === 0) return notFound();
  if (command.do === 'settle') {
    if (arrival.outcome !== 'received') return accept([]);
    const set = { ...command.read, ...command.settled, decided_at: context.now };
    return accept([event(`arrival.${command.settled.outcome}`, difference<Arrival>(arrival, set))]);
  }
  const no = can(context.who, writes('inbox'));
  if (no) return no;
  if (arrival.outcome !== 'set_aside')
    return refused('already_settled', 'Only a mail that was set aside can be made an item.');
  const set = { ...command.read, outcome: 'item_made' as const, item_id: command.item_id };
  return accept([event('arrival.item_made', difference<Arrival>(arrival, set))]);
};

export const evolve = (state: ArrivalState, event: Event): ArrivalState => ({
  arrival: changed<Arrival>(state.arrival, event),
});
