import { conditionOf } from './checklist-conditions.ts';
import type { Trigger } from './content.ts';
import { fieldOf } from './fields.ts';
import { type Design, error, type Finding, kindWords, warning } from './finding.ts';
import type { OtherWorkflow } from './model.ts';
import { REACHED } from './triggers.ts';

/** Is there what each trigger waits for, and can it start this workflow without anybody being asked (WF-13, WF-166)? */
export const triggerFindings = (design: Design): Finding[] => {
  const { triggers = [] } = design.content;
  return [
    ...triggers.flatMap((trigger, i) => [
      ...(triggers.findIndex(({ key }) => key === trigger.key) < i
        ? [error(null, 'trigger_key', `Two triggers have the key «${trigger.key}». Each needs a key of its own.`)]
        : []),
      ...oneTrigger(design, trigger),
      ...conditionOf({ design, step: null, says: 'It starts by itself only if' }, trigger.only_if, ['subject']),
    ]),
    ...(triggers.length ? askedFindings(design) : []),
  ];
};

const wrong = (code: string, sentence: string): Finding[] => [error(null, `trigger_${code}`, sentence)];

const oneTrigger = (design: Design, trigger: Trigger): Finding[] => {
  const { content, facts } = design;
  const kinds = content.subject_kinds;
  const words = kindWords(kinds);
  switch (trigger.on) {
    case 'created':
      return [];
    case 'converted':
      return kinds.includes('client')
        ? []
        : wrong('kind', 'It starts when a prospect becomes a client, but it is not for clients.');
    case 'status':
      return kinds.some((kind) => REACHED[kind].includes(trigger.status))
        ? []
        : wrong(
            'status',
            `It starts at the status «${trigger.status}», which ${words} do not reach by an act. Choose another, or a date.`,
          );
    case 'tag': {
      const tag = facts.tags.find(({ id }) => id === trigger.tag);
      if (!tag) return wrong('tag', `It starts at the tag «${trigger.tag}», which does not exist.`);
      return tag.applies_to.some((kind) => kinds.includes(kind))
        ? tagCircle(design, trigger.tag, tag.name)
        : wrong('tag', `It starts at the tag «${tag.name}», which is not for ${words}.`);
    }
    case 'date':
      return kinds.some((kind) => fieldOf(kind, trigger.field, facts.custom_fields)?.type === 'date')
        ? []
        : wrong('field', `It starts by «${trigger.field}», which is no date of ${words}.`);
    case 'authorization_ends':
      return content.settings.refers_to === 'authorization'
        ? []
        : wrong('record', 'It starts when an authorization ends, so it has to refer to one.');
    case 'run_completed':
      return completedFindings(design, trigger.workflow);
    case 'form_answered': {
      const form = facts.forms.find(({ key }) => key === trigger.form);
      if (form && !form.archived) return formCircle(design, trigger.form, form.title);
      return wrong(
        'form',
        `It starts when «${form?.title ?? trigger.form}» is answered, which ${form ? 'is archived' : 'does not exist'}.`,
      );
    }
    default:
      return trigger satisfies never;
  }
};

const completedFindings = (design: Design, key: string): Finding[] => {
  const { content, facts, self } = design;
  const first = facts.workflows.find((other) => other.key === key);
  if (!first || first.archived)
    return wrong(
      'workflow',
      `It starts after «${first?.name ?? key}», which ${first ? 'is archived' : 'does not exist'}.`,
    );
  if (!first.subject_kinds.some((kind) => content.subject_kinds.includes(kind)))
    return wrong('workflow', `It starts after «${first.name}», which is not for ${kindWords(content.subject_kinds)}.`);
  return self && (key === self || leadsTo(facts.workflows, self, key))
    ? [circle(`It starts after «${first.name}», which it leads to itself.`)]
    : [];
};

/** A step of its own, or of what it leads to, puts the tag on again. */
const tagCircle = ({ content, facts, self }: Design, tag: string, name: string): Finding[] => {
  const adds = content.steps.some((step) => step.kind === 'action' && step.do === 'add_tag' && step.params.tag === tag);
  const others = facts.workflows.filter((other) => other.adds_tags.includes(tag));
  const back = adds || (self && others.some((other) => leadsTo(facts.workflows, self, other.key)));
  return back ? [circle(`It starts at the tag «${name}», which is put on again by what it leads to.`)] : [];
};

/** A step of its own, or of what it leads to, asks with the form again. */
const formCircle = ({ content, facts, self }: Design, form: string, title: string): Finding[] => {
  const asks = content.steps.some((step) => step.kind === 'form' && step.form === form);
  const others = facts.workflows.filter((other) => other.key !== self && other.asks.includes(form));
  const back = asks || (self && others.some((other) => leadsTo(facts.workflows, self, other.key)));
  return back ? [circle(`It starts when «${title}» is answered, which is asked again by what it leads to.`)] : [];
};

const circle = (sentence: string): Finding =>
  warning(null, 'trigger_circle', `${sentence} A run never starts what it came from, so the circle ends there.`);

/** Does a run of `from` lead, by its steps or by triggers that wait for it, to one of `to`? */
const leadsTo = (workflows: readonly OtherWorkflow[], from: string, to: string): boolean => {
  const seen = new Set<string>();
  const next = (key: string) => {
    const { starts = [], asks = [] } = workflows.find((one) => one.key === key) ?? {};
    const following = workflows.filter(
      (one) => one.follows.includes(key) || one.hears.some((form) => asks.includes(form)),
    );
    return [...starts, ...following.map((one) => one.key)];
  };
  for (let open = next(from); open.length; ) {
    const key = open.pop()!;
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open = [...open, ...next(key)];
  }
  return false;
};

/** Nobody is there to answer what a launch by hand asks for (WF-76). */
const askedFindings = ({ content: { settings, triggers = [] } }: Design): Finding[] => {
  const asked = [
    ...(settings.period === 'ask' ? ['a period'] : []),
    ...(settings.run_date?.required && !settings.run_date.default_field ? [`«${settings.run_date.label}»`] : []),
    ...settings.people_asked.filter(({ required }) => required).map(({ label }) => `«${label}»`),
    ...(settings.refers_to && triggers.some(({ on }) => on !== 'authorization_ends') ? ['an authorization'] : []),
  ];
  const sentence = `A launch asks for ${asked.join(', ')}, which a trigger cannot answer; it would be refused.`;
  return asked.length ? [warning(null, 'trigger_asks', sentence)] : [];
};
