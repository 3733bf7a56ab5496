import { type ReviewStep, type Step, whoOf } from './content.ts';
import { type Design, error, type Finding, warning } from './finding.ts';

/** Of a review: what it judges and who gives it (WF-13). People who do not exist are found with those of other steps. */
export const reviewFindings = (design: Design, step: ReviewStep): Finding[] => [
  ...(step.of.length ? [] : [error(step, 'judges_nothing', 'judges nothing. Choose the steps it looks at.')]),
  ...step.of.flatMap((key) => judgedFindings(design, step, key)),
  ...enoughFindings(step),
  ...(onlyPreparers(design, step) ? [warning(step, 'own_work', OWN_WORK)] : []),
];

const OWN_WORK =
  'could only be given by whoever prepared it, and nobody reviews their own work. The run owner would be asked to name somebody.';

const judgedFindings = ({ content: { steps } }: Design, step: ReviewStep, key: string): Finding[] => {
  const judged = steps.find((other) => other.key === key);
  if (!judged) return [error(step, 'judged_missing', `judges «${key}», which is not in this workflow.`)];
  if (judged.kind === 'action')
    return [error(step, 'judged_kind', `judges «${judged.title}», which the system does. It can only judge tasks.`)];
  if (judged.kind === 'form')
    return [
      error(step, 'judged_kind', `judges «${judged.title}», which somebody outside answers. It can only judge tasks.`),
    ];
  return judged.kind === 'review'
    ? [error(step, 'judged_kind', `judges «${judged.title}», which is a review itself. It can only judge tasks.`)]
    : [];
};

const enoughFindings = (step: ReviewStep): Finding[] =>
  step.at_least > step.reviewers.length
    ? [error(step, 'at_least', 'needs two reviewers, but says only who the first one is.')]
    : [];

/** Every rule of every list gives somebody who did a judged step, as far as the design tells. */
const onlyPreparers = ({ content: { steps }, facts }: Design, step: ReviewStep): boolean => {
  if (step.allow_self) return false;
  const judged = steps.filter(({ key, kind }) => step.of.includes(key) && kind === 'task');
  const preparers = judged.flatMap((one) => whoOf(one).slice(0, 1));
  const people = new Set(preparers.flatMap(onlyMember(facts)));
  const prepares = (rule: string): boolean =>
    (preparers.includes(rule) && !rule.startsWith('role:')) ||
    judged.some(({ key }) => rule === `finished:${key}`) ||
    onlyMember(facts)(rule).some((id) => people.has(id));
  const rules = step.reviewers.flat();
  return rules.length > 0 && rules.every(prepares);
};

/** The one member a rule surely gives: named, or alone in their role. */
const onlyMember =
  (facts: Design['facts']) =>
  (rule: string): string[] => {
    if (rule.startsWith('member:')) return [rule.slice('member:'.length)];
    const role = facts.roles.find(({ id }) => rule === `role:${id}`);
    return role?.active_members === 1 ? [rule] : [];
  };

/** The lists of people a step is given to: of a review one per look. */
export const listsOf = (step: Step): readonly (readonly string[])[] =>
  step.kind === 'review' ? step.reviewers : [step.who ?? []];
