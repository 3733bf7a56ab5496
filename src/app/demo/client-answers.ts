import { shownBy } from '#forms/answers.ts';
import { type Question, valuesOf } from '#forms/model.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import type { AnyRoom, Wanted } from '#kernel/loop/room.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { sheetsOf } from '#workflows/runs/sheets.ts';
import { runs } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';
import type { Random } from './random.ts';

/** Some of the clients and employees who were asked with a form answer it today; towards the end fewer, so that some wait. */
export const answersOfDay = async (making: Making, open: readonly RunState[], last: boolean): Promise<void> => {
  const { dice, house, practice } = making;
  const asked = open.flatMap(({ run, tasks }) =>
    tasks
      .filter(
        ({ kind, state, asked: letter, message_id }) => kind === 'form' && state === 'ready' && letter && message_id,
      )
      .filter(() => dice.chance(last ? 0.12 : 0.4))
      .map(({ id, round }) => ({ run: run.id, id, round })),
  );
  if (!asked.length) return;
  const sheets = await inPractice(house.kernel.db, practice, (desk) =>
    sheetsOf(
      desk,
      asked.map(({ id }) => id),
    ),
  );
  const wanted = asked.flatMap(({ run, id, round }): Wanted<Command>[] => {
    const sheet = sheets[id];
    // no file is invented: who is asked for one without fail has not got to it yet
    if (!sheet || sheet.questions.some(({ kind, required }) => kind === 'file' && required)) return [];
    const answers = said(dice, sheet.questions);
    return [{ id: run, command: { do: 'client_answered', task: id, round, answers, files: [] } as unknown as Command }];
  });
  await decideAll(making, runs as AnyRoom, wanted);
};

/** To each question that is shown and required something that a client could say. */
const said = (dice: Random, questions: readonly Question[]): Record<string, Json> => {
  const answers: Record<string, Json> = {};
  for (const question of questions)
    if (question.required && shownBy(questions, answers).includes(question))
      answers[question.key] = sayTo(dice, question);
  return answers;
};

const sayTo = (dice: Random, question: Question): Json => {
  switch (question.kind) {
    case 'yes_no':
      return dice.chance(0.6);
    case 'one_of':
      return dice.pick(valuesOf(question));
    case 'several_of':
      return [dice.pick(valuesOf(question))];
    case 'number':
      return 1 + dice.whole(12);
    case 'money':
      return `${1_000 + dice.whole(20_000)}.00`;
    case 'date':
      return '2026-01-31';
    case 'email':
      return `books${dice.whole(40)}@demo-client.example`;
    case 'phone':
      return '+447700900018';
    case 'file':
      return [];
    case 'statement':
      return 'Sample Signatory';
    case 'short_text':
    case 'long_text':
      return WORDS[question.key] ?? 'As agreed on the telephone';
    default:
      return question.kind satisfies never;
  }
};

const WORDS: Readonly<Record<string, string>> = {
  contact_name: 'The accounts office',
  year_end: '31 March',
  address: '1 Sample Street, Sampleton',
  bank: 'Ends in 0000, please call',
  emergency: 'The other Employee, +44 7700 900018',
  qualifications: 'First aid at work',
};
