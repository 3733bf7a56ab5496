import { LIBRARY as FORMS, type LibraryForm } from '#forms/library.ts';
import { type LibraryTemplate, LIBRARY as MESSAGES } from '#messages/templates/library.ts';
import { sends } from '#workflows/definitions/actions.ts';
import type { Content } from '#workflows/definitions/content.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';

/**
 * What the steps of ready-made workflows speak with: messages and forms of the library, named there by their keys. A practice
 * has them when it has one of the same name, and its own is never touched (WF-4, CO-146).
 */
export interface Brought {
  messages: LibraryTemplate[];
  forms: LibraryForm[];
}

/** The messages and forms that these contents name and the practice lacks, each once, in the order of the library. */
export const lacking = (contents: readonly Content[], facts: DesignFacts): Brought => {
  const steps = contents.flatMap((content) => content.steps);
  const messages = new Set(steps.flatMap((step) => (sends(step) ? [step.params.template] : [])));
  const forms = new Set(steps.flatMap((step) => (step.kind === 'form' ? [step.form] : [])));
  return {
    messages: MESSAGES.filter((one) => messages.has(one.key) && !ownMessage(one.key, facts)),
    forms: FORMS.filter((one) => forms.has(one.key) && !ownForm(one.key, facts)),
  };
};

/** The practice's own message of that name and channel. */
export const ownMessage = (key: string, facts: DesignFacts) => {
  const wanted = MESSAGES.find((one) => one.key === key);
  return facts.message_templates.find(
    ({ name, channel, archived }) => !archived && channel === wanted?.channel && same(name, wanted.name),
  );
};

/** The practice's own form: by its key, which its title may have left behind, else by its title. */
export const ownForm = (key: string, facts: DesignFacts) => {
  const wanted = FORMS.find((one) => one.key === key);
  const open = facts.forms.filter(({ archived }) => !archived);
  return open.find((own) => own.key === key) ?? open.find((own) => wanted && same(own.title, wanted.title));
};

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.toLowerCase();
