import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, ref, undoable } from '#kernel/decision/rules.ts';
import type { AlertList, AlertListCommand, Refused } from './model.ts';

export const READS_ALERTS = reads('settings');
export const WRITES_ALERTS = writes('settings');

/** So many addresses are alerted at most, and no more of one category. */
export const MOST_ADDRESSES = 50;

const email = z.email().max(254);

/**
 * The addresses of a text, split at semicolons, commas and lines; each stands once, in small letters. What is no address, or
 * one that makes items itself, is refused by its name, and the others are kept (IN-170).
 * @param domain of intake addresses; null where no mail comes in
 */
export const sorted = (text: string, domain: string | null): { kept: string[]; refused: Refused[] } => {
  const kept: string[] = [];
  const refused: Refused[] = [];
  for (const given of text.split(/[;,\r\n]+/)) {
    const address = given.trim().toLowerCase();
    if (!address || kept.includes(address)) continue;
    const no = faultOf(address, domain, kept.length);
    if (no) refused.push({ address: given.trim().slice(0, 254), ...no });
    else kept.push(address);
  }
  return { kept, refused };
};

const faultOf = (address: string, domain: string | null, kept: number): Omit<Refused, 'address'> | null => {
  if (!email.safeParse(address).success)
    return { code: 'not_an_address', because: `«${address.slice(0, 254)}» is not an e-mail address.` };
  if (domain && address.endsWith(`@${domain.toLowerCase()}`))
    return {
      code: 'own_address',
      because: `${address} makes items itself: each alert would be an item, and alert again.`,
    };
  return kept >= MOST_ADDRESSES
    ? { code: 'too_many', because: `At most ${MOST_ADDRESSES} addresses are alerted, so ${address} is not.` }
    : null;
};

/** Keeps the good addresses of a text; what was not kept, whoever asks learns from `sorted`. By Owners and Admins. */
export const decide = (list: AlertList, { text, domain }: AlertListCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_ALERTS);
  if (no) return no;
  const { kept: addresses } = sorted(text, domain);
  const facts = difference<AlertList>(list, { addresses });
  if (!Object.keys(facts).length) return accept([]);
  const first = list.version === 0;
  const event: Event = {
    verb: first ? 'inbox_alerts.made' : 'inbox_alerts.changed',
    thing: ref('inbox_alerts', list.id),
    facts: first ? creation({ ...list, addresses }) : facts,
    ...(!first && undoable(context)),
  };
  return accept([event]);
};

export const evolve = (list: AlertList, event: Event): AlertList => changed<AlertList>(list, event);

export interface Unallocated {
  id: Id;
  category_id: Id | null;
}

/** Who is alerted of items that nobody has: the practice's addresses, and those of each item's category; each once. */
export const alertsOf = (
  items: readonly Unallocated[],
  practice: readonly string[],
  categories: ReadonlyMap<Id, readonly string[]>,
): { address: string; item_id: Id }[] =>
  items.flatMap(({ id, category_id }) =>
    [...new Set([...practice, ...(categories.get(category_id ?? '') ?? [])])].map((address) => ({
      address,
      item_id: id,
    })),
  );
