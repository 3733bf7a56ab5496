import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { ItemsRoom } from '../items/store.ts';
import { itemOf } from './judging.ts';
import type { FormAnswer } from './model.ts';
import { formAnswers, versionOf } from './store.ts';

/** What was set aside becomes an item after all, by a member (IN-76) or by whoever sent it (IN-95). Refuses `already_settled`. */
export const makeItem = async (
  kernel: Kernel,
  items: ItemsRoom,
  desk: Desk,
  { caller, answer, assignee_id }: { caller: Caller; answer: FormAnswer; assignee_id: Id | null },
): Promise<{ yes: true } | Refusal> => {
  const item_id = newId();
  const { id, answers } = answer;
  const [made] = await act(kernel, desk, caller, formAnswers, [{ id, command: { do: 'make_item', item_id } }]);
  if (!made!.yes) return made!;
  const command = itemOf(await versionOf(desk, answer), { id, answers, assignee_id });
  const [done] = await act(kernel, desk, caller, items, [{ id: item_id, command }]);
  return done!;
};
