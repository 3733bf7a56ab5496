import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { can, canAny, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Event, Refusal } from '#kernel/decision/model.ts';
import { idOf, kindOf, notAllowed, notFound, refused } from '#kernel/decision/rules.ts';
import { memberOf, peopleWhole } from '#people/fields/rights.ts';
import type { PersonCommand, PersonState } from './model.ts';
import { displayName, lookedAfterBy } from './status.ts';

/** What `can` must know of a person: who looks after it, who added it, and with `tasks` also who has work on it (PE-103). */
export const thingFacts = ({ person, holdings, around }: PersonState, today: string, tasks = false): ThingFacts => {
  const holders = lookedAfterBy(holdings, today);
  return {
    assigned_to: tasks ? [...holders, ...around.task_members] : holders,
    roles_held_by: holders,
    made_by: memberOf(person.created_by ?? ''),
    restricted: person.restricted,
  };
};

/** May they see the record at all? Otherwise it answers as if absent (PL-35, PE-103). */
export const maySee = (state: PersonState, context: Context): Refusal | null =>
  can(context.who, reads('people'), thingFacts(state, context.today, true));

/** Who may what on a person (people.md section 3, last table). Adding needs no reach; what others look after does. */
export const mayDo = (state: PersonState, command: PersonCommand, context: Context): Refusal | null => {
  const { who } = context;
  if (command.do === 'add') return can(who, writes('people')) ?? addedNumber(command, context);
  const unseen = maySee(state, context);
  if (unseen) return unseen;
  switch (command.do) {
    case 'delete':
    case 'restore':
      return peopleWhole(who, `${command.do} a record`);
    case 'undo_conversion':
      return peopleWhole(who, 'undo a conversion');
    case 'erase':
    case 'erase_absorbed':
      return can(who, writes('people', 'person.erase'));
    case 'set_role':
    case 'end_role':
      return roleRight(command.role, context);
    case 'wake':
      return who.actor.startsWith('system:') ? null : notFound();
    default:
      return writable(state, context) ?? changedNumber(state, command, context) ?? restricting(state, command, context);
  }
};

const writable = (state: PersonState, context: Context): Refusal | null => {
  const no = can(context.who, writes('people'), thingFacts(state, context.today));
  return no?.kind === 'not_found'
    ? notAllowed('You have a task here and may read this record, but you do not look after it.')
    : no;
};

/** Roles are set by people W; the specialist also by whoever may put customers on collection workflows. */
const roleRight = (role: string, { who }: Context): Refusal | null =>
  role === 'specialist' && canAny(who, [writes('collections', 'collections.assign')]) === null
    ? null
    : peopleWhole(who, 'set who looks after a record');

/** Taking back needs what doing needed: roles are their own matter, all else is writing (PL-28). */
export const mayTakeBack = (state: PersonState, events: readonly Event[], context: Context): Refusal | null => {
  const roles = events.filter(({ thing }) => kindOf(thing) === 'role_holding');
  if (roles.length < events.length) return writable(state, context);
  const ids = new Set(roles.map(({ thing }) => idOf(thing)));
  const named = state.holdings.filter((holding) => ids.has(holding.id)).map((holding) => holding.role);
  return named.map((role) => roleRight(role, context)).find((no) => no !== null) ?? null;
};

const addedNumber = (command: PersonCommand & { do: 'add' }, { who }: Context): Refusal | null =>
  command.prospect_number !== undefined || command.client_number !== undefined
    ? peopleWhole(who, 'choose numbers')
    : null;

/** Numbers are changed by people W (PE-13). */
const changedNumber = ({ person }: PersonState, command: PersonCommand, { who }: Context): Refusal | null => {
  if (command.do !== 'change') return null;
  const changes = (['prospect_number', 'client_number'] as const).some(
    (field) => command[field] !== undefined && command[field] !== person[field],
  );
  return changes ? peopleWhole(who, 'change numbers') : null;
};

/** Marking a client restricted is for those who still see it afterwards (PL-31). */
const restricting = ({ person }: PersonState, command: PersonCommand, { who }: Context): Refusal | null =>
  command.do === 'change' && command.restricted !== undefined && command.restricted !== person.restricted
    ? who.abilities.includes('restricted.read')
      ? null
      : notAllowed('Only somebody who may see restricted clients can mark one or lift the mark.', {
          ability: 'restricted.read',
        })
    : null;

/** Absorbed records answer as their survivor, so no command reaches them; a deleted one can only come back; an erased one is over. */
export const gone = ({ person }: PersonState, command: PersonCommand): Refusal | null => {
  if (command.do === 'add') return null;
  if (person.version === 0 || !!person.merged_into !== (command.do === 'erase_absorbed')) return notFound();
  if (person.erased_at)
    return refused('erased', 'Everything personal in this record was erased, so it cannot be changed any more.');
  if (command.do === 'restore')
    return person.deleted_at ? null : refused('not_deleted', `${displayName(person)} is not deleted.`);
  return person.deleted_at ? notFound() : null;
};
