import { type ActionStep, type Content, predecessors, type Step } from '#workflows/definitions/content.ts';
import { freeKey } from '#workflows/definitions/names.ts';
import { words } from '../say/words.ts';

/** What a designer does to a design, each as a function from content to content. Nothing here judges: the check list does. */

/** Neighbouring steps of one group, as the list shows them. */
export interface Section {
  group: string;
  from: number;
  steps: readonly Step[];
}

export const sectionsOf = (steps: readonly Step[]): Section[] => {
  const sections: { group: string; from: number; steps: Step[] }[] = [];
  steps.forEach((step, from) => {
    const group = step.group ?? '';
    const last = sections.at(-1);
    if (last?.group === group) last.steps.push(step);
    else sections.push({ group, from, steps: [step] });
  });
  return sections;
};

/** One task per title, behind `index` and in the group of the step there; answers the key of the last one. */
export const addTasks = (
  content: Content,
  titles: readonly string[],
  index: number,
): { content: Content; key: string } => {
  let steps = [...content.steps];
  let key = '';
  titles.forEach((title, at) => {
    key = freeStepKey(title, steps);
    steps = inserted(
      steps,
      index + 1 + at,
      inGroup({ key, kind: 'task', title, required: true }, content.steps[index]),
    );
  });
  return { content: { ...content, steps }, key };
};

/** An action behind `index`, still without its parameters. */
export const addAction = (
  content: Content,
  action: ActionStep['do'],
  index: number,
): { content: Content; key: string } => {
  const title = words.does[action];
  const key = freeStepKey(title, content.steps);
  const step: Step = { key, kind: 'action', title, required: true, do: action, params: {} };
  return {
    content: { ...content, steps: inserted(content.steps, index + 1, inGroup(step, content.steps[index])) },
    key,
  };
};

/** A review of the task behind which it stands, by the reviewer of the client, or of an employee their manager. */
export const addReview = (content: Content, index: number): { content: Content; key: string } => {
  const judged = content.steps.slice(0, index + 1).findLast(({ kind }) => kind === 'task');
  const title = words.review_of(judged?.title ?? '');
  const key = freeStepKey('review', content.steps);
  const people = content.subject_kinds.includes('employee') ? ['employee_manager'] : ['reviewer', 'manager'];
  const step: Step = {
    key,
    kind: 'review',
    title,
    required: true,
    of: judged ? [judged.key] : [],
    reviewers: [people],
    at_least: 1,
    allow_self: false,
  };
  return {
    content: { ...content, steps: inserted(content.steps, index + 1, inGroup(step, content.steps[index])) },
    key,
  };
};

/** A form behind `index`, still without its questions: reminded twice, and asked of whoever speaks for the subject. */
export const addForm = (content: Content, index: number): { content: Content; key: string } => {
  const key = freeStepKey('form', content.steps);
  const step: Step = {
    key,
    kind: 'form',
    title: words.form,
    required: true,
    form: '',
    recipient: content.subject_kinds.includes('employee') ? 'subject' : 'primary_contact',
    reminders: [3, 7],
    expires_after: 30,
  };
  return {
    content: { ...content, steps: inserted(content.steps, index + 1, inGroup(step, content.steps[index])) },
    key,
  };
};

/** Replaces a step; fields given as undefined are taken away. */
export const changeStep = (content: Content, key: string, changes: { [field: string]: unknown }): Content => ({
  ...content,
  steps: content.steps.map((step) => (step.key === key ? cleaned({ ...step, ...changes }) : step)),
});

/** One place up (−1) or down (+1). At the edge of its group a step first changes group, then place. */
export const moveStep = (content: Content, key: string, by: -1 | 1): Content => {
  const at = content.steps.findIndex((step) => step.key === key);
  const [step, other] = [content.steps[at], content.steps[at + by]];
  if (!step || !other) return content;
  if ((step.group ?? '') !== (other.group ?? '')) return changeStep(content, key, { group: other.group });
  return { ...content, steps: inserted(without(content.steps, key), at + by, step) };
};

/** To the place before the step that stands at `before` now, into `group`. */
export const moveStepTo = (content: Content, key: string, before: number, group: string): Content => {
  const at = content.steps.findIndex((step) => step.key === key);
  const step = content.steps[at];
  if (!step) return content;
  const moved = cleaned({ ...step, group: group || undefined });
  return { ...content, steps: inserted(without(content.steps, key), before > at ? before - 1 : before, moved) };
};

/**
 * Steps that waited for it wait for what it waited for (WF-31), and no review judges it. Dates and conditions that name it
 * are the check list's.
 */
export const removeStep = (content: Content, key: string): Content => {
  const at = content.steps.findIndex((step) => step.key === key);
  const heirs = predecessors(content.steps, at);
  const rewired = (step: Step): Step => {
    const judging = step.kind === 'review' ? { ...step, of: step.of.filter((one) => one !== key) } : step;
    return step.after?.includes(key)
      ? { ...judging, after: [...new Set(step.after.flatMap((one) => (one === key ? heirs : [one])))] }
      : judging;
  };
  return { ...content, steps: without(content.steps, key).map(rewired) };
};

export const duplicateStep = (content: Content, key: string): { content: Content; key: string } => {
  const at = content.steps.findIndex((step) => step.key === key);
  const step = content.steps[at];
  if (!step) return { content, key };
  const title = step.title.slice(0, TITLE - COPY.length) + COPY;
  const copy = { ...structuredClone(step), key: freeStepKey(step.title, content.steps), title };
  return { content: { ...content, steps: inserted(content.steps, at + 1, copy) }, key: copy.key };
};

/** Gives the group of one section another name; an empty one takes it away. */
export const renameGroup = (content: Content, { from, steps }: Section, group: string): Content => ({
  ...content,
  steps: content.steps.map((step, at) =>
    at >= from && at < from + steps.length ? cleaned({ ...step, group: group.trim() || undefined }) : step,
  ),
});

const TITLE = 120;
const COPY = ' (copy)';

export const freeStepKey = (title: string, steps: readonly Step[]): string =>
  freeKey(
    title || 'step',
    steps.map(({ key }) => key),
  );

const inGroup = <S extends Step>(step: S, neighbour: Step | undefined): S =>
  neighbour?.group ? { ...step, group: neighbour.group } : step;

const inserted = (steps: readonly Step[], at: number, step: Step): Step[] => [
  ...steps.slice(0, at),
  step,
  ...steps.slice(at),
];

const without = (steps: readonly Step[], key: string): Step[] => steps.filter((step) => step.key !== key);

const cleaned = <S extends object>(step: S): Step =>
  Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)) as unknown as Step;
