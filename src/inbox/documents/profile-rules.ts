import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Problem } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, invalid, notFound, problem, ref } from '#kernel/decision/rules.ts';
import type { Profile, ProfileCommand, ProfileState } from './model.ts';
import { WRITES_PROFILES } from './rights.ts';

/** How a practice deals with one sort of document; Owners and Admins say so. */
export const decideProfile = (state: ProfileState, command: ProfileCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_PROFILES);
  if (no) return no;
  const { profile } = state;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `document_profile.${verb}`,
    thing: ref('document_profile', profile.id),
    facts,
  });
  if (command.do === 'add') {
    const { do: _, ...given } = command;
    const wanted = { ...profile, ...given };
    if (profile.version > 0) return accept([]);
    return wrong(state, wanted) ?? accept([event('added', creation(wanted))]);
  }
  if (profile.version === 0 || profile.deleted_at) return notFound();
  if (command.do === 'delete')
    return accept([event('deleted', difference<Profile>(profile, { deleted_at: context.now }))]);
  const { do: _, ...set } = command;
  const facts = difference<Profile>(profile, set);
  if (!Object.keys(facts).length) return accept([]);
  return wrong(state, { ...profile, ...(set as Partial<Profile>) }) ?? accept([event('changed', facts)]);
};

const wrong = ({ around }: ProfileState, wanted: Profile) => {
  const faults: Problem[] = [];
  const { name, approver, file_only, message_template_id, letter_template_id, four_eyes, four_eyes_above } = wanted;
  if (around.taken.includes(name.toLowerCase()))
    faults.push(problem('/name', 'name_taken', `There is a profile «${name}» already.`));
  if (approver && 'member' in approver && !around.members.has(approver.member))
    faults.push(problem('/approver', 'not_active', 'Only an active member can approve.'));
  if (letter_template_id && !around.paper)
    faults.push(problem('/letter_template_id', 'no_such_template', 'This letter template is not there any more.'));
  if (message_template_id ? !around.usable : !file_only && !letter_template_id)
    faults.push(
      problem(
        '/message_template_id',
        'template_needed',
        'Choose a message template for e-mails that can be sent or a letter template, or let the client get nothing.',
      ),
    );
  if (four_eyes === 'above' && !four_eyes_above)
    faults.push(problem('/four_eyes_above', 'amount_needed', 'Say above which amount somebody else must approve.'));
  return faults.length ? invalid(...faults) : null;
};

export const evolveProfile = (state: ProfileState, event: Event): ProfileState => ({
  ...state,
  profile: changed<Profile>(state.profile, event),
});
