import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, ref } from '#kernel/decision/rules.ts';
import type {
  ClientDelivery,
  ClientDeliveryCommand,
  ClientDeliveryState,
  Correspondence,
  DocumentClient,
  Profile,
} from './model.ts';
import { SETS_DELIVERY } from './rights.ts';

/** How a client's documents reach them, and whether all of them need approval: set by Owner, Admin or Manager (IN-100, IN-115). */
export const decideDelivery = (
  { delivery }: ClientDeliveryState,
  { do: _, ...set }: ClientDeliveryCommand,
  { who }: Context,
): Decision => {
  const no = can(who, SETS_DELIVERY);
  if (no) return no;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `client_delivery.${verb}`,
    thing: ref('client_delivery', delivery.id),
    facts,
    client_id: delivery.id,
  });
  const facts = difference<ClientDelivery>(delivery, set);
  if (!Object.keys(facts).length) return accept([]);
  return accept([delivery.version === 0 ? event('made', creation({ ...delivery, ...set })) : event('changed', facts)]);
};

export const evolveDelivery = (state: ClientDeliveryState, event: Event): ClientDeliveryState => ({
  ...state,
  delivery: changed<ClientDelivery>(state.delivery, event),
});

/**
 * How a document reaches its client: as the client has it; where nothing is said, by e-mail if the profile has a wording for it,
 * else by letter. Null: the client gets nothing (IN-115).
 */
export const deliveryOf = (
  { file_only, message_template_id }: Pick<Profile, 'file_only' | 'message_template_id'>,
  { delivery }: Pick<DocumentClient, 'delivery'>,
): Correspondence['kind'] | null => {
  if (file_only || delivery === 'none') return null;
  return delivery ?? (message_template_id ? 'email' : 'letter');
};
