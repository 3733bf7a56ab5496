import { ActionIcon, TextInput, VisuallyHidden } from '@mantine/core';
import { Ban, RotateCcw, X } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import { AddHoliday } from './add-holiday.tsx';
import { type HolidayLine, inOrder, yearsOf } from './calendar.ts';
import type { CalendarForm } from './form.ts';
import type { Region } from './region.tsx';
import { words } from './words.ts';

type Part = { form: CalendarForm; nameOf: (region: string) => string };

/** Regions are called by their names where the country chosen has them. */
const useRegionNames = (region: string | null) => {
  const country = region?.slice(0, 2);
  const { data } = useThing<{ items: Region[] }>('/holiday-regions', { country }, { enabled: country !== undefined });
  return (code: string) => data?.items.find((one) => one.code === code)?.name ?? code;
};

/** The holidays of one year at a time; each can be renamed, struck out of its list, or taken out where it was added here. */
export const Holidays = ({ form }: Pick<Part, 'form'>) => {
  const nameOf = useRegionNames(form.values.region);
  const { today } = useClock();
  const lines = form.values.holidays;
  const years = yearsOf(lines, today);
  const [chosen, choose] = useState(today.slice(0, 4));
  const year = years.includes(chosen) ? chosen : today.slice(0, 4);
  const shown = lines.map((line, at) => ({ line, at })).filter(({ line }) => line.date.startsWith(year));
  return (
    <section className="holidays" aria-labelledby="holidays-title">
      <header>
        <h2 id="holidays-title">{words.holidays}</h2>
        <Segments
          label={words.year}
          value={year}
          onChange={choose}
          options={years.map((value) => ({ value, label: value }))}
        />
      </header>
      {shown.length ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.source}</th>
              <th scope="col">
                <VisuallyHidden>{words.acts}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, at }) => (
              <HolidayRow key={line.date} form={form} line={line} at={at} nameOf={nameOf} />
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">{words.none(year)}</p>
      )}
      <AddHoliday
        taken={lines.map(({ date }) => date)}
        add={(date, name) => {
          form.setFieldValue('holidays', inOrder([...lines, { date, name, region: null, struck_out: false }]));
          choose(date.slice(0, 4));
        }}
      />
    </section>
  );
};

const HolidayRow = ({ form, line, at, nameOf }: Part & { line: HolidayLine; at: number }) => {
  const { today, locale } = useClock();
  const day = dayWords(line.date, today, locale);
  return (
    <tr data-struck={line.struck_out || undefined}>
      <th scope="row" className="tabular">
        {day}
      </th>
      <td>
        <TextInput
          className="holiday-name"
          aria-label={words.name_of(day)}
          readOnly={line.struck_out}
          {...form.getInputProps(`holidays.${at}.name`)}
        />
      </td>
      <td className="quiet">{line.struck_out ? words.struck_out : line.region ? nameOf(line.region) : words.own}</td>
      <td>
        <RowAct form={form} line={line} at={at} />
      </td>
    </tr>
  );
};

const RowAct = ({ form, line, at }: Pick<Part, 'form'> & { line: HolidayLine; at: number }) => {
  const [label, icon] = line.struck_out
    ? [words.put_back(line.name), <RotateCcw key="back" />]
    : line.region
      ? [words.strike_out(line.name), <Ban key="strike" />]
      : [words.take_out(line.name), <X key="out" />];
  const act = (event: MouseEvent<HTMLButtonElement>) => {
    if (line.region || line.struck_out) return form.setFieldValue(`holidays.${at}.struck_out`, !line.struck_out);
    focusNeighbour(event.currentTarget);
    form.removeListItem('holidays', at);
  };
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} {...hint(label)} onClick={act}>
      {icon}
    </ActionIcon>
  );
};

/** The line goes: the one after it has the focus, else the one before. */
const focusNeighbour = (button: HTMLElement): void => {
  const row = button.closest('tr');
  (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button')?.focus();
};
