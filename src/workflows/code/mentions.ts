import { askedBy } from '#workflows/definitions/conditions.ts';
import type { ActionStep, Comparison, Condition, Content, Step, Trigger } from '#workflows/definitions/content.ts';
import type { ExpectedCase } from '#workflows/definitions/expect.ts';
import { fieldOf } from '#workflows/definitions/fields.ts';
import type { CustomField } from '#workflows/definitions/model.ts';
import type { Named } from './model.ts';

/** What stands in the place of a name; `at` is a pointer into the file. */
export type Renaming = (kind: Named, name: string, at: string) => string;

/**
 * The content with every name of a member, role, tag, workflow, form or message template replaced (WF-162): the one place that knows where they stand.
 * `custom` tells which fields of the practice hold a member.
 */
export const renamed = (content: Content, custom: readonly CustomField[], rename: Renaming): Content => {
  const walk: Walk = { content, custom, rename };
  const { owner, stop_if, ...settings } = content.settings;
  return {
    ...content,
    settings: {
      ...settings,
      owner: rulesIn(walk, owner, '/settings/owner'),
      ...(stop_if && { stop_if: conditionIn(walk, stop_if, '/settings/stop_if') }),
    },
    steps: content.steps.map((step, i) => stepIn(walk, step, `/steps/${i}`)),
    ...(content.triggers && { triggers: content.triggers.map((one, i) => triggerIn(walk, one, `/triggers/${i}`)) }),
    ...(content.expect && { expect: content.expect.map((one, i) => caseIn(walk, one, `/expect/${i}`)) }),
  };
};

interface Walk {
  content: Content;
  custom: readonly CustomField[];
  rename: Renaming;
}

const triggerIn = (walk: Walk, trigger: Trigger, at: string): Trigger => {
  const { only_if } = trigger;
  const common = only_if ? { only_if: conditionIn(walk, only_if, `${at}/only_if`) } : {};
  switch (trigger.on) {
    case 'tag':
      return { ...trigger, ...common, tag: walk.rename('tag', trigger.tag, `${at}/tag`) };
    case 'run_completed':
      return { ...trigger, ...common, workflow: walk.rename('workflow', trigger.workflow, `${at}/workflow`) };
    case 'form_answered':
      return { ...trigger, ...common, form: walk.rename('form', trigger.form, `${at}/form`) };
    case 'created':
    case 'converted':
    case 'status':
    case 'date':
    case 'authorization_ends':
      return { ...trigger, ...common };
    default:
      return trigger satisfies never;
  }
};

/** The facts of a case name members and tags as the record itself does. */
const caseIn = (walk: Walk, one: ExpectedCase, at: string): ExpectedCase => ({
  ...one,
  given: {
    ...one.given,
    fields: fieldsIn(walk, one.given.fields, `${at}/given/fields`),
    changes: one.given.changes.map(({ on, set }, i) => ({
      on,
      set: fieldsIn(walk, set, `${at}/given/changes/${i}/set`),
    })),
  },
});

type FieldValues = ExpectedCase['given']['fields'];

const fieldsIn = (walk: Walk, fields: FieldValues, at: string): FieldValues =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const kind = field === 'tags' ? 'tag' : holdsMember(walk, field) ? 'member' : null;
      const one = (name: string) => walk.rename(kind!, name, `${at}/${field}`);
      if (!kind) return [field, value];
      return [field, Array.isArray(value) ? value.map(one) : typeof value === 'string' ? one(value) : value];
    }),
  );

const stepIn = (walk: Walk, step: Step, at: string): Step => {
  const { only_if } = step;
  const who = step.kind === 'review' ? undefined : step.who;
  const common = {
    ...(who && { who: rulesIn(walk, who, `${at}/who`) }),
    ...(only_if && { only_if: conditionIn(walk, only_if, `${at}/only_if`) }),
  };
  switch (step.kind) {
    case 'task': {
      const { finish_if } = step;
      return {
        ...step,
        ...common,
        ...(finish_if && { finish_if: conditionIn(walk, finish_if, `${at}/finish_if`) }),
      };
    }
    case 'action':
      return { ...step, ...common, params: paramsIn(walk, step, `${at}/params`) };
    case 'review': {
      const reviewers = step.reviewers.map((rules, look) => rulesIn(walk, rules, `${at}/reviewers/${look}`));
      return { ...step, ...common, reviewers };
    }
    case 'form':
      return { ...step, ...common, ...(step.form && { form: walk.rename('form', step.form, `${at}/form`) }) };
    default:
      return step satisfies never;
  }
};

