import { Radio, Select, Textarea } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import type { Id } from '#ground/id.ts';
import { addDays, dateAt, daysBetween, type PlainDate } from '#ground/time.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { RunState } from '#workflows/runs/model.ts';
import { isFinished, isOpen, openHolds, rowOf } from '#workflows/runs/state.ts';
import type { RunAsking } from './acts.tsx';
import { type DoRun, useRunCommand } from './commands.ts';
import { useMembers, useRunContext } from './data.ts';
import { MovedDates } from './moved.tsx';
import { datesMoved } from './moved-dates.ts';
import { AddTaskSheet } from './task/add-task.tsx';
import { DAY_FORMAT } from './task/ask-field.tsx';
import { Dialog, ReasonDialog } from './task/dialogs.tsx';
import { useFocusBack } from './task/focus-back.ts';
import { words } from './words.ts';

interface SheetProps {
  state: RunState;
  /** «Payroll for Harbour Café». */
  name: string;
  close: () => void;
  /** Throws the refusal, which the form shows. */
  send: (command: DoRun, said: string) => Promise<unknown>;
}

/** What an act on a run asks for, beside the page. */
export const RunSheet = ({ what, state, name, close }: { what: RunAsking } & Omit<SheetProps, 'send'>) => {
  useFocusBack();
  const act = useRunCommand(state.run.id);
  const send = async (command: DoRun, said: string) => {
    await act({ command, said });
    close();
  };
  const props = { state, name, close, send };
  switch (what) {
    case 'hold':
      return <HoldSheet {...props} />;
    case 'release':
      return <ReleaseSheet {...props} />;
    case 'cancel':
      return <CancelDialog {...props} />;
    case 'restore':
      return (
        <ReasonDialog
          title={words.restore_title}
          text={words.restore_text}
          label={words.reason}
          verb={words.restore}
          required
          close={close}
          send={(reason) => send({ do: 'restore', reason: reason ?? '' }, words.restored_it(name))}
        />
      );
    case 'complete':
      return <CompleteDialog {...props} />;
    case 'date':
      return <RunDateSheet {...props} />;
    case 'owner':
      return <OwnerDialog {...props} />;
    case 'add':
      return <AddTaskSheet run={state.run.id} close={close} />;
    default:
      return what satisfies never;
  }
};

/** Reason and, perhaps, the day on which it ends by itself (WF-112, WF-114). */
const HoldSheet = ({ name, close, send }: SheetProps) => {
  const { today } = useRunContext();
  const form = useHoldForm();
  return (
    <FormSheet
      opened
      close={close}
      title={words.hold_title}
      intro={words.hold_intro}
      form={form}
      verb={words.hold_verb}
      submit={({ reason, until }: HoldValues) =>
        send(
          { do: 'hold', id: crypto.randomUUID(), reason: reason.trim(), ...(until ? { until } : {}) },
          words.held_it(name),
        )
      }
    >
      <HoldFields form={form} today={today} />
    </FormSheet>
  );
};

export interface HoldValues {
  reason: string;
  until: PlainDate | null;
}

export const useHoldForm = () =>
  useForm<HoldValues>({
    initialValues: { reason: '', until: null },
    validate: { reason: (reason) => (reason.trim() ? null : words.hold_reason_hint) },
  });

/** The two questions of a hold, for one run or many. */
export const HoldFields = ({ form, today }: { form: ReturnType<typeof useHoldForm>; today: PlainDate }) => (
  <>
    <Textarea
      label={words.reason}
      description={words.hold_reason_hint}
      data-autofocus
      autosize
      minRows={2}
      maxLength={500}
      {...form.getInputProps('reason')}
    />
    <DatePickerInput
      hideOutsideDates
      label={words.until}
      description={words.until_hint}
      valueFormat={DAY_FORMAT}
      minDate={addDays(today, 1)}
      clearable
      {...form.getInputProps('until')}
    />
  </>
);

interface ReleaseValues {
  hold: Id;
  dates: 'shift' | 'keep';
}

