import { Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import type { PersonDetail } from '../facts.ts';
import { LinesField } from '../form/lines-field.tsx';
import { askingOnce } from '../form/own-email.ts';
import { blankValues, type EmailLine, type PhoneLine } from '../form/values.ts';
import { words as form_words } from '../form/words.ts';
import { type ContactRow, linksWith } from './contacts.ts';
import { KnownContact } from './known-contact.tsx';
import { words } from './words.ts';
import '../form/form.css';

interface ContactSheetProps {
  person: PersonDetail;
  /** Absent: a new one. */
  contact?: ContactRow | undefined;
  close: () => void;
}

export interface ContactValues {
  given_name: string;
  family_name: string;
  job_title: string;
  emails: EmailLine[];
  phones: PhoneLine[];
  label: string;
  primary: boolean;
}

const valuesOf = (contact: ContactRow | undefined, person: string): ContactValues => {
  const line = contact?.links.find((link) => link.person === person);
  return {
    given_name: contact?.given_name ?? '',
    family_name: contact?.family_name ?? '',
    job_title: contact?.job_title ?? '',
    emails: contact?.emails.length ? contact.emails : blankValues.emails,
    phones: contact?.phones.length
      ? contact.phones.map(({ number, typed, label, primary }) => ({ number: typed || number, label, primary }))
      : blankValues.phones,
    label: line?.label ?? '',
    primary: line?.primary ?? false,
  };
};

/** A contact of a record: a new one, one known from elsewhere, or one that is changed. */
export const ContactSheet = ({ person, contact, close }: ContactSheetProps) => {
  const [how, setHow] = useState<'new' | 'known'>('new');
  const refresh = useRefresh();
  const form = useForm<ContactValues>({
    initialValues: valuesOf(contact, person.id),
    validate: {
      given_name: (value, { family_name }) =>
        how === 'known' || value.trim() || family_name.trim() ? null : words.contact_nameless,
    },
  });
  const [known, setKnown] = useState<ContactRow>();
  const done = async (sentence: string) => {
    close();
    toast(sentence);
    await refresh('/contacts');
  };
  const link = async (found: ContactRow, { label, primary }: ContactValues) => {
    const links = linksWith(found.links, person.id, { label, primary });
    await api.patch(`/contacts/${found.id}`, { links }, { version: found.version });
    await done(words.linked(found.full_name, person.display_name));
  };
  const send = async (values: ContactValues) => {
    if (how === 'known' && known) return link(known, values);
    const body = bodyOf(values, contact?.links ?? [], person.id);
    const saved = await askingOnce((more) =>
      contact
        ? api.patch<ContactRow>(`/contacts/${contact.id}`, { ...body, ...more }, { version: contact.version })
        : api.post<ContactRow>('/contacts', { ...body, ...more }),
    );
    await done(contact ? words.saved_contact(saved.full_name) : words.added_contact(saved.full_name));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={contact ? words.edit_contact(contact.full_name) : words.add_contact_title(person.display_name)}
      form={form}
      verb={contact ? form_words.save : words.add_contact}
      submit={send}
      why_not={how === 'known' && !known ? words.search_contact : undefined}
    >
      {!contact && (
        <div>
          <Segments
            label={words.add_contact}
            value={how}
            onChange={setHow}
            options={[
              { value: 'new', label: words.new_contact },
              { value: 'known', label: words.link_contact },
            ]}
          />
        </div>
      )}
      {how === 'known' ? (
        <KnownContact person={person.id} chosen={known} choose={setKnown} />
      ) : (
        <>
          <div className="pair">
            <ClientDataInput label={form_words.given_name} data-autofocus {...form.getInputProps('given_name')} />
            <ClientDataInput label={form_words.family_name} {...form.getInputProps('family_name')} />
          </div>
          <ClientDataInput label={words.job_title} maxLength={120} {...form.getInputProps('job_title')} />
          <LinesField form={form} path="emails" />
          <LinesField form={form} path="phones" />
        </>
      )}
      <ClientDataInput
        label={words.contact_label}
        description={words.contact_label_hint}
        maxLength={40}
        {...form.getInputProps('label')}
      />
      <Checkbox label={words.is_primary} {...form.getInputProps('primary', { type: 'checkbox' })} />
    </FormSheet>
  );
};

const bodyOf = (values: ContactValues, links: ContactRow['links'], person: string) => ({
  given_name: values.given_name.trim() || null,
  family_name: values.family_name.trim() || null,
  job_title: values.job_title.trim() || null,
  emails: values.emails.filter(({ address }) => address.trim()),
  phones: values.phones.filter(({ number }) => number.trim()),
  links: linksWith(links, person, { label: values.label.trim(), primary: values.primary }),
});
