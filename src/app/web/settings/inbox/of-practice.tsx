import type { ComponentType } from 'react';
import { type InboxSettings, inboxSettings } from '#inbox/items/settings.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { type Practice, usePractice } from '../practice.ts';

/** A form of some of what the practice sets for its inbox. */
export interface PartProps {
  now: InboxSettings;
  why_not: string | undefined;
  /** Saves these and leaves the others as they are. */
  save: (changed: Partial<InboxSettings>, said: string) => Promise<void>;
}

/** Draws such a form once the practice is read, and anew when somebody saved. */
export const OfPractice = ({ form }: { form: ComponentType<PartProps> }) => {
  const { data, error, refetch } = usePractice();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Part key={data.version} practice={data} form={form} /> : <PageSkeleton />;
};

const Part = ({ practice, form: Form }: { practice: Practice; form: ComponentType<PartProps> }) => {
  const why_not = useWhyNot(writes('settings'));
  const refresh = useRefresh();
  const now = inboxSettings.parse(practice.settings.inbox ?? {});
  const save: PartProps['save'] = async (changed, said) => {
    await api.patch('/practice', { settings: { inbox: { ...now, ...changed } } }, { version: practice.version });
    toast(said);
    await refresh('/practice', '/me', '/items', '/item-sendings');
  };
  return <Form now={now} why_not={why_not} save={save} />;
};

/** A whole number in this range. */
export const within = (text: string, from: number, to: number): boolean =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
