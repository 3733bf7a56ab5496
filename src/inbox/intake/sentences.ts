import type { Facts } from '#kernel/decision/model.ts';

/** What happened to the addresses for mail, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'intake_address.added': ({ tag }) => (tag?.[1] ? `added the address +${tag[1]}` : 'set up the main address'),
  'intake_address.changed': () => 'changed what mail to an address becomes',
  'intake_address.fell_quiet': () => 'found that no mail comes to an address any more',
  'intake_address.heard_again': () => 'found that mail comes to an address again',
  'intake_address.deleted': () => 'took an address away',
  'intake_address.undone': () => 'took a change of an address back',
};
