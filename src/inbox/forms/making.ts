import type { Design } from '#forms/model.ts';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { allocated } from '../arrivals/allocating.ts';
import { byRules } from '../arrivals/making.ts';
import { readCategories } from '../categories/store.ts';
import type { ItemsRoom } from '../items/store.ts';
import type { Incoming } from '../triage/model.ts';
import { triageOf } from '../triage/store.ts';
import { itemOf } from './judging.ts';
import type { FormAnswer } from './model.ts';
import { formAnswers, versionOf } from './store.ts';

/**
 * What makes the item of an answer: whose it is says a rule, else the form, else its category (IN-90, IN-141). `set_aside`: the rule
 * that wants none made (IN-186).
 */
export const itemOfAnswer = async (
  desk: Desk,
  design: Pick<Design, 'title' | 'questions'>,
  { id, form_id, answers, assignee_id }: Pick<FormAnswer, 'id' | 'form_id' | 'answers'> & { assignee_id: Id | null },
) => {
  const item = itemOf(design, { id, answers });
  const triage = (await triageOf(desk))(incomingAnswer(item, { form_id, answers }));
  const { category_id } = triage;
  const category = category_id ? (await readCategories(desk, [category_id])).get(category_id) : null;
  const named = [triage.assignee_id, assignee_id, category?.default_assignee_id ?? null];
  const [whose = null] = await allocated(desk, [{ named, client: null }]);
  const command = { ...item, category_id, assignee_id: whose, ...byRules(triage, desk) };
  return { command, set_aside: triage.set_aside };
};

/** An answer as the rules look at it. */
export const incomingAnswer = (
  { subject, contact }: Pick<ReturnType<typeof itemOf>, 'subject' | 'contact'>,
  { form_id, answers }: Pick<FormAnswer, 'form_id' | 'answers'>,
): Incoming => ({ senders: contact?.email ? [contact.email] : [], tag: undefined, subject, form_id, answers });

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
  const { command } = await itemOfAnswer(desk, await versionOf(desk, answer), { ...answer, id, answers, assignee_id });
  const [done] = await act(kernel, desk, caller, items, [{ id: item_id, command }]);
  return done!;
};
