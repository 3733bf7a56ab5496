import { MAIN } from '#inbox/triage/model.ts';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import { FORMS, type FormRow } from '../../forms/data.ts';
import { useCategories } from '../../inbox/categories.ts';
import { useTags } from '../../people/data.ts';
import { useMembers } from '../../runs/data.ts';
import type { RuleRow } from './triage-data.ts';
import { words } from './triage-words.ts';

/** The forms of the practice as a field that chooses one wants them. */
export const useFormChoices = (): { value: string; label: string }[] =>
  (useThing<ListAnswer<FormRow>>(FORMS, { limit: 200 }).data?.items ?? []).map(({ id, title }) => ({
    value: id,
    label: title,
  }));

/** A rule in words: when it applies, and what it does. */
export const useRuleWords = () => {
  const forms = new Map(useFormChoices().map(({ value, label }) => [value, label]));
  const categories = new Map(useCategories().map(({ value, label }) => [value, label]));
  const members = new Map(useMembers().map(({ id, name }) => [id, name]));
  const tags = new Map(useTags('item').map(({ id, name }) => [id, name]));
  const named = (all: ReadonlyMap<string, string>, id: string) => all.get(id) ?? words.gone;
  return {
    when: ({ when: { senders, addresses, words: some, form_id, answers } }: RuleRow): string =>
      [
        ...(senders.length ? [words.from(senders)] : []),
        ...(addresses.length ? [words.to(addresses.map((tag) => (tag === MAIN ? words.main : `+${tag}`)))] : []),
        ...(some.length ? [words.subject(some)] : []),
        ...(form_id ? [words.answers(named(forms, form_id), answers)] : []),
      ].join(', '),
    sets: ({ sets: { category_id, assignee_id, due_after, tags: ids, set_aside } }: RuleRow): string =>
      set_aside
        ? words.sets_aside
        : [
            ...(category_id ? [named(categories, category_id)] : []),
            ...(assignee_id ? [words.goes_to(named(members, assignee_id))] : []),
            ...(due_after ? [words.due_after(due_after)] : []),
            ...(ids.length ? [words.tagged(ids.map((id) => named(tags, id)))] : []),
          ].join(', '),
  };
};