const paramsIn = (walk: Walk, { do: action, params }: ActionStep, at: string): ActionStep['params'] => {
  const { rename } = walk;
  const one = (field: string, kind: Named) =>
    typeof params[field] === 'string' ? { [field]: rename(kind, params[field], `${at}/${field}`) } : {};
  switch (action) {
    case 'notify':
    case 'assign_role':
      return { ...params, ...peopleIn(walk, params.to, `${at}/to`) };
    case 'add_tag':
    case 'remove_tag':
      return { ...params, ...one('tag', 'tag') };
    case 'start_workflow':
      return { ...params, ...one('workflow', 'workflow') };
    case 'change_field':
      return { ...params, ...(holdsMember(walk, String(params.field)) ? one('value', 'member') : {}) };
    case 'send_email':
      return { ...params, ...one('template', 'email_template'), ...peopleIn(walk, params.to, `${at}/to`) };
    case 'send_sms':
      return { ...params, ...one('template', 'sms_template'), ...peopleIn(walk, params.to, `${at}/to`) };
    case 'note':
    case 'set_status':
    case 'convert':
      return params;
    default:
      return action satisfies never;
  }
};

const peopleIn = (walk: Walk, to: ActionStep['params'][string] | undefined, at: string): ActionStep['params'] => {
  if (typeof to === 'string') return { to: ruleIn(walk, to, at) };
  return Array.isArray(to) ? { to: rulesIn(walk, to, at) } : {};
};

const rulesIn = (walk: Walk, rules: readonly string[], at: string): string[] =>
  rules.map((rule, i) => ruleIn(walk, rule, `${at}/${i}`));

/** `member:<…>` and `role:<…>`; every other rule names nobody. */
const ruleIn = ({ rename }: Walk, rule: string, at: string): string => {
  const [, kind, name] = /^(member|role):(.+)$/s.exec(rule) ?? [];
  return kind && name ? `${kind}:${rename(kind as Named, name, at)}` : rule;
};

const conditionIn = (walk: Walk, condition: Condition, at: string): Condition => {
  if ('all' in condition) return { all: condition.all.map((part, i) => conditionIn(walk, part, `${at}/all/${i}`)) };
  if ('any' in condition) return { any: condition.any.map((part, i) => conditionIn(walk, part, `${at}/any/${i}`)) };
  if ('not' in condition) return { not: conditionIn(walk, condition.not, `${at}/not`) };
  const kind = comparedWith(walk, condition);
  if (!kind || condition.value === undefined) return condition;
  const one = <Value>(value: Value): Value | string =>
    typeof value === 'string' ? walk.rename(kind, value, `${at}/value`) : value;
  const { value } = condition;
  return { ...condition, value: Array.isArray(value) ? value.map(one) : one(value) };
};

/** Does the comparison ask for a member or a tag? */
const comparedWith = (walk: Walk, comparison: Comparison): Named | null => {
  if (comparison.is === 'empty') return null;
  const asked = askedBy(comparison);
  if (asked?.of === 'subject') {
    if (asked.field === 'tags') return 'tag';
    return holdsMember(walk, asked.field) ? 'member' : null;
  }
  if (asked?.of !== 'answer') return null;
  const step = walk.content.steps.find(({ key }) => key === asked.key);
  const ask = step?.kind === 'task' ? step.asks?.find(({ key }) => key === asked.ask) : undefined;
  return ask?.type === 'member' ? 'member' : null;
};

const holdsMember = ({ content, custom }: Walk, field: string): boolean =>
  content.subject_kinds.some((kind) => fieldOf(kind, field, custom)?.type === 'member');
