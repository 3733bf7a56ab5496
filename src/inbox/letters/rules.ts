import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  creation,
  difference,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { linkFile } from '#kernel/files/rules.ts';
import type { LetterTemplate, LetterTemplateCommand, LetterTemplateState } from './model.ts';

export const READS = reads('documents');
export const WRITES = writes('settings');

/** Templates of letters; Owners and Admins keep them (IN-116). Refuses a name that is taken, a file that is gone, and taking away one that is in use. */
export const decide = (state: LetterTemplateState, command: LetterTemplateCommand, context: Context): Decision => {
  const no = can(context.who, WRITES);
  if (no) return no;
  const { template, around } = state;
  if (command.do === 'add') {
    const { do: _, ...given } = command;
    if (template.version > 0) return accept([]);
    return (
      named(state, given.name) ?? onFile(state, told(template, 'added', creation({ ...template, ...given })), context)
    );
  }
  if (template.version === 0 || template.deleted_at) return notFound();
  if (command.do === 'delete')
    return around.profiles.length
      ? refused(
          'in_use',
          `The profile «${around.profiles[0]}» writes its letters on it. Choose another template there first.`,
        )
      : accept([told(template, 'deleted', difference<LetterTemplate>(template, { deleted_at: context.now }))]);
  const { do: _, ...set } = command;
  const facts = difference<LetterTemplate>(template, set);
  if (!Object.keys(facts).length) return accept([]);
  const wrong = set.name === undefined ? null : named(state, set.name);
  if (wrong) return wrong;
  return facts.file_id
    ? onFile(state, told(template, 'changed', facts), context)
    : accept([told(template, 'changed', facts)]);
};

const told = ({ id }: LetterTemplate, verb: string, facts: Event['facts']): Event => ({
  verb: `letter_template.${verb}`,
  thing: ref('letter_template', id),
  facts,
});

const named = ({ around }: LetterTemplateState, name: string) =>
  around.taken.includes(name.toLowerCase())
    ? invalid(problem('/name', 'name_taken', `There is a letter template «${name}» already.`))
    : null;

/** The file belongs to the template from now on, also when another one takes its place: letters were drafted on it. */
const onFile = ({ template, files }: LetterTemplateState, event: Event, context: Context): Decision => {
  const file = files.find(({ id }) => id === event.facts.file_id?.[1]);
  const linked = linkFile(file, ref('letter_template', template.id), context);
  return 'yes' in linked ? linked : accept([event, linked]);
};

export const evolve = (state: LetterTemplateState, event: Event): LetterTemplateState =>
  kindOf(event.thing) === 'file'
    ? { ...state, files: changedAmong(state.files, event) }
    : { ...state, template: changed<LetterTemplate>(state.template, event) };
