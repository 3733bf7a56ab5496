import type { DesignFacts } from '#workflows/definitions/model.ts';
import type { Brought } from './brought.ts';

/** The practice after these messages and forms came along, as the room of designs sees it. */
export const withBrought = (facts: DesignFacts, { messages, forms }: Brought): DesignFacts => ({
  ...facts,
  message_templates: [
    ...facts.message_templates,
    ...messages.map(({ key, name, channel, subject, body }) => ({
      id: `m-${key}`,
      name,
      channel,
      archived: false,
      usable: true,
      used_by: 0,
      sources: [{ subject, body, text: null }],
    })),
  ],
  forms: [
    ...facts.forms,
    ...forms.map(({ key, title, questions }) => ({ key, title, archived: false, questions: [...questions] })),
  ],
});
