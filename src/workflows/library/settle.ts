import type { Content, Step, Trigger } from '#workflows/definitions/content.ts';
import type { DesignFacts, OtherWorkflow } from '#workflows/definitions/model.ts';
import { ownForm, ownMessage } from './brought.ts';
import type { Template } from './model.ts';
import { templateOf } from './templates.ts';

/**
 * A template's content as this practice can run it: roles by name become role ids, tags by name tag ids, and workflows it
 * starts, messages and forms become the practice's own. What the practice does not have stays as it is written, and
 * the check list names it (WF-4, WF-13). Its cases stay behind: they are about the library's own days and steps, and a practice
 * has its calendar and its changes.
 */
export const settle = ({ expect: _, ...content }: Content, facts: DesignFacts): Content => ({
  ...content,
  settings: { ...content.settings, owner: content.settings.owner.map((rule) => settledRule(rule, facts)) },
  steps: content.steps.map((step) => settledStep(step, facts)),
  ...(content.triggers && { triggers: content.triggers.map((trigger) => settledTrigger(trigger, facts)) }),
});

const settledTrigger = (trigger: Trigger, facts: DesignFacts): Trigger => {
  if (trigger.on === 'tag') return { ...trigger, tag: settledTag(trigger.tag, facts) };
  return trigger.on === 'run_completed'
    ? { ...trigger, workflow: ownCopy(trigger.workflow, facts)?.key ?? trigger.workflow }
    : trigger;
};

/**
 * The templates to copy for one of them: those it starts and the practice has no copy of, each before the one that starts
 * it, itself last. Each is settled after the ones before it were made.
 */
export const copyOrder = (key: string, facts: DesignFacts): Template[] => {
  const found: Template[] = [];
  const add = (template: Template): void => {
    for (const started of startedBy(template.content)) {
      const child = templateOf(started);
      if (child && child.key !== key && !found.includes(child) && !ownCopy(started, facts)) add(child);
    }
    found.push(template);
  };
  const wanted = templateOf(key);
  if (wanted) add(wanted);
  return found;
};

/** Has the library a newer version than the one a copy was made from (WF-4)? The copy itself is never changed. */
export const newerTemplate = (origin: string): Template | undefined => {
  const [, key, n] = /^template:(.+)@(\d+)$/.exec(origin) ?? [];
  const template = key ? templateOf(key) : undefined;
  return template && template.n > Number(n) ? template : undefined;
};

/** The practice's copy of a template: one that is on before one that is off. */
const ownCopy = (key: string, facts: DesignFacts): OtherWorkflow | undefined => {
  const copies = facts.workflows.filter((own) => !own.archived && own.origin.startsWith(`template:${key}@`));
  return copies.find((own) => own.on) ?? copies[0];
};

const startedBy = ({ steps }: Content): string[] =>
  steps.flatMap((step) =>
    step.kind === 'action' && step.do === 'start_workflow' ? [String(step.params.workflow)] : [],
  );

const settledStep = (step: Step, facts: DesignFacts): Step => {
  const settled = (rules: readonly string[]) => rules.map((rule) => settledRule(rule, facts));
  if (step.kind === 'review') return { ...step, reviewers: step.reviewers.map(settled) };
  const base = step.who ? { ...step, who: settled(step.who) } : step;
  if (base.kind === 'form') return { ...base, form: ownForm(base.form, facts)?.key ?? base.form };
  return base.kind === 'action' ? { ...base, params: settledParams(base.params, facts) } : base;
};

type Params = Extract<Step, { kind: 'action' }>['params'];

const settledParams = (params: Params, facts: DesignFacts): Params => {
  const settled = { ...params };
  if (typeof params.to === 'string') settled.to = settledRule(params.to, facts);
  if (Array.isArray(params.to)) settled.to = params.to.map((rule) => settledRule(rule, facts));
  if (params.tag !== undefined) settled.tag = settledTag(String(params.tag), facts);
  if (params.workflow !== undefined) settled.workflow = ownCopy(String(params.workflow), facts)?.key ?? params.workflow;
  if (params.template !== undefined)
    settled.template = ownMessage(String(params.template), facts)?.id ?? params.template;
  return settled;
};

const settledTag = (tag: string, facts: DesignFacts): string => facts.tags.find(({ name }) => name === tag)?.id ?? tag;

const settledRule = (rule: string, facts: DesignFacts): string => {
  if (!rule.startsWith('role:')) return rule;
  const role = facts.roles.find(({ name }) => name === rule.slice('role:'.length));
  return role ? `role:${role.id}` : rule;
};
