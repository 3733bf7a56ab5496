import { questionsOf } from './checklist-forms.ts';
import { type Asked, askedBy, comparisonsOf, depthOf, MAX_COMPARISONS, MAX_DEPTH } from './conditions.ts';
import type { Comparison, Condition, Step } from './content.ts';
import { fieldOf, RUN_FIELDS } from './fields.ts';
import { type Design, error, type Finding, warning } from './finding.ts';

/** A condition's place: `says` begins the sentence, «happens only if». */
export interface Place {
  design: Design;
  step: Step | null;
  says: string;
}

/**
 * Conditions over fields, steps, answers or outcomes that do not exist, or over a later step, are errors; one over a step
 * beside it, which may not be finished then, is a warning (WF-13, WF-35). `step: null` judges what stops the run.
 */
export const conditionFindings = (design: Design, step: Step | null): Finding[] => {
  const read = (says: string, condition: Condition | undefined): Finding[] =>
    condition ? oneCondition({ design, step, says }, condition) : [];
  if (!step) return read('The run stops if', design.content.settings.stop_if);
  return [
    ...read('happens only if', step.only_if),
    ...(step.kind === 'task' ? read('can be finished only if', step.finish_if) : []),
  ];
};

/** A condition that stands elsewhere than at a step; it may ask only `of` these. */
export const conditionOf = (place: Place, condition: Condition | undefined, of: readonly Asked['of'][]): Finding[] => {
  if (!condition) return [];
  const strange = comparisonsOf(condition).filter((one) => !of.includes(askedBy(one)?.of ?? 'run'));
  return [
    ...oneCondition(place, condition),
    ...strange.map(({ field }) =>
      error(
        place.step,
        'condition_early',
        `${place.says} something holds of «${field}», which is not known before it starts.`,
      ),
    ),
  ];
};

const oneCondition = (place: Place, condition: Condition): Finding[] => {
  const comparisons = comparisonsOf(condition);
  const large = comparisons.length > MAX_COMPARISONS || depthOf(condition) > MAX_DEPTH;
  const much = `${place.says} more than ${MAX_COMPARISONS} comparisons, or more than ${MAX_DEPTH} levels of them, hold. Make it shorter.`;
  return [
    ...(large ? [error(place.step, 'condition_large', much)] : []),
    ...comparisons.flatMap((comparison) => comparisonFindings(place, comparison)),
  ];
};

const comparisonFindings = (place: Place, comparison: Comparison): Finding[] => {
  const { design, step, says } = place;
  const asked = askedBy(comparison);
  const why = asked ? missing(design, asked) : `«${comparison.field}», which is not a field.`;
  if (why) return [error(step, 'field_missing', `${says} something holds of ${why}`)];
  if (!complete(comparison)) {
    return [error(step, 'value_missing', `${says} «${comparison.field}» is compared with nothing. Choose a value.`)];
  }
  if (asked!.of !== 'step' && asked!.of !== 'answer') return [];
  return [...outcomeFindings(place, comparison, asked!.key), ...laterFindings(place, asked!.key)];
};

/** Why the thing asked about does not exist, as the end of «… holds of»; null when it does. */
const missing = ({ content, facts }: Design, asked: Asked): string | null => {
  if (asked.of === 'subject') {
    const known = content.subject_kinds.some((kind) => fieldOf(kind, asked.field, facts.custom_fields));
    return known ? null : `the subject's «${asked.field}», which does not exist.`;
  }
  if (asked.of === 'run') {
    return RUN_FIELDS.some(({ field }) => field === asked.field)
      ? null
      : `the run's «${asked.field}», which does not exist.`;
  }
  const step = content.steps.find(({ key }) => key === asked.key);
  if (!step) return `the step «${asked.key}», which is not in this workflow.`;
  const task = step.kind === 'task' ? step : null;
  if (asked.of === 'answer') {
    const asks =
      step.kind === 'form'
        ? questionsOf(facts, step).some(({ key }) => key === asked.ask)
        : task?.asks?.some(({ key }) => key === asked.ask);
    return asks ? null : `the answer «${asked.ask}» of «${step.title}», which does not ask for it.`;
  }
  return asked.what === 'state' || task?.outcomes?.length
    ? null
    : `the outcome of «${step.title}», which has no outcomes.`;
};

const complete = ({ is, value }: Comparison): boolean =>
  is === 'empty' ||
  (is === 'in' ? Array.isArray(value) && value.length > 0 : value !== undefined && !Array.isArray(value));

const outcomeFindings = ({ design, step, says }: Place, comparison: Comparison, key: string): Finding[] => {
  const asked = design.content.steps.find((other) => other.key === key);
  if (asked?.kind !== 'task' || !comparison.field.endsWith('.outcome') || comparison.is === 'contains') return [];
  const named = Array.isArray(comparison.value) ? comparison.value : [comparison.value];
  return named
    .filter((value) => value !== undefined && !asked.outcomes?.includes(String(value)))
    .map((value) =>
      error(step, 'outcome_missing', `${says} «${asked.title}» ended with «${value}», which is none of its outcomes.`),
    );
};

const laterFindings = ({ design, step, says }: Place, key: string): Finding[] => {
  if (!step || design.before.get(step.key)?.has(key)) return [];
  const { steps } = design.content;
  const at = steps.findIndex((other) => other.key === key);
  const way = `${says} «${steps[at]!.title}» went a certain way, but`;
  return at < steps.indexOf(step)
    ? [warning(step, 'condition_beside', `${way} does not wait for it, so it may not be known then.`)]
    : [error(step, 'condition_later', `${way} that comes later.`)];
};
