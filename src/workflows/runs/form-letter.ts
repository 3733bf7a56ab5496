import type { PlainDate } from '#ground/time.ts';
import type { FormStep } from '#workflows/definitions/content.ts';
import { filled } from '#workflows/definitions/merge.ts';
import { sayDay } from './words.ts';

/** The words by which somebody outside is asked for an answer, or reminded of it (WF-57). */

/** Where forms are answered. */
export const FORM_PATH = '/f';

/** What stands in place of the link wherever the letter is kept; the link itself stands in no row. */
export const LINK = `${FORM_PATH}/…`;

export interface Letter {
  step: Pick<FormStep, 'message'>;
  /** Of the form. */
  title: string;
  /** 0: the first letter. */
  reminder: number;
  /** The last day on which the link works. */
  until: PlainDate;
  /** Whom it greets. */
  name: string;
  practice: string;
  values: Readonly<Record<string, string | null>>;
}

/** Without the step's own words it says the usual ones; `missing`: fields of its own words that have no value (ME-12). */
export const formLetter = (letter: Letter): { subject: string; body: string; missing: string[] } => {
  const { step, title, reminder, until, name, practice, values } = letter;
  const subject = filled(step.message?.subject ?? title, values);
  const own = step.message?.text === undefined ? null : filled(step.message.text, values);
  const opening = [
    ...(own ? [] : [`Hello ${name},`]),
    ...(reminder ? ['We have not had your answer yet.'] : []),
    own?.text ?? `Please answer «${title}» on this page. You can stop at any time and go on later.`,
  ];
  return {
    subject: reminder ? `Reminder: ${subject.text}` : subject.text,
    body: [...opening, LINK, `The link is for you alone and works until ${sayDay(until)}.`, practice].join('\n\n'),
    missing: [...new Set([...subject.missing, ...(own?.missing ?? [])])],
  };
};
