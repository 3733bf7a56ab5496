import { isId } from '#ground/id.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { FormAnswerCommand, FormAnswerState } from './model.ts';

/** An item is found by what its form was answered, and by the names of the files with it (IN-160). */
export const answerEntries: NonNullable<Room<FormAnswerState, FormAnswerCommand>['search']> = ({
  answer,
  file_names,
}) => {
  if (!answer.item_id) return { keep: [], drop: [] };
  const words = [...Object.values(answer.answers).flatMap(textsIn), ...file_names];
  return {
    keep: [{ kind: 'item_answer', thing_id: answer.id, title: '', url: '', words, module: 'inbox' }],
    drop: [],
  };
};

/** What somebody may look for of an answer: not that it was yes, nor the id of a file. */
const textsIn = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === 'number') return [`${value}`];
  if (value && typeof value === 'object') return Object.values(value).flatMap(textsIn);
  return typeof value === 'string' && !isId(value) ? [value] : [];
};
