import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { listedSenders } from '../senders/store.ts';
import { triageOf } from '../triage/store.ts';
import { belongingOf } from './belonging.ts';
import { asideBecause, tagOf } from './judging.ts';
import { incomingOf, makeItems, yes } from './making.ts';
import type { Arrival } from './model.ts';
import { type ArrivalReading, keyOf, type Opened, open, readArrival, settleAlone } from './reading.ts';
import { acknowledge } from './receipts.ts';
import { machine } from './receiving.ts';
import { isSetAsideSpam } from './spam.ts';
import { arrivals, beginFirst, firstOfThese, readArrivals, seenAmong } from './store.ts';
import { idsIn } from './threads.ts';

/** Larger ones are read one after another, so that few are in memory at once. */
const READ_TOGETHER_BYTES = 512 * 1024;

/**
 * Reads several arrivals of a practice. Those that come for the first time and belong to nothing that is there already become
 * items in one transaction, with a statement for each kind of row; each other one, and each of them where that transaction
 * fails, is read and settled by itself, with the same outcome. Gives what went wrong, by arrival: that one is still *received*.
 */
export const readTogether = (reading: ArrivalReading, onFault: (error: Error) => void) => {
  const alone = readArrival(reading);
  return async (practice: Id, ids: readonly Id[]): Promise<ReadonlyMap<Id, unknown>> => {
    const { db } = reading.kernel;
    const faults = new Map<Id, unknown>();
    const each = (id: Id, work: Promise<void>) => work.catch((error) => void faults.set(id, error));
    const fresh = await inPractice(db, practice, (desk) => beginFirst(desk, ids, READ_TOGETHER_BYTES));
    const opened = new Map<Id, Opened>();
    const opening = async (arrival: Arrival) => void opened.set(arrival.id, await open(reading, practice, arrival));
    await Promise.all(fresh.map((arrival) => each(arrival.id, opening(arrival))));
    // As they came: an answer is settled after what it answers.
    const ready = fresh
      .flatMap((arrival) => (opened.has(arrival.id) ? [{ arrival, opened: opened.get(arrival.id)! }] : []))
      .sort((a, b) => (a.arrival.id < b.arrival.id ? -1 : 1));
    const settled = await again(() => inPractice(db, practice, (desk) => settlePlain(reading, desk, ready))).catch(
      (error) => {
        onFault(error);
        return new Set<Id>();
      },
    );
    for (const { arrival, opened: its } of ready)
      if (!settled.has(arrival.id)) await each(arrival.id, settleAlone(reading, practice, arrival, its));
    const begun = new Set(fresh.map(({ id }) => id));
    for (const id of ids) if (!begun.has(id)) await each(id, alone(practice, { arrival: id }));
    return faults;
  };
};

interface Ready {
  arrival: Arrival;
  opened: Opened;
}

/** Of these, which are the first of their kind, an answer to nothing and from a person; they are items after it. */
const settlePlain = async (reading: ArrivalReading, desk: Desk, ready: readonly Ready[]): Promise<ReadonlySet<Id>> => {
  const still = await readArrivals(
    desk,
    ready.map(({ arrival }) => arrival.id),
  );
  const plain: Ready[] = [];
  const named = Map.groupBy(ready, ({ arrival }) => arrival.message_id);
  const rules = await listedSenders(
    desk,
    ready.map(({ arrival, opened }) => [opened.read.from_address, arrival.sender]),
  );
  const triage = await triageOf(desk);
  for (const [i, one] of ready.entries()) {
    const { arrival, opened } = one;
    const { message_id, to_address, id } = arrival;
    if (still.get(id)?.outcome !== 'received' || asideBecause(opened.read.class)) continue;
    if (rules[i]?.list === 'block' || isSetAsideSpam(desk, opened.read)) continue;
    if (triage(incomingOf(arrival, opened.read)).set_aside) continue;
    // What one of the others decides about it is told by settling one after another.
    if (message_id && named.get(message_id)!.length > 1) continue;
    if (idsIn(opened.mail).some((answered) => named.has(answered))) continue;
    if (tagOf(to_address).token || (await belongingOf(desk, arrival, opened.mail, opened.read))) continue;
    plain.push(one);
  }
  const seen = await seenAmong(
    desk,
    plain.map(({ arrival }) => arrival),
  );
  const wanted = plain.filter(({ arrival }) => !arrival.message_id || !seen.has(arrival.message_id));
  const keys = new Map(wanted.toReversed().map(({ arrival, opened }) => [keyOf(arrival, opened.read), arrival.id]));
  const first = await firstOfThese(desk, keys);
  const made = wanted.filter(({ arrival }) => first.has(arrival.id));
  const items = await makeItems(
    reading,
    desk,
    machine(),
    made.map(({ arrival, opened: { read, kept } }) => ({
      arrival,
      read,
      kept,
      follows: null,
      may_follow: null,
      triage: triage(incomingOf(arrival, read)),
    })),
  );
  // One by one, since several may be of one sender, who hears it once; where the practice wants no answer, nothing is asked.
  for (const [i, { arrival, opened }] of made.entries())
    await acknowledge(reading, desk, { arrival, read: opened.read, item: items[i]! });
  const commands = made.map(({ arrival, opened: { read } }, i) => {
    const settled = { outcome: 'item_made', because: null, item_id: items[i]! } as const;
    return { id: arrival.id, command: { do: 'settle' as const, read, settled } };
  });
  if (commands.length) yes(await act(reading.kernel, desk, machine(), arrivals, commands));
  return new Set(made.map(({ arrival }) => arrival.id));
};
