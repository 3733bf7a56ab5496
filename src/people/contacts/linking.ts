import type { Context, Event, Facts, Problem, Refusal } from '#kernel/decision/model.ts';
import { creation, difference, invalid, problem, ref, undoable } from '#kernel/decision/rules.ts';
import type { ContactLink, ContactState, GivenLink } from './model.ts';
import { mayLink } from './rights.ts';

export interface Linked {
  no: Refusal | null;
  events: Event[];
}

/**
 * Turns the links there are into the links that are wanted; `undefined` leaves them. A person has one primary contact: where
 * this one becomes it, the other gives way in the same act. Refuses persons that are not there or may not be changed.
 */
export const linking = (state: ContactState, wanted: readonly GivenLink[] | undefined, context: Context): Linked => {
  if (!wanted) return { no: null, events: [] };
  const open = state.links.filter((link) => !link.deleted_at);
  const added = wanted.filter(({ person }) => !open.some((link) => link.person_id === person));
  const removed = open.filter((link) => !wanted.some(({ person }) => person === link.person_id));
  const no = refusedLinks(state, wanted, added, context) ?? refusedRemovals(state, removed, context);
  if (no) return { no, events: [] };
  const events = [
    ...removed.map((link) =>
      told(link.id, link.person_id, 'contact_link.removed', { deleted_at: [null, context.now] }, context),
    ),
    ...added.map(({ person, label, primary }) =>
      told(
        context.newId(),
        person,
        'contact_link.added',
        creation({ contact_id: state.contact.id, person_id: person, label, primary }),
        context,
      ),
    ),
    ...open.flatMap((link) => changedLink(link, wanted, context)),
    ...gaveWay(state, wanted, open, context),
  ];
  return { no: null, events };
};

const changedLink = (link: ContactLink, wanted: readonly GivenLink[], context: Context): Event[] => {
  const asked = wanted.find(({ person }) => person === link.person_id);
  if (!asked) return [];
  const facts = difference<ContactLink>(link, { label: asked.label, primary: asked.primary });
  return Object.keys(facts).length ? [told(link.id, link.person_id, 'contact_link.changed', facts, context)] : [];
};

const gaveWay = (
  { rivals }: ContactState,
  wanted: readonly GivenLink[],
  open: readonly ContactLink[],
  context: Context,
): Event[] => {
  const became = wanted.filter(
    ({ person, primary }) => primary && !open.some((link) => link.person_id === person && link.primary),
  );
  return rivals
    .filter((rival) => became.some(({ person }) => person === rival.person_id))
    .map((rival) => told(rival.id, rival.person_id, 'contact_link.changed', { primary: [true, false] }, context));
};

const refusedLinks = (
  state: ContactState,
  wanted: readonly GivenLink[],
  added: readonly GivenLink[],
  context: Context,
): Refusal | null => {
  const refusals = added.map((link) => ({ link, no: mayLink(state, link.person, context) }));
  const forbidden = refusals.find(({ no }) => no && no.kind !== 'not_found');
  if (forbidden) return forbidden.no;
  const problems = refusals.flatMap(({ link, no }): Problem[] =>
    no ? [problem(`/links/${wanted.indexOf(link)}/person`, 'not_found', 'There is no such prospect or client.')] : [],
  );
  return problems.length ? invalid(...problems) : null;
};

const refusedRemovals = (state: ContactState, removed: readonly ContactLink[], context: Context): Refusal | null =>
  removed
    .filter((link) => state.persons.has(link.person_id))
    .map((link) => mayLink(state, link.person_id, context))
    .find((no) => no !== null) ?? null;

const told = (id: string, person: string, verb: string, facts: Facts, context: Context): Event => ({
  verb,
  thing: ref('contact_link', id),
  client_id: person,
  facts,
  ...undoable(context),
});
