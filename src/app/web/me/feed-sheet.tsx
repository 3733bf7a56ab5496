import { Checkbox, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { ClientField } from '../cadences/clients-field.tsx';
import { showOnce } from '../settings/copy-once.tsx';
import { words } from './feed-words.ts';
import { type About, type FeedRow, feedName } from './feeds.ts';
import { useWho } from './me.ts';

interface Values {
  about: About;
  client: Id | null;
  titles_only: boolean;
}

/** Makes a feed of what one may see; its address is shown when it is made (CA-61, CA-62). */
export const FeedSheet = ({ close }: { close: () => void }) => {
  const refresh = useRefresh();
  const choices = useChoices();
  const form = useForm<Values>({
    initialValues: { about: 'mine', client: null, titles_only: false },
    validate: { client: (value, { about }) => (about === 'client' && !value ? words.no_client : null) },
  });
  const { about, client } = form.values;
  const send = async (values: Values) => {
    const made = await api.post<FeedRow>('/calendar-feeds', { ...values, client: about === 'client' ? client : null });
    close();
    showAddress(made);
    await refresh('/calendar-feeds');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.make}
      intro={words.make_intro}
      form={form}
      verb={words.make_verb}
      submit={send}
    >
      <Select
        label={words.shows}
        description={words.about_hints[about]}
        allowDeselect={false}
        data-autofocus
        data={choices.map((value) => ({ value, label: words.about[value] }))}
        {...form.getInputProps('about')}
      />
      {about === 'client' && (
        <ClientField label={words.client} placeholder={words.choose_client} {...form.getInputProps('client')} />
      )}
      <Checkbox
        label={words.titles_only}
        description={words.titles_only_hint}
        {...form.getInputProps('titles_only', { type: 'checkbox' })}
      />
    </FormSheet>
  );
};

/** The address, to be copied whole. */
export const showAddress = (feed: FeedRow): void =>
  showOnce({
    title: words.made_title(feedName(feed)),
    text: words.made_text,
    label: words.made_label,
    value: feed.address ?? '',
  });

/** What the one at the screen may make a feed of, as the API has it. */
const useChoices = (): About[] => {
  const who = useWho();
  return (['mine', 'client', 'everyone'] as const).filter(
    (about) => about === 'mine' || can(who, reads(about === 'client' ? 'people' : 'workflows')) === null,
  );
};
