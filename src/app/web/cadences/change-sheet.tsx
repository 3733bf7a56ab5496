import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { Cadence } from '#workflows/cadence/model.ts';
import { Compared } from './compared.tsx';
import { type Comparison, cadencePage, type DateRow, type SeriesDetail, useRefreshCadences } from './data.ts';
import type { LetGo } from './lost.tsx';
import { Panel } from './panel.tsx';
import { Choice } from './panel-fields.tsx';
import { cadenceOf, valuesOf } from './values.ts';
import { words } from './words.ts';

type Scope = 'later' | 'all' | 'this';

/** A change of a cadence in force: which dates, what, and the dates before and after, before it is saved (CA-51 … CA-54). */
export const ChangeSheet = ({ one, close }: { one: SeriesDetail; close: () => void }) => {
  const { today, locale } = useClock();
  const refresh = useRefreshCadences();
  const was = one.cadence as unknown as Cadence;
  const keys = usePlannedKeys(one);
  const [seen, setSeen] = useState<{ of: string; found: Comparison }>();
  const [letGo, setLetGo] = useState<LetGo[]>([]);
  const form = useForm({
    initialValues: { scope: 'later' as Scope, from_key: null as string | null, panel: valuesOf(was, today) },
    validate: { panel: (panel) => (cadenceOf(panel, was) ? null : words.needs_day) },
  });
  const { scope, panel } = form.values;
  const from_key = form.values.from_key ?? keys[0]?.key ?? null;
  const asked = { scope, from_key, cadence: cadenceOf(panel, was) };
  const stamp = JSON.stringify(asked);
  const found = seen?.of === stamp ? seen.found : undefined;
  const path = `${cadencePage(one.id)}/changes`;
  const look = async (let_go: LetGo[]) => {
    setLetGo(let_go);
    const answer = await api.post<Comparison>(path, { ...asked, let_go, based_on: one.version, dry_run: true });
    setSeen({ of: stamp, found: answer });
  };
  const send = async () => {
    if (!found) return look([]);
    await api.post(path, { ...asked, let_go: letGo, based_on: found.version }).catch((fault) => {
      if (isRefusal(fault) && fault.code === 'conflict') setSeen(undefined);
      throw fault;
    });
    toast(words.changed_it(one.name));
    await refresh();
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(one.name)}
      intro={words.change_intro}
      form={form}
      verb={found ? words.save_change : words.look}
      submit={send}
    >
      <Choice label={words.scope} value={scope} words={words.scopes} set={(to) => form.setFieldValue('scope', to)} />
      {scope !== 'all' && (
        <Select
          label={words.from}
          allowDeselect={false}
          value={from_key}
          data={keys.map(({ key, start }) => ({ value: key, label: dayWords(start, today, locale) }))}
          onChange={(to) => form.setFieldValue('from_key', to)}
        />
      )}
      <Panel values={panel} set={(changes) => form.setFieldValue('panel', { ...form.getValues().panel, ...changes })} />
      {found && <Compared found={found} letGo={letGo} look={(some) => look(some).catch(toastRefusal)} />}
    </FormSheet>
  );
};

/** The dates to come, each once, whosever they are. */
const usePlannedKeys = ({ id }: SeriesDetail) => {
  const { data } = useThing<{ items: DateRow[] }>(`${cadencePage(id)}/occurrences`, { q: '', next: 12 });
  const planned = (data?.items ?? []).filter(({ state, key }) => state === 'planned' && !key.startsWith('now:'));
  return planned.filter((row, at) => planned.findIndex(({ key }) => key === row.key) === at);
};
