import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Id } from '#ground/id.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import type { Settings } from '#workflows/definitions/content.ts';
import type { Load } from '#workflows/load/model.ts';
import { LoadHeat } from '../load/heat.tsx';
import { words as load } from '../load/words.ts';
import { useBulk } from '../runs/bulk.ts';
import { type AskedValues, askedBody, isComplete, startValues } from './asked.ts';
import { AskedFields } from './asked-fields.tsx';
import { type LaunchKind, STARTED, type Startable, type Startee } from './data.ts';
import { FIRST_FIELD, FocusOn, SUBMIT } from './focus-on.tsx';
import { Reach, type Tried } from './reach.tsx';
import { words } from './words.ts';

interface ManySheetProps {
  as: LaunchKind;
  workflow: Startable;
  subjects: readonly Startee[];
  close: () => void;
}

const PAUSE_MS = 400;
const PATH = '/launches/bulk';
const ADDED_LOAD = '/launches/load';

/** One workflow on many records: first tried on each without writing anything, then started as one act (WF-81). */
export const ManySheet = ({ as, workflow, subjects, close }: ManySheetProps) => {
  const { today } = useClock();
  const bulk = useBulk();
  const refresh = useRefresh();
  const { id, name, settings } = workflow;
  const form = useForm<AskedValues>({ initialValues: startValues(settings, today, null) });
  const ids = subjects.map((one) => one.id);
  const command = { do: 'launch', workflow: id, name, as, ...askedBody(settings, form.values) };
  const [typed] = useDebouncedValue(command, PAUSE_MS);
  const complete = isComplete(settings, form.values);
  const first_focus = useRef(complete ? SUBMIT : FIRST_FIELD);
  const tried = useQuery({
    enabled: complete,
    queryKey: [PATH, typed, ids],
    queryFn: () => api.post<Tried>(PATH, { command: typed, ids, dry_run: true }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { data, error } = tried;
  const say = words.subjects[as];
  const count = data?.done ?? subjects.length;
  const launch = async () => {
    close();
    await bulk(
      PATH,
      command,
      { ids, count: ids.length },
      {
        doing: words.starting(name),
        done: (n) => words.started_many(name, say(n)),
      },
    ).catch(() => undefined);
    await refresh(...STARTED);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.sheet_many(name, say(subjects.length))}
      form={form}
      verb={words.verb_many(say(count))}
      submit={launch}
      why_not={whyNot({ settings, complete, data, error })}
      free
    >
      <FocusOn target={first_focus.current} />
      <AskedFields as={as} settings={settings} form={form} />
      {data && complete ? (
        <>
          <Outlook tried={data} subjects={subjects} />
          <Reach body={{ workflow: id, as, ...askedBody(settings, form.values) }} tried={data} subjects={subjects} />
          <Added body={{ workflow: id, as, ...askedBody(settings, form.values) }} tried={data} />
        </>
      ) : (
        complete && !error && <ProgressBar label={words.counting} value={0} of={subjects.length} />
      )}
    </FormSheet>
  );
};

interface AddedProps {
  body: object;
  tried: Tried;
}

/** So many are looked at; the sheet of a larger start shows the first of them. */
const LOOKED_AT = 1000;

/** What falls on whom if it is started, before it is (WF-202). */
const Added = ({ body, tried }: AddedProps) => {
  const ids = tried.rows.flatMap(({ id, ok }) => (ok ? [id] : [])).slice(0, LOOKED_AT);
  const { data } = useQuery({
    enabled: ids.length > 0,
    queryKey: [ADDED_LOAD, body, ids],
    queryFn: () => api.post<Load>(ADDED_LOAD, { ...body, ids }),
    placeholderData: keepPreviousData,
  });
  if (!data || !ids.length) return null;
  const rows = data.rows.filter(({ tasks }) => tasks.some((n) => n > 0));
  return (
    <div className="launch-preview">
      <p className="quiet">{rows.length ? load.added : load.added_none}</p>
      {rows.length > 0 && <LoadHeat load={{ ...data, rows }} caption={load.added} />}
    </div>
  );
};

interface Standing {
  settings: Settings;
  complete: boolean;
  data: Tried | undefined;
  error: unknown;
}

/** Why it cannot be started yet. */
const whyNot = ({ settings, complete, data, error }: Standing): string | undefined => {
  if (settings.refers_to) return words.one_by_one;
  if (!complete) return words.incomplete;
  if (error) return sentenceOf(error);
  if (!data) return words.counting;
  return data.done === 0 ? words.too_late : undefined;
};

const SHOWN = 20;

/** How many, and why not the others. */
const Outlook = ({ tried, subjects }: { tried: Tried; subjects: readonly Startee[] }) => {
  const all = subjects.length.toLocaleString('en');
  const left = tried.rows.filter(({ ok }) => !ok);
  const nameOf = (id: Id) => subjects.find((one) => one.id === id)?.name ?? '';
  return (
    <section className="launch-preview" aria-live="polite">
      <p>
        {tried.done === 0
          ? words.will_none
          : left.length === 0
            ? words.will_all(all)
            : words.will(tried.done.toLocaleString('en'), all)}
      </p>
      {left.length > 0 && (
        <>
          <p className="quiet">{words.refused(left.length)}</p>
          <dl className="launch-left">
            {left.slice(0, SHOWN).map(({ id, because }) => (
              <div key={id}>
                <dt>{nameOf(id)}</dt>
                <dd>{because}</dd>
              </div>
            ))}
          </dl>
          {left.length > SHOWN && <p className="quiet">{words.more_refused(left.length - SHOWN)}</p>}
        </>
      )}
    </section>
  );
};
