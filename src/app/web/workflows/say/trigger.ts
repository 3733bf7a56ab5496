import type { Content, SubjectKind, Trigger } from '#workflows/definitions/content.ts';
import { fieldOf } from '#workflows/definitions/fields.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';
import { sayCondition } from './condition.ts';
import { words } from './words.ts';

/** What a rule's names are looked up in, where the workflow itself is not at hand. */
export interface TriggerSaid {
  subject_kinds: readonly SubjectKind[];
  facts:
    | Pick<DesignFacts, 'members' | 'roles' | 'tags' | 'custom_fields' | 'workflows' | 'message_templates' | 'forms'>
    | undefined;
}

/** «30 days after the last day», «the tag Late is put on, if the country is GB» (WF section 5: the rule in words). */
export const sayTrigger = (trigger: Trigger, { subject_kinds, facts }: TriggerSaid): string => {
  const content = { subject_kinds, steps: [] } as unknown as Content;
  const condition = trigger.only_if ? words.trigger.only_if(sayCondition(trigger.only_if, { content, facts })) : '';
  return sayEvent(trigger, { subject_kinds, facts }) + condition;
};

const sayEvent = (trigger: Trigger, { subject_kinds, facts }: TriggerSaid): string => {
  const kind = subject_kinds.length === 1 ? subject_kinds[0]! : 'record';
  switch (trigger.on) {
    case 'created':
      return words.trigger.created(kind);
    case 'converted':
      return words.trigger.converted;
    case 'status':
      return words.trigger.status(kind, trigger.status.replace('_', ' '));
    case 'tag':
      return words.trigger.tag(facts?.tags.find(({ id }) => id === trigger.tag)?.name ?? words.trigger.gone);
    case 'date': {
      const field = subject_kinds.map((one) => fieldOf(one, trigger.field, facts?.custom_fields)).find(Boolean);
      return words.trigger.date(trigger.days, field?.label ?? trigger.field);
    }
    case 'authorization_ends':
      return words.trigger.authorization_ends(trigger.days);
    case 'run_completed':
      return words.trigger.run_completed(
        facts?.workflows.find(({ key }) => key === trigger.workflow)?.name ?? words.trigger.gone,
      );
    case 'form_answered':
      return words.trigger.form_answered(
        facts?.forms.find(({ key }) => key === trigger.form)?.title ?? words.trigger.gone,
      );
    default:
      return trigger satisfies never;
  }
};
