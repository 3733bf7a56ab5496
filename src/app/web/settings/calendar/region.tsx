import { Select } from '@mantine/core';
import type { PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import { relisted } from './calendar.ts';
import type { CalendarForm } from './form.ts';
import { words } from './words.ts';

export interface Region {
  code: string;
  name: string;
}

const options = (regions: readonly Region[] = []) => regions.map(({ code, name }) => ({ value: code, label: name }));

/** Whose public holidays are listed: a country, and a part of it where the country has parts. */
export const RegionChoice = ({ form }: { form: CalendarForm }) => {
  const { today } = useClock();
  const { region } = form.values;
  const saved = form.getInitialValues().holidays;
  const country = region?.slice(0, 2) ?? null;
  const countries = useThing<{ items: Region[] }>('/holiday-regions').data?.items;
  const parts = useThing<{ items: Region[] }>('/holiday-regions', { country }, { enabled: country !== null }).data
    ?.items;
  const choose = async (code: string | null) => {
    if (code === region) return;
    try {
      const list = code
        ? (await api.get<{ items: { date: PlainDate; name: string }[] }>(`/holiday-regions/${code}/holidays`)).items
        : [];
      form.setValues({ region: code, holidays: relisted(form.values.holidays, list, { region: code, today, saved }) });
    } catch (fault) {
      toastRefusal(fault);
    }
  };
  return (
    <>
      <Select
        label={words.country}
        description={words.country_hint}
        placeholder={words.no_country}
        searchable
        clearable
        allowDeselect={false}
        data={options(countries)}
        value={country}
        onChange={(code) => code !== country && void choose(code)}
        error={form.errors.region}
      />
      {parts && parts.length > 1 && (
        <Select
          label={words.part}
          searchable
          allowDeselect={false}
          data={options(parts)}
          value={region}
          onChange={(code) => void choose(code)}
        />
      )}
    </>
  );
};
