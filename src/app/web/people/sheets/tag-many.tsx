import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import type { RecordKind } from '#people/tags/model.ts';
import { useBulk } from '../bulk.ts';
import { useTags } from '../data.ts';
import { TagChoice, type TagValues, useTagChoice } from '../tag-choice.tsx';
import { words } from '../words.ts';

interface TagManyProps {
  kind: RecordKind;
  target: BulkTarget;
  close: () => void;
}

/** Puts a tag on many records, or takes it off them (PE-110). */
export const TagMany = ({ kind, target, close }: TagManyProps) => {
  const bulk = useBulk();
  const tags = useTags(kind);
  const many = words.counted[kind](target.count);
  const form = useTagChoice(words.tag_missing);
  const labels = { what: words.set_tags, add: words.tag_add, remove: words.tag_remove, tag: words.tag };
  const send = async ({ what, tag }: TagValues) => {
    await bulk(kind, { do: what, tag }, target);
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.tag_title(many)}
      form={form}
      verb={form.values.what === 'add_tag' ? words.tag_verb_add(many) : words.tag_verb_remove(many)}
      submit={send}
    >
      <TagChoice form={form} tags={tags} labels={labels} />
    </FormSheet>
  );
};
