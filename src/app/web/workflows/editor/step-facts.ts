import type { DesignSaid } from '../design-view.tsx';
import { sayCondition } from '../say/condition.ts';
import { sayStep } from '../say/step.ts';
import { capital } from '../say/who.ts';
import type { Placed } from './findings.ts';

/** What a row of the list says of a step beside its title. */
export interface StepFacts {
  /** Who and by when, or what happens. */
  sub: string;
  /** Its condition in words. */
  only_if: string | undefined;
  errors: number;
  warnings: number;
}

/** The facts of every step by key, for a design that has come to rest. */
export const stepFacts = (said: DesignSaid, findings: readonly Placed[]): ReadonlyMap<string, StepFacts> => {
  const found = Map.groupBy(findings, ({ step_key }) => step_key);
  return new Map(
    said.content.steps.map((step) => {
      const own = found.get(step.key) ?? [];
      const errors = own.filter(({ level }) => level === 'error').length;
      const only_if = step.only_if && capital(sayCondition(step.only_if, said));
      return [step.key, { sub: sayStep(step, said), only_if, errors, warnings: own.length - errors }];
    }),
  );
};

export const NO_FACTS: StepFacts = { sub: '', only_if: undefined, errors: 0, warnings: 0 };
