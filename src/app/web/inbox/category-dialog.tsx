import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '#kernel/ui/form/form.tsx';
import { Dialog } from '../runs/task/dialogs.tsx';
import { useCategories } from './categories.ts';
import { words } from './words.ts';

interface CategoryDialogProps {
  title: string;
  close: () => void;
  send: (category_id: string | null) => unknown;
}

/** Which kind of item they are (IN-125). */
export const CategoryDialog = ({ title, close, send }: CategoryDialogProps) => {
  const categories = useCategories();
  const form = useForm({ initialValues: { category_id: null as string | null } });
  return (
    <Dialog title={title} close={close}>
      <p className="form-intro">{categories.length ? words.category_text : words.category_empty}</p>
      <Form
        form={form}
        verb={words.save}
        submit={async ({ category_id }: { category_id: string | null }) => send(category_id)}
        cancel={close}
        free
      >
        <Select
          label={words.category}
          placeholder={words.category_none}
          data={categories}
          clearable
          searchable
          data-autofocus
          {...form.getInputProps('category_id')}
        />
      </Form>
    </Dialog>
  );
};
