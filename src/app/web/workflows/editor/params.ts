import type { ActionStep } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';

/** What an action is given, as its fields read and write it. */
export type Params = ActionStep['params'];

export interface ParamsProps {
  params: Params;
  /** Gives parameters a value; undefined takes one away. */
  put: (changes: Record<string, Params[string] | undefined>) => void;
  said: DesignSaid;
  step: ActionStep;
  /** What stands beside the parameters. */
  change: (changes: { approve_first?: boolean | undefined }) => void;
}

/** A parameter as a field of one value shows it. */
export const text = (value: Params[string] | undefined): string | null =>
  value === undefined || Array.isArray(value) ? null : String(value);
