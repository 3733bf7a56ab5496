import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ApiRefusal, api, isRefusal } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { ENCODINGS } from '#people/imports/decoding.ts';
import { DELIMITERS } from '#people/imports/limits.ts';
import type { Mode } from '#people/imports/model.ts';
import { type LaunchKind, mayStart, useStartables } from '../../launch/data.ts';
import { useWho } from '../../me/me.ts';
import { Notice } from '../record/parts.tsx';
import { ColumnTable } from './column-table.tsx';
import { bodyOf, type ColumnsForm, type ColumnValues, valuesOf, withIndex } from './column-values.ts';
import { IMPORTS, showImport, useSavedMappings } from './data.ts';
import type { ImportDetail } from './facts.ts';
import '../people.css';
import { words } from './words.ts';

interface ColumnsStepProps {
  one: ImportDetail;
  /** After the rows were looked through. */
  done: () => void;
}

/** What the columns are and what is done with the rows; then the rows are looked through (PE-81 … PE-83, PE-88, PE-89). */
export const ColumnsStep = ({ one, done }: ColumnsStepProps) => {
  const refresh = useRefresh();
  const form = useForm<ColumnValues>({ initialValues: valuesOf(one) });
  const [looking, setLooking] = useState(false);
  const path = `${IMPORTS}/${one.id}`;
  const cutAnew = async (change: Partial<Pick<ColumnValues, 'delimiter' | 'encoding'>>) => {
    const values = { ...form.getValues(), ...change, save_as: '' };
    showImport(await api.put<ImportDetail>(`${path}/mapping`, bodyOf(one, values)));
  };
  const look = async (values: ColumnValues) => {
    setLooking(true);
    try {
      await api.put(`${path}/mapping`, bodyOf(one, values));
      showImport(await api.post<ImportDetail>(`${path}/preview`));
      done();
      void refresh(IMPORTS, '/import-mappings', '/events');
    } catch (fault) {
      if (!isRefusal(fault)) throw fault;
      throw new ApiRefusal(fault.status, {
        code: fault.code,
        detail: fault.message,
        errors: withIndex(one, fault.errors),
      });
    } finally {
      setLooking(false);
    }
  };
  return (
    <div className="import-form">
      <Form form={form} verb={words.preview(one.rows)} submit={look} free note={words.nothing_yet}>
        <ReadAs one={one} form={form} change={cutAnew} />
        <section className="import-part">
          <h2>{words.said}</h2>
          <Saved one={one} form={form} />
          <ColumnTable one={one} form={form} />
        </section>
        <WhatIsDone one={one} form={form} />
      </Form>
      {looking && <ProgressBar label={words.previewing(one.rows)} />}
    </div>
  );
};

interface PartProps {
  one: ImportDetail;
  form: ColumnsForm;
}

interface ReadAsProps extends PartProps {
  change: (change: Partial<Pick<ColumnValues, 'delimiter' | 'encoding'>>) => Promise<void>;
}

/** Separator and letters: another one reads the headings anew at once. */
const ReadAs = ({ one, form, change }: ReadAsProps) => {
  const [fault, setFault] = useState<{ on: string; sentence: string }>();
  const choose = (on: 'delimiter' | 'encoding') => (value: string | null) => {
    setFault(undefined);
    change({ [on]: value }).catch((no: unknown) => {
      const sentence = isRefusal(no) ? (no.errors[0]?.detail ?? no.message) : undefined;
      setFault({ on, sentence: sentence ?? words.not_read_so });
    });
  };
  const errorOf = (on: string) => (fault?.on === on ? fault.sentence : form.errors[on]);
  return (
    <section className="import-part">
      <h2>{words.cut}</h2>
      <div className="import-pair">
        <Select
          label={words.delimiter}
          allowDeselect={false}
          data={DELIMITERS.map((value) => ({ value, label: words.delimiters[value] }))}
          value={form.values.delimiter}
          onChange={choose('delimiter')}
          error={errorOf('delimiter')}
        />
        <Select
          label={words.encoding}
          allowDeselect={false}
          data={ENCODINGS.map((value) => ({ value, label: words.encodings[value] }))}
          value={form.values.encoding}
          onChange={choose('encoding')}
          error={errorOf('encoding')}
        />
      </div>
      {!one.certain && <Notice title={words.uncertain}>{words.uncertain_text}</Notice>}
      {one.headings.length === 1 && /[;,\t|:^~]/.test(one.headings[0] ?? '') && (
        <Notice title={words.one_column}>{words.one_column_text}</Notice>
      )}
    </section>
  );
};

/** Columns that were kept under a name fill in those of the same name here (PE-82). */
const Saved = ({ one, form }: PartProps) => {
  const saved = useSavedMappings(one.kind);
  if (saved.length === 0) return null;
  const use = (id: string | null) => {
    const found = saved.find((mapping) => mapping.id === id);
    if (!found) return;
    const known = new Set(one.targets.map(({ key }) => key));
    form.setFieldValue(
      'mapping',
      one.headings.map((heading, i) => {
        const key = heading in found.mapping ? found.mapping[heading] : form.values.mapping[i];
        return key && known.has(key) ? key : null;
      }),
    );
  };
  return (
    <Select
      className="import-narrow"
      label={words.saved}
      description={words.saved_hint}
      placeholder={words.saved_choose}
      data={saved.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={use}
    />
  );
};

const MODE_ORDER: readonly Mode[] = ['both', 'create', 'update'];

const WhatIsDone = ({ one, form }: PartProps) => (
  <section className="import-part">
    <h2>{words.how}</h2>
    <Radio.Group aria-label={words.how} {...form.getInputProps('mode')}>
      <div className="choice-stack">
        {MODE_ORDER.map((mode) => (
          <Radio key={mode} value={mode} label={words.modes[mode]} />
        ))}
      </div>
    </Radio.Group>
    {form.values.mapping.includes('tags') && (
      <Checkbox label={words.make_new_tags} {...form.getInputProps('make_new_tags', { type: 'checkbox' })} />
    )}
    <StartAfter one={one} form={form} />
    <TextInput
      className="import-narrow"
      label={words.save_as}
      description={words.save_as_hint}
      maxLength={60}
      {...form.getInputProps('save_as')}
    />
  </section>
);

const STARTABLE: readonly string[] = ['prospect', 'client', 'employee'] satisfies LaunchKind[];

/** Nothing starts unless it is chosen here (PE-89). */
const StartAfter = ({ one, form }: PartProps) => {
  const who = useWho();
  const kind = one.kind as LaunchKind;
  const may = STARTABLE.includes(kind) && mayStart(who, kind) === null;
  const { data } = useStartables(kind, may);
  if (!may || !data?.items.length) return null;
  return (
    <Select
      className="import-narrow"
      label={words.start}
      description={words.start_hint}
      placeholder={words.start_none}
      clearable
      searchable
      data={data.items.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps('start_workflow')}
    />
  );
};
