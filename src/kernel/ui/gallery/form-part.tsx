import { Checkbox, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiRefusal } from '../client.ts';
import { ClientDataInput } from '../form/client-data-input.tsx';
import { useDraft } from '../form/draft.tsx';
import { FormPage } from '../form/form-page.tsx';
import { MemberSelect } from '../form/member-select.tsx';

export const FormPart = () => {
  const form = useForm({
    initialValues: { name: '', email: '', partner: null as string | null, kind: 'company', note: '', portal: true },
    validate: { name: (v) => (v ? null : 'Give the client a name.') },
  });
  const draft = useDraft('gallery', form);
  const send = async (): Promise<void> => {
    throw new ApiRefusal(422, {
      code: 'invalid',
      detail: 'This client cannot be saved yet.',
      errors: [
        {
          pointer: '/email',
          code: 'taken',
          detail: 'Northwind Joinery has this address already. Use another, or open that client.',
        },
      ],
    });
  };
  return (
    <FormPage
      title="Add client"
      parent={{ label: 'Clients', to: '/gallery' }}
      intro="Only the name is needed now; the rest can follow."
      form={form}
      verb="Add client"
      submit={send}
      cancel={() => history.back()}
      note={draft.note}
    >
      <ClientDataInput
        label="Name"
        description="As it should stand on letters."
        required
        {...form.getInputProps('name')}
      />
      <ClientDataInput label="E-mail" {...form.getInputProps('email')} />
      <MemberSelect
        label="Partner"
        description="Answers for this client."
        members={[
          { id: 'a', name: 'Ana Example' },
          { id: 'b', name: 'Bo Sample' },
        ]}
        clearable
        {...form.getInputProps('partner')}
      />
      <Select
        label="Kind"
        data={[
          { value: 'company', label: 'Company' },
          { value: 'person', label: 'Person' },
        ]}
        {...form.getInputProps('kind')}
      />
      <Textarea label="Note" rows={3} {...form.getInputProps('note')} />
      <Checkbox label="May use the client portal" {...form.getInputProps('portal', { type: 'checkbox' })} />
    </FormPage>
  );
};
