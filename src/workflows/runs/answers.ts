import { isAmount } from '#ground/text.ts';
import { isDate } from '#ground/time.ts';
import type { Json, Problem } from '#kernel/decision/model.ts';
import { problem } from '#kernel/decision/rules.ts';
import type { Ask } from '#workflows/definitions/content.ts';
import type { Work } from './model.ts';
import { memberOf } from './state.ts';

/** What is wrong with an answer (WF-52): missing though required, or not of its type. */
export const answerProblem = (work: Work, ask: Ask, value: Json): Problem | null => {
  const pointer = `/answers/${ask.key}`;
  if (value === null || value === '')
    return ask.required ? problem(pointer, 'required', `«${ask.label}» needs an answer.`) : null;
  const wrong = mistake(work, ask, value);
  return wrong === null ? null : problem(pointer, 'wrong', `«${ask.label}» ${wrong}`);
};

const mistake = (work: Work, ask: Ask, value: Json): string | null => {
  const text = typeof value === 'string' ? value : null;
  switch (ask.type) {
    case 'text':
      return text === null ? 'is a text.' : null;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'is a number.';
    case 'money':
      return text !== null && isAmount(text) ? null : 'is an amount, for example 1234.50.';
    case 'date':
      return text !== null && isDate(text) ? null : 'is a day, written YYYY-MM-DD.';
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'is yes or no.';
    case 'choice':
      return text !== null && ask.choices?.includes(text) ? null : `is one of: ${(ask.choices ?? []).join(', ')}.`;
    case 'member':
      return memberOf(work, text)?.active ? null : 'is an active member.';
    case 'authorization':
      return text !== null && Object.hasOwn(work.records, text) ? null : 'is an authorization of this client.';
    default:
      return ask.type satisfies never;
  }
};
