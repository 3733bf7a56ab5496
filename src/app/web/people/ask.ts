import { useMemo } from 'react';
import { type Id, newId } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Actor, Context, Refusal, Who } from '#kernel/decision/model.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { memberOf } from '#people/fields/rights.ts';
import { canConvert, canUndoConversion } from '#people/persons/conversion.ts';
import {
  blankEntry,
  blankHolding,
  blankPerson,
  type PersonCommand,
  type PersonKind,
  type PersonState,
  type RoleOnPerson,
} from '#people/persons/model.ts';
import { mayDo } from '#people/persons/rights.ts';
import type { PersonStatus } from '#people/persons/status.ts';
import { enterWaitlist, leaveWaitlist } from '#people/persons/waitlist.ts';
import type { WaitlistRow } from '#people/persons/waitlists.ts';
import { useMe, whoOf } from '../me/me.ts';
import type { PersonDetail, PersonRow } from './facts.ts';

/** What the rules are asked about: a row of a list or a whole record. */
export interface Known {
  id: Id;
  version: number;
  kind: PersonKind;
  status: PersonStatus;
  name: string;
  number: string | null;
  restricted: boolean;
  do_not_contact: boolean;
  holders: Partial<Record<RoleOnPerson, Id>>;
  entered_on: PlainDate | null;
  service_wanted: string | null;
  /** Null: a row, which does not say. */
  open_runs: number | null;
  converted_at: string | null;
  /** Null: a row, which does not say. */
  created_by: string | null;
}

const numberOf = (one: Pick<PersonRow, 'kind' | 'client_number' | 'prospect_number'>): string | null =>
  one.kind === 'client' ? one.client_number : one.prospect_number;

export const knownRow = (row: PersonRow): Known => ({
  id: row.id,
  version: row.version,
  kind: row.kind,
  status: row.status,
  name: row.display_name,
  number: numberOf(row),
  restricted: row.restricted,
  do_not_contact: row.do_not_contact,
  holders: row.roles,
  entered_on: row.entered_on,
  service_wanted: row.service_wanted,
  open_runs: row.open_runs,
  converted_at: null,
  created_by: null,
});

export const knownWaiting = (row: WaitlistRow): Known => ({
  id: row.person_id,
  version: row.person_version,
  kind: 'prospect',
  status: 'waitlisted',
  name: row.display_name,
  number: row.prospect_number,
  restricted: row.restricted,
  do_not_contact: row.do_not_contact,
  holders: row.roles,
  entered_on: row.entered_on,
  service_wanted: row.service,
  open_runs: null,
  converted_at: null,
  created_by: null,
});

export const knownPage = (one: PersonDetail, open_runs: number | null): Known => ({
  id: one.id,
  version: one.version,
  kind: one.kind,
  status: one.status,
  name: one.display_name,
  number: numberOf(one),
  restricted: one.restricted,
  do_not_contact: one.do_not_contact !== null,
  holders: Object.fromEntries(Object.entries(one.roles).map(([role, { member_id }]) => [role, member_id])),
  entered_on: one.waiting?.entered_on ?? null,
  service_wanted: one.service_wanted,
  open_runs,
  converted_at: one.converted?.at ?? null,
  created_by: one.created_by,
});

/** What `can` must know of a record (PL-26). */
export const factsOf = (known: Known, who: Who): ThingFacts => {
  const holders = Object.values(known.holders);
  return {
    assigned_to: holders,
    roles_held_by: holders,
    made_by: memberOf(known.created_by ?? who.actor),
    restricted: known.restricted,
  };
};

/** Who, when and where, as the rules ask for it. */
const useContextNow = (): Context => {
  const me = useMe();
  const { now, today } = useClock();
  return useMemo(
    () => ({
      now,
      today,
      newId,
      who: whoOf(me),
      practice: {
        ...me.practice,
        working_days: [1, 2, 3, 4, 5],
        holidays: [],
        send_hour: '09:00',
        start_hour: 6,
        settings: {},
      },
    }),
    [me, now, today],
  );
};

/**
 * Why a command on this person would be refused, asked of the very rules that the server obeys (WF-190); undefined when
 * nothing known here speaks against it. @example const why = useAsk(); why(known, { do: 'convert' })
 */
export const useAsk = () => {
  const context = useContextNow();
  return useMemo(
    () =>
      (known: Known, command: PersonCommand): string | undefined => {
        const state = stateOf(known, context);
        return (mayDo(state, command, context) ?? ruled(state, command, context))?.because;
      },
    [context],
  );
};

const ruled = (state: PersonState, command: PersonCommand, context: Context): Refusal | null => {
  switch (command.do) {
    case 'convert':
      return canConvert(state);
    case 'undo_conversion':
      return canUndoConversion(state, context.now);
    case 'enter_waitlist':
      return no(enterWaitlist(state, command, context));
    case 'leave_waitlist':
      return no(leaveWaitlist(state, command, context));
    default:
      return null;
  }
};

const no = <D extends { yes: boolean }>(decision: D): Refusal | null =>
  decision.yes ? null : (decision as unknown as Refusal);

/** The state of a person as far as it is known here. Who added it is not in a row: then it counts as one's own. */
const stateOf = (known: Known, { today, who }: Context): PersonState => ({
  person: {
    ...blankPerson(known.id),
    version: known.version,
    kind: known.kind,
    organisation_name: known.name,
    restricted: known.restricted,
    converted_at: known.converted_at,
    inactive_since: known.status === 'inactive' ? today : null,
    do_not_contact_since: known.do_not_contact ? today : null,
    created_by: (known.created_by ?? who.actor) as Actor,
  },
  waitlist: known.entered_on ? [{ ...blankEntry(known.id), person_id: known.id, entered_on: known.entered_on }] : [],
  holdings: Object.entries(known.holders).map(([role, member_id]) => ({
    ...blankHolding(`${known.id}:${role}`),
    person_id: known.id,
    role: role as RoleOnPerson,
    member_id,
    since: today,
  })),
  around: {
    today,
    next: { prospect: '', client: '' },
    numbers: {},
    fields: [],
    tags: [],
    members: [],
    open_runs: [],
    task_members: [],
    client_records: [],
    references: [],
    open_invoices: 0,
  },
});
