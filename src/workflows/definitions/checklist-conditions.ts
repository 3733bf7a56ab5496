import { type Asked, askedBy, comparisonsOf, depthOf, MAX_COMPARISONS, MAX_DEPTH } from './conditions.ts';
import type { Comparison, Condition, Content, Step } from './content.ts';
import { fieldOf, RUN_FIELDS } from './fields.ts';
import { error, type Finding, warning } from './finding.ts';
import type { DesignFacts } from './model.ts';
import { finishedBefore } from './order.ts';

/**
 * Conditions over fields, steps, answers or outcomes that do not exist, or over a later step, are errors; one over a step
 * beside it, which may not be finished then, is a warning (WF-13, WF-35). `step: null` judges what stops the run.
 */
export const conditionFindings = (content: Content, step: Step | null, facts: DesignFacts): Finding[] => {
  if (!step)
    return content.settings.stop_if
      ? oneCondition(content, null, 'The run stops if', content.settings.stop_if, facts)
      : [];
  return [
    ...(step.only_if ? oneCondition(content, step, 'happens only if', step.only_if, facts) : []),
    ...(step.kind === 'task' && step.finish_if
      ? oneCondition(content, step, 'can be finished only if', step.finish_if, facts)
      : []),
  ];
};

const oneCondition = (
  content: Content,
  step: Step | null,
  says: string,
  condition: Condition,
  facts: DesignFacts,
): Finding[] => {
  const comparisons = comparisonsOf(condition);
  const large = comparisons.length > MAX_COMPARISONS || depthOf(condition) > MAX_DEPTH;
  return [
    ...(large
      ? [
          error(
            step,
            'condition_large',
            `${says} more than ${MAX_COMPARISONS} comparisons, or more than ${MAX_DEPTH} levels of them, hold. Make it shorter.`,
          ),
        ]
      : []),
    ...comparisons.flatMap((comparison) => comparisonFindings(content, step, says, comparison, facts)),
  ];
};

const comparisonFindings = (
  content: Content,
  step: Step | null,
  says: string,
  comparison: Comparison,
  facts: DesignFacts,
): Finding[] => {
  const asked = askedBy(comparison);
  const why = asked ? missing(content, asked, facts) : `«${comparison.field}», which is not a field.`;
  if (why) return [error(step, 'field_missing', `${says} something holds of ${why}`)];
  if (!complete(comparison))
    return [error(step, 'value_missing', `${says} «${comparison.field}» is compared with nothing. Choose a value.`)];
  if (asked!.of !== 'step' && asked!.of !== 'answer') return [];
  return [
    ...outcomeFindings(content, step, says, comparison, asked!.key),
    ...(step ? laterFindings(content, step, says, asked!.key) : []),
  ];
};

/** Why the thing asked about does not exist, as the end of «… holds of»; null when it does. */
const missing = ({ steps, subject_kinds }: Content, asked: Asked, facts: DesignFacts): string | null => {
  if (asked.of === 'subject')
    return subject_kinds.some((kind) => fieldOf(kind, asked.field, facts.custom_fields))
      ? null
      : `the subject's «${asked.field}», which does not exist.`;
  if (asked.of === 'run')
    return RUN_FIELDS.some(({ field }) => field === asked.field)
      ? null
      : `the run's «${asked.field}», which does not exist.`;
  const step = steps.find(({ key }) => key === asked.key);
  if (!step) return `the step «${asked.key}», which is not in this workflow.`;
  if (asked.of === 'step')
    return asked.what === 'outcome' && !(step.kind === 'task' && step.outcomes?.length)
      ? `the outcome of «${step.title}», which has no outcomes.`
      : null;
  return step.kind === 'task' && step.asks?.some(({ key }) => key === asked.ask)
    ? null
    : `the answer «${asked.ask}» of «${step.title}», which does not ask for it.`;
};

const complete = ({ is, value }: Comparison): boolean =>
  is === 'empty' ||
  (is === 'in' ? Array.isArray(value) && value.length > 0 : value !== undefined && !Array.isArray(value));

const outcomeFindings = (
  { steps }: Content,
  step: Step | null,
  says: string,
  comparison: Comparison,
  key: string,
): Finding[] => {
  const asked = steps.find((other) => other.key === key);
  if (asked?.kind !== 'task' || !comparison.field.endsWith('.outcome') || comparison.is === 'contains') return [];
  const named = Array.isArray(comparison.value) ? comparison.value : [comparison.value];
  return named
    .filter((value) => value !== undefined && !asked.outcomes?.includes(String(value)))
    .map((value) =>
      error(step, 'outcome_missing', `${says} «${asked.title}» ended with «${value}», which is none of its outcomes.`),
    );
};

const laterFindings = ({ steps }: Content, step: Step, says: string, key: string): Finding[] => {
  if (finishedBefore(steps).get(step.key)?.has(key)) return [];
  const at = steps.findIndex((other) => other.key === key);
  const title = steps[at]!.title;
  return at < steps.indexOf(step)
    ? [
        warning(
          step,
          'condition_beside',
          `${says} «${title}» went a certain way, but does not wait for it, so it may not be known then.`,
        ),
      ]
    : [error(step, 'condition_later', `${says} «${title}» went a certain way, but that comes later.`)];
};
