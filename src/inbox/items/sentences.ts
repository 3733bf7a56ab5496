import { sayDay, sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import { nameOf } from './law.ts';
import type { Status } from './model.ts';

type Naming = (id: string) => string;

/** What happened to an item, as a timeline says it behind the actor's name (IN-151, PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts, name: Naming) => string>> = {
  'item.added': ({ subject, source }) =>
    `${source ? 'made the item of a mail' : 'added the item'}${said(subject?.[1])}`,
  'item.resubmitted': ({ subject }) => `submitted it again${said(subject?.[1])}`,
  'item.mail_added': () => 'added a mail to it',
  'item.written': ({ written_to }) => `wrote a mail${written_to?.[1] ? ` to ${written_to[1]}` : ''}`,
  'item.mail_recalled': () => 'took a mail back before it left',
  'item.mail_failed': ({ because }) => `could not send a mail about it${said(because?.[1])}`,
  'item.mail_unknown': () => 'does not know whether a mail about it left',
  'item.mail_bounced': ({ because }) => `got a mail about it back${said(because?.[1])}`,
  'item.asked': ({ subject }) => `asked for approval${said(subject?.[1])}`,
  'item.sending': () => 'approved it and sends it to the client',
  'item.send_failed': ({ send_error }) => `could not send it, so nothing is decided${said(send_error?.[1])}`,
  'item.send_recalled': () => 'took the sending back, so nothing is decided',
  'item.withdrawn': () => 'withdrew the request for approval',
  'item.changed': (facts) => `changed ${Object.keys(facts).map(fieldName).join(', ') || 'the item'}`,
  'item.tagged': (facts, name) => `put the tag ${tagNames(facts, 1, name)} on it`,
  'item.untagged': (facts, name) => `took the tag ${tagNames(facts, 0, name)} off it`,
  'item.status_set': ({ status }) => `moved it to ${status ? nameOf(status[1] as Status) : 'another tab'}`,
  'item.decided': ({ decision, instructions, decision_sent, own_work }) => {
    const own = own_work?.[1] ? ', their own work' : '';
    return decision_sent?.[1]
      ? `sent it, so it is approved${own}${said(instructions?.[1])}`
      : `decided: ${decision ? nameOf(decision[1] as Status) : 'a decision'}${own}${said(instructions?.[1])}`;
  },
  'item.decision_final': () => 'made the decision final',
  'item.taken_back': () => 'took the decision back',
  'item.completed': () => 'completed it',
  'item.assigned': ({ assignee_id }, name) =>
    assignee_id?.[1] ? `gave it to ${name(String(assignee_id[1]))}` : 'took it away from whoever had it',
  'item.held': ({ hold_why, hold_until }) =>
    `put it on hold${hold_until?.[1] ? ` until ${sayDay(String(hold_until[1]))}` : ''}${said(hold_why?.[1])}`,
  'item.released': () => 'ended the hold',
  'item.hold_ended': () => 'ended the hold, as its day came',
  'item.triaged': ({ rules }) => sayRules(rules?.[1]),
  'item.linked': ({ follows }, name) => `linked it: it goes on with ${name(String(follows?.[1]))}`,
  'item.proposal_declined': () => 'did not want what was proposed',
  'item.bundled': () => 'took all that is kept of it as a bundle of evidence',
  'item.followed': () => 'followed its client to the record it was united with',
  'item.deleted': () => 'deleted it',
  'item.restored': () => 'restored it',
  'items.exported': ({ rows }) => `took ${Number(rows?.[1] ?? 0).toLocaleString('en')} items as a file`,
  'item.undone': () => 'took a change back',
  'item_note.written': ({ body }) => `wrote a note${said(body?.[1])}`,
  'item_note.changed': ({ body }) => `changed a note${said(body?.[1])}`,
  'item_note.undone': () => 'took a note back',
};

/** The words are private: whoever may not read them hears of the act alone. */
const said = (text: Json | undefined): string => (typeof text === 'string' && text ? `: «${text}»` : '');

const tagNames = ({ tags }: Facts, side: 0 | 1, name: Naming): string => {
  const [here, there] = [tags?.[side], tags?.[side ? 0 : 1]].map((ids) => (Array.isArray(ids) ? ids.map(String) : []));
  return sayList(here!.filter((id) => !there!.includes(id)).map((id) => `«${name(id)}»`));
};

/** «set the category and the tags by the rule «Tax letters»». */
const sayRules = (rules: Json | undefined): string => {
  const all = (Array.isArray(rules) ? rules : []) as { rule?: string; set?: string[] }[];
  const said_of = ({ rule, set = [] }: { rule?: string; set?: string[] }) =>
    `${sayList(set.map(fieldName))} by the rule «${rule}»`;
  return all.length ? `set ${sayList(all.map(said_of))}` : 'followed the triage rules';
};

const FIELDS: Readonly<Record<string, string>> = {
  client_id: 'the client',
  category_id: 'the category',
  contact: 'the contact',
  due_on: 'the due date',
  due_after: 'the due date',
  assignee_id: 'who gets it',
  watcher_ids: 'who watches it',
  confidential: 'whether it is confidential',
};
const fieldName = (field: string): string => FIELDS[field] ?? `the ${field.replaceAll('_', ' ')}`;
