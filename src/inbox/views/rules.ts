import { plural } from '#ground/text.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Refusal, Who } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import { type InboxView, MOST_OWN, MOST_SHARED, type ViewCommand, type ViewState } from './model.ts';

export const READS_VIEWS = reads('inbox');
/** What all see is kept by whoever may change all items. */
export const SHARES_VIEWS = writes('inbox', 'inbox.update_all');

/** Everybody sees the shared ones, and their own. */
const sees = (view: Pick<InboxView, 'shared' | 'member_id'>, who: Who): boolean =>
  view.shared || (view.member_id !== null && view.member_id === who.member_id);

/** One's own is changed as one likes, a shared one by whoever may share; somebody else's is not there. */
export const mayChange = (view: Pick<InboxView, 'shared' | 'member_id'>, who: Who): Refusal | null =>
  can(who, READS_VIEWS) ?? (sees(view, who) ? (view.shared ? can(who, SHARES_VIEWS) : null) : notFound());

/** Refuses a name that is taken among the shared ones or one's own, and more views than somebody finds their way among. */
export const decide = (state: ViewState, command: ViewCommand, context: Context): Decision => {
  const { view } = state;
  const { who } = context;
  if (command.do === 'add') {
    const { do: _, ...given } = command;
    const wanted: InboxView = { ...view, ...given, member_id: who.member_id ?? null };
    if (view.version > 0) return accept([]);
    return can(who, READS_VIEWS) ?? wrong(state, wanted, who) ?? told(view, 'added', creation(wanted), context);
  }
  if (view.version === 0 || view.deleted_at) return notFound();
  const no = mayChange(view, who);
  if (no) return no;
  if (command.do === 'delete')
    return told(view, 'deleted', difference<InboxView>(view, { deleted_at: context.now }), context);
  const { do: _, ...set } = command;
  const facts = difference<InboxView>(view, set);
  return wrong(state, { ...view, ...(set as Partial<InboxView>) }, who) ?? told(view, 'changed', facts, context);
};

/** What stands in the way of a view as somebody wants it; asked too when something is taken back. */
export const wrong = ({ view, others }: ViewState, wanted: InboxView, who: Who): Refusal | null => {
  const no = wanted.shared && !(view.version > 0 && view.shared) ? can(who, SHARES_VIEWS) : null;
  if (no) return no;
  if (!wanted.shared && !wanted.member_id)
    return refused('needs_a_member', 'A key of the practice has no views of its own. Share the view, or sign in.');
  const beside = others.filter((one) =>
    wanted.shared ? one.shared : !one.shared && one.member_id === wanted.member_id,
  );
  if (beside.some(({ name }) => name.toLowerCase() === wanted.name.toLowerCase()))
    return invalid(problem('/name', 'name_taken', `There is a view «${wanted.name}» already. Choose another name.`));
  const most = wanted.shared ? MOST_SHARED : MOST_OWN;
  if (beside.length < most) return null;
  const kind = wanted.shared ? 'views for everybody' : 'views of one member';
  return refused('too_many', `There are ${plural(most, 'view', kind)}. Remove one that nobody needs.`);
};

export const evolve = (state: ViewState, event: Event): ViewState => ({
  ...state,
  view: changed<InboxView>(state.view, event),
});

const told = (view: InboxView, did: string, facts: Event['facts'], context: Context): Decision =>
  accept(
    Object.keys(facts).length
      ? [{ verb: `item_view.${did}`, thing: ref('item_view', view.id), facts, ...undoable(context) }]
      : [],
  );
