import type { Id } from '#ground/id.ts';
import { paramsOf, sends } from '#workflows/definitions/actions.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import type { Addressee, Mail } from './mail.ts';
import type { World } from './model.ts';

/** What simulations read of messages; `app/` fills it. */
export interface MailPort<Desk> {
  /** With the wordings of these message templates. */
  of(desk: Desk, templates: readonly Id[]): Promise<Mail>;
  addressees(desk: Desk, subjects: readonly SubjectFacts[]): Promise<ReadonlyMap<Id, Addressee>>;
}

/** The message templates that steps name; empty where nothing is sent. */
export const templatesIn = (contents: World['contents']): Id[] => [
  ...new Set(
    [...contents.values()].flatMap(({ steps }) =>
      steps.filter(sends).map((step) => paramsOf(step.do, step.params).template),
    ),
  ),
];

/** The keys of the forms that steps ask with. */
export const formsIn = (contents: World['contents']): string[] => [
  ...new Set(
    [...contents.values()].flatMap(({ steps }) => steps.flatMap((one) => (one.kind === 'form' ? one.form : []))),
  ),
];
