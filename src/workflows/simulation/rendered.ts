import { signed } from '#messages/fields/signature.ts';
import type { Content as Wording } from '#messages/templates/model.ts';
import { worded } from '#messages/templates/wording.ts';
import { paramsOf, SENDS } from '#workflows/definitions/actions.ts';
import type { Addressee, Mail, SendingAction, Words, Writing } from './mail.ts';

/**
 * A message as a record would get it, rendered once for the same words: a simulation asks for it when it compares lives, when
 * a life writes it and when its line is told, on several days, and most of its words are the same each time.
 */
export const rendered = (
  mail: Mail,
  addressee: Addressee,
  { step, ...writing }: Omit<Writing, 'form'> & { step: SendingAction },
): Words | null => {
  const { template } = paramsOf(step.do, step.params);
  const wording = mail.wordings.get(template);
  if (!wording) return null;
  const added = addedBy(mail, mentionedIn(wording), writing);
  const known = knownOf(mail, addressee);
  const key = `${template} ${writing.facts.kind} ${JSON.stringify(added)}`;
  if (!known.has(key)) known.set(key, render(mail, addressee, { wording, step, added, ...writing }));
  return known.get(key)!;
};

const render = (
  mail: Mail,
  { records }: Addressee,
  { wording, step, added, facts, today }: Pick<Writing, 'facts' | 'today'> & Rendering,
): Words | null => {
  const record = records[facts.kind] ?? { values: { groups: {} }, locales: [] };
  const { today: _, own, ...groups } = added;
  const given = record.values.groups;
  const values = { ...record.values, groups: { ...given, ...groups, [facts.kind]: { ...given[facts.kind], ...own } } };
  return worded(wording, { ...record, values }, { channel: SENDS[step.do], today, groups: mail.groups });
};

interface Rendering {
  wording: Wording;
  step: SendingAction;
  added: Added;
}
type Added = ReturnType<typeof addedBy>;

/** What the run and its day add to a record's values, and what has changed on it: as far as the words can ask for it. */
const addedBy = (
  { members }: Mail,
  mentions: (group: string) => boolean,
  { facts, changed, owner, run_name, task, today }: Omit<Writing, 'form' | 'step' | 'members'>,
) => ({
  own: Object.fromEntries(
    Object.entries(changed).flatMap(([field, value]) => (NAMES[field] ? [[NAMES[field], value]] : [])),
  ),
  ...(mentions('specialist') && { specialist: { ...members.get(facts.roles.specialist ?? '') } }),
  ...(mentions('sender') && { sender: { ...members.get(owner ?? '') } }),
  ...(mentions('run') && { run: { name: run_name } }),
  ...(mentions('task') && { task }),
  ...(mentions('today') && { today }),
});

/** Fields of a record that change in a simulation, under their names in messages. */
const NAMES: Readonly<Record<string, string>> = {
  given_name: 'first_name',
  family_name: 'last_name',
  email: 'email',
  work_email: 'email',
  phone: 'phone',
  client_number: 'client_number',
};

/** A group that is asked for stands in the words by its name. */
const mentionedIn = (wording: Wording): ((group: string) => boolean) => {
  const text = TEXTS.get(wording) ?? textOf(wording);
  TEXTS.set(wording, text);
  return (group) => text.includes(group);
};
const textOf = ({ variants, signature }: Wording): string =>
  variants
    .map((variant) => (signature ? signed(variant) : variant))
    .map(({ subject, body, text }) => `${subject} ${body} ${text}`)
    .join(' ');
const TEXTS = new WeakMap<Wording, string>();

const knownOf = (mail: Mail, addressee: Addressee): Map<string, Words | null> => {
  const of = KNOWN.get(mail) ?? new WeakMap<Addressee, Map<string, Words | null>>();
  KNOWN.set(mail, of);
  const known = of.get(addressee) ?? new Map<string, Words | null>();
  of.set(addressee, known);
  return known;
};
const KNOWN = new WeakMap<Mail, WeakMap<Addressee, Map<string, Words | null>>>();
