import type { Id } from '#ground/id.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { can, canAny, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Refusal, Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { memberOf } from '#people/fields/rights.ts';
import type { ContactState } from './model.ts';
import type { LinkedPerson } from './port.ts';

const factsOf = (person: LinkedPerson, tasks: boolean): ThingFacts => ({
  assigned_to: tasks ? [...person.holders, ...person.task_members] : person.holders,
  roles_held_by: person.holders,
  made_by: person.made_by,
  restricted: person.restricted,
});

const here = ({ links, persons }: ContactState): LinkedPerson[] =>
  links.filter((link) => !link.deleted_at).flatMap((link) => persons.get(link.person_id) ?? []);

/** A contact is seen by whoever sees one of its persons, or made it (PL-35, PE-103). */
export const maySee = (state: ContactState, who: Who): Refusal | null => {
  const linked = here(state);
  const own = { assigned_to: [], made_by: memberOf(state.contact.created_by ?? '') };
  const some = linked.length
    ? linked.some((person) => can(who, reads('people'), factsOf(person, true)) === null)
    : can(who, reads('people'), own) === null;
  return some ? null : notFound();
};

/** Collections write is enough for contacts (PL-32); reach «assigned» goes by the persons. */
const WRITES = [writes('people'), writes('collections')] as const;

export const mayWrite = (state: ContactState, { who }: Context): Refusal | null => {
  const linked = here(state);
  if (!linked.length)
    return canAny(who, WRITES, { assigned_to: [], made_by: memberOf(state.contact.created_by ?? '') });
  const refusals = linked.map((person) => canAny(who, WRITES, factsOf(person, false)));
  return refusals.find((refusal) => refusal === null) === null ? null : refusals[0]!;
};

export const mayAdd = ({ who }: Context): Refusal | null => canAny(who, WRITES);

/** May the contact be put at this person? As if absent when the person may not be seen. */
export const mayLink = (state: ContactState, person: Id, { who }: Context): Refusal | null => {
  const linked = state.persons.get(person);
  if (!linked || can(who, reads('people'), factsOf(linked, true))) return notFound();
  return canAny(who, WRITES, factsOf(linked, false));
};
