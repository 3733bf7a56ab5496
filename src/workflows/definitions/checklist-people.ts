import { peopleOf } from './actions.ts';
import { listsOf } from './checklist-reviews.ts';
import type { Step } from './content.ts';
import { type Design, error, type Finding, warning } from './finding.ts';

/**
 * Who does a step, who is told by it, and who owns the run (WF-44): people, roles, steps and questions that do not exist
 * are errors; an inactive member, and a list that finds nobody, are warnings. `step: null` judges the run owner.
 */
export const peopleFindings = (design: Design, step: Step | null): Finding[] => {
  const lists = step ? [...listsOf(step), toldBy(step)] : [design.content.settings.owner];
  return lists.flatMap((rules) => [
    ...rules.flatMap((rule) => ruleFindings(design, step, rule)),
    ...(isLookedFor(step, rules) && !rules.some((rule) => mayFind(design, rule)) ? [nobody(step)] : []),
  ]);
};

/** A list without names goes to the run owner, except that of a reviewer, whom the run owner would be asked to name. */
const isLookedFor = (step: Step | null, rules: readonly string[]): boolean =>
  rules.length > 0 || (step?.kind === 'review' && step.reviewers.includes(rules as string[]));

/** The rules in the parameters of an action: whom it tells or assigns. */
const toldBy = (step: Step): readonly string[] => {
  const to = step.kind === 'action' ? step.params.to : undefined;
  return typeof to === 'string' || Array.isArray(to) ? peopleOf(to) : [];
};

const nobody = (step: Step | null): Finding =>
  step
    ? warning(step, 'nobody', `finds nobody now: of the people named, none can act. ${insteadOf(step)}`)
    : warning(null, 'nobody', 'None of those named as run owner can act now. Whoever starts a run would own it.');

const insteadOf = (step: Step): string => {
  if (step.kind !== 'review') return 'It would go to the run owner.';
  return step.at_least === 0 ? 'It would be left out.' : 'The run owner would be asked to name a reviewer.';
};

const ruleFindings = ({ content, facts }: Design, step: Step | null, rule: string): Finding[] => {
  const [kind, name] = parted(rule);
  const wrong = (code: string, text: string) => [
    error(step, code, step ? `names ${text}` : `The run owner names ${text}`),
  ];
  if (kind === 'role' && !facts.roles.some(({ id }) => id === name)) {
    return wrong('role_missing', `the role «${name}», which does not exist.`);
  }
  if (kind === 'finished' && !content.steps.some(({ key }) => key === name)) {
    return wrong('step_missing', `whoever finished «${name}», which is not in this workflow.`);
  }
  if (kind === 'asked' && !content.settings.people_asked.some(({ key }) => key === name)) {
    return wrong(
      'asked_missing',
      `a person asked for at the start («${name}»), but the workflow does not ask for one.`,
    );
  }
  if (kind !== 'member') return [];
  const member = facts.members.find(({ id }) => id === name);
  if (!member) return wrong('member_missing', 'a member who does not exist.');
  const gone = `${member.name}, who is no longer active.`;
  return member.active
    ? []
    : [warning(step, 'member_inactive', step ? `names ${gone}` : `The run owner names ${gone}`)];
};

/** Can the rule give anybody, as the practice is now? Roles on the subject are taken to be held. */
const mayFind = ({ content: { subject_kinds }, facts }: Design, rule: string): boolean => {
  const [kind, name] = parted(rule);
  if (kind === 'member') return facts.members.some(({ id, active }) => id === name && active);
  if (kind === 'role') return facts.roles.some(({ id, active_members }) => id === name && active_members > 0);
  if (kind === 'employee' || kind === 'employee_manager') return subject_kinds.includes('employee');
  return ['launcher', 'owner', 'finished', 'asked'].includes(kind) || !subject_kinds.includes('employee');
};

const parted = (rule: string): [kind: string, name: string] => {
  const at = rule.indexOf(':');
  return at < 0 ? [rule, ''] : [rule.slice(0, at), rule.slice(at + 1)];
};
