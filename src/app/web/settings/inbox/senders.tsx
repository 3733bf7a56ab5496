import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Ban, Check, X } from 'lucide-react';
import { useState } from 'react';
import { LISTS, type SenderList } from '#inbox/senders/model.ts';
import { WRITES_SENDERS } from '#inbox/senders/rules.ts';
import type { SenderRuleRow } from '#inbox/senders/store.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { SENDER_RULES } from '../../inbox/blocking.ts';
import { useWhyNot } from '../../me/me.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { Line, ListPage } from './line.tsx';
import { InboxSettings } from './shell.tsx';
import { words } from './words.ts';

/** `/settings/inbox/senders`: whose mail is set aside, and whose is let in although its domain is not (IN-70). */
export default function SendersPage() {
  const asked = useThing<{ items: SenderRuleRow[] }>(SENDER_RULES);
  const why_not = useWhyNot(WRITES_SENDERS);
  const refresh = useRefresh();
  const [adding, setAdding] = useState(false);
  const remove = async ({ id, pattern, list }: SenderRuleRow) => {
    try {
      await api.delete(`${SENDER_RULES}/${id}`);
      const undo = async () => {
        await api.post(SENDER_RULES, { pattern, list });
        await refresh(SENDER_RULES);
      };
      toast(words.unlisted(pattern), { undo });
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(SENDER_RULES);
    }
  };
  const add: Act = { id: 'add', label: words.add_sender, key: 'n', main: true, why_not, run: () => setAdding(true) };
  return (
    <InboxSettings here="senders" main={add}>
      <ListPage
        asked={asked}
        text={words.senders_text}
        none={{ title: words.no_senders, text: words.no_senders_text, acts: [add] }}
        line={(one) => (
          <Line
            key={one.id}
            name={
              <>
                {one.list === 'block' ? <Ban aria-hidden size={16} /> : <Check aria-hidden size={16} />}
                {one.pattern}
              </>
            }
            facts={
              <>
                <span>{words.lists[one.list]}</span>
                {one.by && <span>{one.by}</span>}
                <Moment instant={one.at} />
              </>
            }
            acts={
              <button
                type="button"
                className="icon-button"
                aria-label={words.unlist_of(one.pattern)}
                disabled={!!why_not}
                onClick={() => void remove(one)}
                {...hint(why_not ?? words.unlist)}
              >
                <X />
              </button>
            }
          />
        )}
      />
      {adding && <SenderSheet close={() => setAdding(false)} />}
    </InboxSettings>
  );
}

const SenderSheet = ({ close }: { close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useForm<{ pattern: string; list: SenderList }>({
    initialValues: { pattern: '', list: 'block' },
    validate: { pattern: (text) => (text.trim() ? null : words.pattern_missing) },
  });
  const send = async ({ pattern, list }: { pattern: string; list: SenderList }) => {
    await api.post(SENDER_RULES, { pattern: pattern.trim(), list });
    close();
    toast(words.listed(pattern.trim(), list));
    await refresh(SENDER_RULES);
  };
  return (
    <FormSheet opened close={close} title={words.add_sender} form={form} verb={words.add_sender} submit={send}>
      <ClientDataInput
        label={words.pattern}
        description={words.pattern_hint}
        maxLength={254}
        data-autofocus
        {...form.getInputProps('pattern')}
      />
      <Select
        label={words.list}
        data={LISTS.map((value) => ({ value, label: words.lists[value] }))}
        allowDeselect={false}
        {...form.getInputProps('list')}
      />
    </FormSheet>
  );
};
