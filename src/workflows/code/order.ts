import type { z } from 'zod';
import { PARAMS } from '#workflows/definitions/actions.ts';
import type { ActionStep, Step } from '#workflows/definitions/content.ts';

/**
 * The order in which the fields of a step are written, whatever its kind (WF-160). A field that is not named here does not
 * compile; everywhere else the order is that of the schema.
 */
const STEP_FIELDS = [
  'key',
  'kind',
  'title',
  'group',
  'instructions',
  'do',
  'params',
  'approve_first',
  'checklist',
  'asks',
  'files_min',
  'outcomes',
  'finish_if',
  'of',
  'reviewers',
  'at_least',
  'allow_self',
  'form',
  'recipient',
  'message',
  'reminders',
  'expires_after',
  'after',
  'only_if',
  'who',
  'required',
  'start',
  'due',
] as const satisfies readonly StepField[];

type StepField = Step extends infer One ? (One extends unknown ? keyof One : never) : never;
type Forgotten = Exclude<StepField, (typeof STEP_FIELDS)[number]>;
const forgotten: [Forgotten] extends [never] ? true : Forgotten = true;

/** The fields of an object in the order they are written; `value` tells a step or an action's parameters apart. */
export const fieldsInOrder = (shape: Readonly<Record<string, z.ZodType>>): readonly string[] =>
  forgotten && 'kind' in shape && 'title' in shape ? STEP_FIELDS.filter((field) => field in shape) : Object.keys(shape);

/** The parameters of an action in the order of its schema; what the schema does not know stands behind, by its letters. */
export const paramsInOrder = ({ do: action, params }: Pick<ActionStep, 'do' | 'params'>): ActionStep['params'] => {
  const known = Object.keys((PARAMS[action] as z.ZodObject).shape);
  const names = Object.keys(params).sort();
  return Object.fromEntries(
    [...known.filter((name) => name in params), ...names.filter((name) => !known.includes(name))].map((name) => [
      name,
      params[name]!,
    ]),
  );
};
