import { Checkbox, Select, TextInput } from '@mantine/core';
import type { Content, Settings } from '#workflows/definitions/content.ts';
import { FIELDS } from '#workflows/definitions/fields.ts';
import { freeKey } from '#workflows/definitions/names.ts';
import { capital } from '../say/who.ts';
import { Part } from './part.tsx';
import { RowsField } from './rows-field.tsx';
import { words } from './words.ts';

interface AskedPartProps {
  content: Content;
  put: (changes: { [K in keyof Settings]?: Settings[K] | undefined }) => void;
}

/** What whoever starts a run is asked for: a date, a period, an authorization, people (WF-36, WF-44, WF-78). */
export const AskedPart = ({ content, put }: AskedPartProps) => {
  const { settings, subject_kinds } = content;
  return (
    <Part name="asked" label={words.asked_at_start} hint={words.asked_hint}>
      <div className="stack">
        <Checkbox
          size="xs"
          label={words.ask_date}
          checked={!!settings.run_date}
          onChange={(event) =>
            put({ run_date: event.currentTarget.checked ? { label: words.deadline, required: true } : undefined })
          }
        />
        {settings.run_date && <RunDate content={content} date={settings.run_date} put={put} />}
        <Checkbox
          size="xs"
          label={words.ask_period}
          description={words.ask_period_hint}
          checked={settings.period === 'ask'}
          onChange={(event) => put({ period: event.currentTarget.checked ? 'ask' : 'none' })}
        />
        {(subject_kinds.includes('client') || settings.refers_to) && (
          <Checkbox
            size="xs"
            label={words.ask_authorization}
            description={words.ask_authorization_hint}
            checked={!!settings.refers_to}
            onChange={(event) => put({ refers_to: event.currentTarget.checked ? 'authorization' : undefined })}
          />
        )}
        <h3>{words.people}</h3>
        <RowsField
          rows={settings.people_asked}
          set={(people_asked) => put({ people_asked })}
          textOf={({ label }) => label}
          withText={(one, label) => ({ ...one, label })}
          make={(label, rows) => ({
            key: freeKey(
              label,
              rows.map(({ key }) => key),
            ),
            label,
            required: true,
          })}
          nameOf={(n) => `${words.people} ${n}`}
          add={words.add_asked}
          limit={10}
          length={80}
          beside={(one, set) => (
            <Checkbox
              size="xs"
              label={words.must_be_given}
              aria-label={`${one.label}: ${words.must_be_given}`}
              checked={one.required}
              onChange={(event) => set({ ...one, required: event.currentTarget.checked })}
            />
          )}
        />
      </div>
    </Part>
  );
};

interface RunDateProps extends AskedPartProps {
  date: NonNullable<Settings['run_date']>;
}

const RunDate = ({ content, date, put }: RunDateProps) => {
  const dates = content.subject_kinds.flatMap((kind) => FIELDS[kind].filter(({ type }) => type === 'date'));
  const fields = [...new Map(dates.map(({ field, label }) => [field, label]))];
  const from = (field: string | null) => {
    const { default_field: _, ...rest } = date;
    put({ run_date: field ? { ...rest, default_field: field } : rest });
  };
  return (
    <div className="asked-date">
      <TextInput
        label={words.date_label}
        maxLength={80}
        value={date.label}
        onChange={(event) => put({ run_date: { ...date, label: event.currentTarget.value } })}
      />
      <Select
        label={words.date_from}
        clearable
        placeholder={words.date_from_nothing}
        value={date.default_field ?? null}
        data={fields.map(([value, label]) => ({ value, label: capital(label) }))}
        onChange={from}
      />
      <Checkbox
        size="xs"
        label={words.must_be_given}
        checked={date.required}
        onChange={(event) => put({ run_date: { ...date, required: event.currentTarget.checked } })}
      />
    </div>
  );
};