/** Shift or keep, with the dates that would move (WF-113). */
const ReleaseSheet = ({ state, name, close, send }: SheetProps) => {
  const context = useRunContext();
  const holds = openHolds(state.holds);
  const form = useForm<ReleaseValues>({ initialValues: { hold: holds[0]?.id ?? '', dates: 'shift' } });
  const { hold, dates } = form.values;
  const one = holds.find(({ id }) => id === hold);
  const moved = useMemo(
    () => (hold && holds.length === 1 ? datesMoved(state, { do: 'release', hold, dates }, context) : []),
    [state, hold, dates, context, holds.length],
  );
  const days = one ? daysBetween(dateAt(one.opened_at, context.practice.time_zone), context.today) : 0;
  return (
    <FormSheet
      opened
      close={close}
      title={words.release_title}
      form={form}
      verb={words.release_verb}
      submit={(values: ReleaseValues) => send({ do: 'release', ...values }, words.released_it(name))}
      free
    >
      {holds.length > 1 && (
        <Select
          label={words.release_which}
          description={words.release_other}
          allowDeselect={false}
          data={holds.map(({ id, reason }) => ({ value: id, label: reason }))}
          {...form.getInputProps('hold')}
        />
      )}
      {holds.length === 1 && (
        <>
          <Radio.Group label={words.release_dates} {...form.getInputProps('dates')}>
            <div className="choice-lines">
              <Radio
                value="shift"
                data-autofocus
                label={days > 0 ? words.release_shift(days) : words.release_shift_none}
              />
              <Radio value="keep" label={words.release_keep} />
            </div>
          </Radio.Group>
          <MovedDates moved={moved} />
        </>
      )}
    </FormSheet>
  );
};

const CancelDialog = ({ state, name, close, send }: SheetProps) => {
  const open = state.tasks.filter(isOpen).length;
  const planned = state.content.steps.filter(({ key }) => {
    const row = rowOf(state, key);
    return !row || row.state === 'waiting';
  }).length;
  return (
    <ReasonDialog
      title={words.cancel_title}
      text={words.cancel_text(open, planned)}
      label={words.reason}
      verb={words.cancel}
      required
      danger
      close={close}
      send={(reason) => send({ do: 'cancel', reason: reason ?? '' }, words.cancelled_it(name))}
    />
  );
};

const CompleteDialog = ({ state, name, close, send }: SheetProps) => {
  const form = useForm({ initialValues: {} });
  const rest = state.content.steps.filter(({ key }) => !isFinished(rowOf(state, key))).map(({ title }) => `«${title}»`);
  return (
    <Dialog title={words.complete_title} close={close}>
      <p className="form-intro">{words.complete_text(rest)}</p>
      <Form
        form={form}
        verb={words.complete}
        submit={() => send({ do: 'complete_early' }, words.completed_it(name))}
        cancel={close}
        free
      >
        {null}
      </Form>
    </Dialog>
  );
};

interface DateValues {
  run_date: PlainDate | null;
}

/** The run date, with the dates that follow it (WF-41). */
const RunDateSheet = ({ state, close, send }: SheetProps) => {
  const context = useRunContext();
  const asked = state.content.settings.run_date!;
  const form = useForm<DateValues>({ initialValues: { run_date: state.run.run_date } });
  const { run_date } = form.values;
  const moved = useMemo(
    () => (run_date === state.run.run_date ? [] : datesMoved(state, { do: 'change_run_date', run_date }, context)),
    [state, run_date, context],
  );
  return (
    <FormSheet
      opened
      close={close}
      title={words.date_title(asked.label)}
      form={form}
      verb={words.date_verb}
      submit={(values: DateValues) => send({ do: 'change_run_date', ...values }, words.date_changed(asked.label))}
      free
    >
      <DatePickerInput
        hideOutsideDates
        label={asked.label}
        data-autofocus
        valueFormat={DAY_FORMAT}
        clearable={!asked.required}
        {...form.getInputProps('run_date')}
      />
      {run_date !== state.run.run_date && <MovedDates moved={moved} />}
    </FormSheet>
  );
};

const OwnerDialog = ({ state, name, close, send }: SheetProps) => {
  const members = useMembers();
  const form = useForm({
    initialValues: { owner: state.run.owner_id },
    validate: { owner: (owner) => (owner ? null : words.owner_title) },
  });
  return (
    <Dialog title={words.owner_title} close={close}>
      <Form
        form={form}
        verb={words.owner_verb}
        cancel={close}
        free
        submit={({ owner }: { owner: string | null }) =>
          send(
            { do: 'assign_owner', owner: owner! },
            words.owner_changed(name, members.find(({ id }) => id === owner)?.name ?? ''),
          )
        }
      >
        <MemberSelect
          label={words.owner}
          description={words.owner_hint}
          members={members}
          allowDeselect={false}
          data-autofocus
          {...form.getInputProps('owner')}
        />
      </Form>
    </Dialog>
  );
};
