import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { zoneOptions } from '../access/countries.ts';
import { type Me, useMe } from './me.ts';
import { words } from './words.ts';

/** Name and time zone. */
export const Profile = () => {
  const { member, practice } = useMe();
  return member && <ProfileForm key={member.version} member={member} zone={practice.time_zone} />;
};

const ProfileForm = ({ member, zone }: { member: NonNullable<Me['member']>; zone: string }) => {
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { name: member.name, time_zone: member.time_zone },
    validate: { name: (value) => (value.trim() ? null : 'Give your name.') },
  });
  const save = async (values: { name: string; time_zone: string | null }) => {
    await api.patch('/me', values, { version: member.version });
    toast(words.saved);
    await refresh('/me', '/members');
  };
  return (
    <section className="settings-part" aria-label={words.profile}>
      <h2>{words.profile}</h2>
      <Form form={form} verb={words.save} submit={save}>
        <TextInput label={words.name} autoComplete="name" {...form.getInputProps('name')} />
        <TextInput label={words.email} description={words.email_hint} value={member.email} readOnly />
        <Select
          label={words.time_zone}
          description={words.time_zone_hint}
          placeholder={words.time_zone_of_practice(zone.replaceAll('_', ' '))}
          clearable
          searchable
          data={zoneOptions(member.time_zone ? [member.time_zone] : [])}
          {...form.getInputProps('time_zone')}
        />
      </Form>
    </section>
  );
};
