import { sayDay, sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import type { RoleOnPerson } from './model.ts';
import { ROLE_NAMES } from './roles.ts';

/** The name of a member, tag or record by its id. */
export type NameOf = (id: string) => string;

/**
 * What happened, as a timeline says it behind the actor's name: «Anna» «converted it to client CLI-0031» (PE-105). A value
 * that was erased is missing from the facts and is not spoken of.
 */
export const SENTENCES: Record<string, (facts: Facts, name: NameOf) => string> = {
  'prospect.added': (facts) => `added the prospect${numbered(facts, 'prospect_number')}${beside(facts)}`,
  'client.added': (facts) => `added the client${numbered(facts, 'client_number')}${beside(facts)}`,
  'person.changed': (facts) => `changed ${sayList(Object.keys(facts).map(fieldName))}`,
  'person.tagged': (facts, name) => `put the tag ${tagNames(facts, 1, name)} on it`,
  'person.untagged': (facts, name) => `took the tag ${tagNames(facts, 0, name)} off it`,
  'person.converted': (facts) =>
    `made the prospect a client${numbered(facts, 'client_number')}${because(facts, 'conversion_reason')}`,
  'person.conversion_undone': (facts) => `made the client a prospect again${because(facts, 'conversion_reason')}`,
  'person.deactivated': (facts) => `deactivated it${because(facts, 'inactive_reason')}${runs(facts)}`,
  'person.reactivated': () => 'made it active again',
  'person.contact_stopped': (facts) => `said not to contact it${because(facts, 'do_not_contact_reason')}`,
  'person.contact_allowed': () => 'allowed contact again',
  'person.deleted': () => 'deleted it',
  'person.restored': () => 'brought it back',
  'person.erased': () => 'erased everything personal',
  'prospects.exported': exported('prospects'),
  'clients.exported': exported('clients'),
  'person.archived': () => 'took everything that is kept of it as a file',
  'person.merged': (facts, name) => `merged it into ${name(String(after(facts, 'merged_into')))}`,
  'person.absorbed': () => 'merged another record into it',
  'person.unmerged': () => 'reversed a merge',
  'person.undone': (facts) => (after(facts, 'deleted_at') ? 'took back adding it' : 'took back a change'),
  'waitlist_entry.entered': (facts) => `put it on the waitlist${from(facts, 'entered_on')}${service(facts)}`,
  'waitlist_entry.left': (facts) => `took it off the waitlist: ${after(facts, 'outcome')}`,
  'waitlist_entry.reopened': () => 'put it back in its place on the waitlist',
  'waitlist_entry.undone': () => 'took back a change of the waitlist',
  'role_holding.begun': (facts, name) =>
    `made ${name(String(after(facts, 'member_id')))} ${role(facts)}${from(facts, 'since')}`,
  'role_holding.ended': (facts) => `ended a role${from(facts, 'until')}`,
  'role_holding.in_force': () => 'began a role that was given for this day',
  'role_holding.withdrawn': () => 'took back a role that was to begin later',
  'role_holding.undone': () => 'took back a change of who looks after it',
};

function exported(list: string) {
  return (facts: Facts): string => `took ${Number(after(facts, 'rows') ?? 0).toLocaleString('en')} ${list} as a file`;
}

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;

const FIELD_NAMES: Record<string, string> = {
  emails: 'the e-mail addresses',
  phones: 'the phone numbers',
  addresses: 'the addresses',
  tags: 'the tags',
  custom: 'the practice’s own fields',
  year_end: 'the year end',
  known_year_ends: 'the known year ends',
  tax_period: 'the tax period',
  restricted: 'who may see it',
};
const fieldName = (field: string): string => FIELD_NAMES[field] ?? `the ${field.replaceAll('_', ' ')}`;

const numbered = (facts: Facts, field: string): string => (after(facts, field) ? ` ${after(facts, field)}` : '');
const because = (facts: Facts, field: string): string => (after(facts, field) ? `: ${after(facts, field)}` : '');
const from = (facts: Facts, field: string): string =>
  after(facts, field) ? ` from ${sayDay(String(after(facts, field)))}` : '';
const service = (facts: Facts): string => (after(facts, 'service') ? ` for ${after(facts, 'service')}` : '');
const role = (facts: Facts): string => ROLE_NAMES[after(facts, 'role') as RoleOnPerson] ?? 'a role';

const beside = (facts: Facts): string => {
  const seen = after(facts, 'added_beside');
  return Array.isArray(seen) && seen.length ? ', though similar records were shown' : '';
};

const runs = (facts: Facts): string => {
  const choice = after(facts, 'inactive_open_runs');
  return choice === 'hold' ? ', its runs held' : choice === 'cancel' ? ', its runs cancelled' : '';
};

const tagNames = (facts: Facts, side: 0 | 1, name: NameOf): string => {
  const [before, now] = (facts.tags ?? [[], []]) as [Json, Json];
  const [here, there] = side ? [now, before] : [before, now];
  const only = ((here as string[] | null) ?? []).filter((id) => !((there as string[] | null) ?? []).includes(id));
  return sayList(only.map((id) => `«${name(id)}»`));
};
