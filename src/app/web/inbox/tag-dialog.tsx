import { Form } from '#kernel/ui/form/form.tsx';
import { useTags } from '../people/data.ts';
import { TagChoice, type TagValues, useTagChoice } from '../people/tag-choice.tsx';
import { Dialog } from '../runs/task/dialogs.tsx';
import { words } from './words.ts';

interface TagDialogProps {
  title: string;
  close: () => void;
  send: (command: { do: 'add_tag' | 'remove_tag'; tag: string }) => unknown;
}

/** Puts a tag on the ticked items, or takes it off them (IN-125). */
export const TagDialog = ({ title, close, send }: TagDialogProps) => {
  const tags = useTags('item');
  const form = useTagChoice(words.tag_missing);
  const labels = { what: words.tag_what, add: words.tag_add, remove: words.tag_remove, tag: words.tag };
  return (
    <Dialog title={title} close={close}>
      {tags.length === 0 && <p className="form-intro">{words.tag_empty}</p>}
      <Form
        form={form}
        verb={form.values.what === 'add_tag' ? words.tag_add : words.tag_remove}
        submit={async ({ what, tag }: TagValues) => send({ do: what, tag: tag! })}
        cancel={close}
        free
      >
        <TagChoice form={form} tags={tags} labels={labels} />
      </Form>
    </Dialog>
  );
};
