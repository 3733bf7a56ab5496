import { html } from 'hono/html';
import type { Answers } from '#forms/answers.ts';
import { NO, type Question, valuesOf, YES } from '#forms/model.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Markup } from './page.ts';

/** The fields of a form's page, each with what was answered before and what is wrong with it. */

export interface Filled {
  answers: Answers;
  /** The sentence at a field, by the question's key. */
  wrong: Readonly<Record<string, string>>;
  /** Names of files that were given already, by id. */
  files: Readonly<Record<string, string>>;
}

/** The name under which a question's answer is sent. */
export const nameOf = ({ key }: Pick<Question, 'key'>): string => `a.${key}`;
const idOf = ({ key }: Pick<Question, 'key'>, at?: number): string =>
  at === undefined ? `q-${key}` : `q-${key}-${at}`;

export const fieldOf = (question: Question, filled: Filled): Markup => {
  const value = filled.answers[question.key] ?? null;
  const wrong = filled.wrong[question.key];
  const told = wrong ? html`<p class="wrong" id="${idOf(question)}-wrong">${wrong}</p>` : '';
  switch (question.kind) {
    case 'yes_no':
    case 'one_of':
    case 'several_of':
      return html`<fieldset class="ask" data-q="${question.key}" ${wrong ? html`data-wrong` : ''}
aria-describedby="${described(question, wrong)}"><legend>${asked(question)}</legend>${helpOf(question)}
${valuesOf(question).map((choice, at) => choiceOf(question, { choice, at, on: isOn(value, choice) }))}${told}</fieldset>`;
    case 'statement':
      return html`<div class="ask" data-q="${question.key}" ${wrong ? html`data-wrong` : ''}>
<p class="said" id="${idOf(question)}-said">${question.label}</p>${helpOf(question)}
<label for="${idOf(question)}">Your full name${question.required ? ', typed to agree' : html`, typed to agree ${OPTIONAL}`}</label>
${inputOf(question, value, wrong)}${told}</div>`;
    default:
      return html`<div class="ask" data-q="${question.key}" ${wrong ? html`data-wrong` : ''}>
<label for="${idOf(question)}">${asked(question)}</label>${helpOf(question)}
${question.kind === 'file' ? givenFiles(question, value, filled) : ''}${inputOf(question, value, wrong)}${told}</div>`;
  }
};

/** Which questions are seen is a matter of style: the page works without a script (ME-112). */
export const shownStyle = (questions: readonly Question[]): string =>
  questions
    .flatMap((one) => conditionsOf(questions, one).map((id) => `form:not(:has(#${id}:checked)) [data-q="${one.key}"]`))
    .map((selector) => `${selector} { display: none; }`)
    .join('\n');

/** The boxes that must be ticked for it to be seen: its own, and those of what decides it. */
const conditionsOf = (questions: readonly Question[], { shown_if }: Question): string[] => {
  const decided = questions.find(({ key }) => key === shown_if?.question);
  if (!shown_if || !decided) return [];
  return [idOf(decided, valuesOf(decided).indexOf(shown_if.is)), ...conditionsOf(questions, decided)];
};

const OPTIONAL = html`<span class="optional">(if you like)</span>`;
const asked = ({ label, required }: Question): Markup => html`${label}${required ? '' : html` ${OPTIONAL}`}`;

const helpOf = (question: Question): Markup | string =>
  question.help ? html`<p class="help" id="${idOf(question)}-help">${question.help}</p>` : '';

const described = (question: Question, wrong: string | undefined): string =>
  [
    question.kind === 'statement' && `${idOf(question)}-said`,
    question.help && `${idOf(question)}-help`,
    wrong && `${idOf(question)}-wrong`,
  ]
    .filter(Boolean)
    .join(' ');

const SAID: Readonly<Record<string, string>> = { [YES]: 'Yes', [NO]: 'No' };

const choiceOf = (question: Question, { choice, at, on }: { choice: string; at: number; on: boolean }): Markup =>
  html`<label class="choice"><input type="${question.kind === 'several_of' ? 'checkbox' : 'radio'}" id="${idOf(question, at)}"
name="${nameOf(question)}" value="${choice}" ${on ? html`checked` : ''}><span>${
    question.kind === 'yes_no' ? SAID[choice] : choice
  }</span></label>`;

const isOn = (value: Json, choice: string): boolean =>
  Array.isArray(value) ? value.includes(choice) : (value === true ? YES : value === false ? NO : value) === choice;

const givenFiles = (question: Question, value: Json, { files }: Filled): Markup | string => {
  const given = (Array.isArray(value) ? value : []).map(String).filter((id) => files[id]);
  if (!given.length) return '';
  return html`<ul class="kept">${given.map(
    (id, at) =>
      html`<li><label class="choice"><input type="checkbox" name="${nameOf(question)}" value="${id}" checked
id="${idOf(question, at)}"><span>${files[id]}</span></label></li>`,
  )}</ul>`;
};

const TYPES: Partial<Record<Question['kind'], Markup>> = {
  email: html`type="email" autocomplete="email"`,
  phone: html`type="tel" autocomplete="tel"`,
  number: html`type="text" inputmode="decimal"`,
  money: html`type="text" inputmode="decimal"`,
  date: html`type="date"`,
  file: html`type="file" multiple`,
  statement: html`type="text" autocomplete="name"`,
};

const inputOf = (question: Question, value: Json, wrong: string | undefined): Markup => {
  const about = described(question, wrong);
  const common = html`id="${idOf(question)}" name="${nameOf(question)}" ${about ? html`aria-describedby="${about}"` : ''}
${wrong ? html`aria-invalid="true"` : ''} ${question.required ? html`aria-required="true"` : ''}`;
  const text = value === null || typeof value === 'object' ? '' : String(value);
  if (question.kind === 'long_text') return html`<textarea ${common} rows="5">${text}</textarea>`;
  const typed = question.kind === 'file' ? '' : html`value="${text}"`;
  return html`<input ${TYPES[question.kind] ?? html`type="text"`} ${common} ${typed}>`;
};
