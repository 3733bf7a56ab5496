import { Checkbox, Radio } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { TAG_COLOURS, TAG_KINDS, type TagKind } from '#people/tags/model.ts';
import type { TagRow } from '../../people/facts.ts';
import { TagMark } from '../../people/tags.tsx';
import { words } from './words.ts';

interface TagSheetProps {
  /** Absent: a new one. */
  tag?: TagRow | undefined;
  close: () => void;
}

interface Values {
  name: string;
  colour: TagRow['colour'];
  applies_to: TagKind[];
}

/** A tag's name, colour and kinds of record (PE-61, PE-63). */
export const TagSheet = ({ tag, close }: TagSheetProps) => {
  const refresh = useRefresh();
  const form = useForm<Values>({
    initialValues: {
      name: tag?.name ?? '',
      colour: tag?.colour ?? 'grey',
      applies_to: tag?.applies_to ?? [...TAG_KINDS],
    },
    validate: {
      name: (value) => (value.trim() ? null : words.name_missing),
      applies_to: (value) => (value.length > 0 ? null : words.for_missing),
    },
  });
  const send = async (values: Values) => {
    if (tag) await api.patch(`/tags/${tag.id}`, values, { version: tag.version });
    else await api.post('/tags', values);
    close();
    toast(tag ? words.saved(values.name.trim()) : words.added(values.name.trim()));
    await refresh('/tags');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={tag ? words.edit_title(tag.name) : words.add}
      form={form}
      verb={tag ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.name} maxLength={40} data-autofocus {...form.getInputProps('name')} />
      <Radio.Group label={words.colour} {...form.getInputProps('colour')}>
        <div className="choice-row">
          {TAG_COLOURS.map((colour) => (
            <Radio key={colour} value={colour} label={<TagMark tag={{ name: words.colours[colour], colour }} />} />
          ))}
        </div>
      </Radio.Group>
      <Checkbox.Group label={words.for} {...form.getInputProps('applies_to')}>
        <div className="choice-row">
          {TAG_KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={words.kinds[kind]} />
          ))}
        </div>
      </Checkbox.Group>
    </FormSheet>
  );
};
