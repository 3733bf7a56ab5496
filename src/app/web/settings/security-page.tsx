import { Radio, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { type MemberRow, type Practice, usePractice } from './practice.ts';
import { SettingsPage } from './shell.tsx';
import { words } from './words.ts';

/** `/settings/security`: what the practice demands of signing in, and how long it keeps what happened (PL-41, PL-42, PL-106). */
export default function SecurityPage() {
  const { data, error, refetch } = usePractice();
  return (
    <SettingsPage here="security">
      <div className="settings-page">
        {error && !data ? (
          <ErrorState fault={error} retry={() => void refetch()} />
        ) : data ? (
          <Policy key={data.version} practice={data} />
        ) : (
          <PageSkeleton />
        )}
      </div>
    </SettingsPage>
  );
}

const YEARS = [1, 2, 3, 5, 7, 10, 15];

/** Whole years, and what the practice keeps now, whatever that is. */
const retentionOptions = (now: number) =>
  [...new Set([...YEARS.map((years) => years * 12), now])]
    .sort((a, b) => a - b)
    .map((months) => ({ value: String(months), label: words.months(months) }));

const Policy = ({ practice }: { practice: Practice }) => {
  const why_not = useWhyNot(writes('settings', 'security.manage'));
  const refresh = useRefresh();
  const { mfa, session_mode } = practice;
  const form = useForm({ initialValues: { mfa, session_mode, retention_months: String(practice.retention_months) } });
  const save = async ({ retention_months, ...values }: ReturnType<typeof form.getValues>) => {
    const changes = { ...values, retention_months: Number(retention_months) };
    await api.patch('/practice', changes, { version: practice.version });
    toast(words.saved_security);
    await refresh('/practice', '/me');
  };
  return (
    <Form form={form} verb={words.save} submit={save} why_not={why_not}>
      <Radio.Group label={words.mfa} {...form.getInputProps('mfa')}>
        <div className="policy">
          <Radio value="required" label={words.mfa_required} description={words.mfa_required_text} />
          <Radio value="optional" label={words.mfa_optional} description={words.mfa_optional_text} />
        </div>
      </Radio.Group>
      <WhoHasOne />
      <Radio.Group label={words.sessions} {...form.getInputProps('session_mode')}>
        <div className="policy">
          <Radio value="standard" label={words.standard} description={words.standard_text} />
          <Radio value="strict" label={words.strict} description={words.strict_text} />
          <Radio value="relaxed" label={words.relaxed} description={words.relaxed_text} />
        </div>
      </Radio.Group>
      <Select
        label={words.retention}
        description={words.retention_text}
        data={retentionOptions(practice.retention_months)}
        allowDeselect={false}
        {...form.getInputProps('retention_months')}
      />
    </Form>
  );
};

/** How far the practice has come with second factors; only for who may see it. */
const WhoHasOne = () => {
  const { data } = useThing<{ items: MemberRow[] }>('/members', { state: 'active', limit: 200 });
  const members = data?.items.filter((member) => member.has_factor !== undefined) ?? [];
  if (members.length === 0) return null;
  const without = members.filter((member) => !member.has_factor).map((member) => member.name);
  return (
    <p className="quiet">
      {words.mfa_have(members.length - without.length, members.length)}{' '}
      {without.length > 0 && words.mfa_without(without.join(', '))}
    </p>
  );
};
