import { Modal, Radio, Select, Textarea } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { innerMarks } from '#ground/text.ts';
import { addDays, addMonths, dayOfWeek, type PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import type { Assignment } from '#workflows/runs/commands.ts';
import { useMembers, useRoleOptions } from '../data.ts';
import { useFocusBack } from './focus-back.ts';
import { words } from './words.ts';
import './task.css';

interface DialogProps {
  title: string;
  size?: number;
  close: () => void;
  children: ReactNode;
}

/** A small question over the page: who, when, why. */
export const Dialog = ({ title, close, size = 420, children }: DialogProps) => {
  useFocusBack();
  return (
    <Modal opened onClose={close} title={innerMarks(title)} size={size} closeButtonProps={{ 'aria-label': kit.close }}>
      {children}
    </Modal>
  );
};

interface AssignProps {
  title: string;
  close: () => void;
  /** An assignee who is no run manager says why (WF-122). */
  must_say_why: boolean;
  /** Of a review with two reviewers: which of them is named. */
  looks?: readonly Look[];
  give: (to: Assignment, chosen: { name: string; reason?: string; look?: 1 | 2 }) => unknown;
}

export interface Look {
  look: 1 | 2;
  label: string;
  now: boolean;
}

/** To whom, and why. */
export const AssignDialog = ({ title, close, must_say_why, looks = [], give }: AssignProps) => {
  const members = useMembers();
  const roles = useRoleOptions();
  const form = useForm({
    initialValues: {
      to: null as string | null,
      reason: '',
      look: String((looks.find(({ now }) => now) ?? looks[0])?.look ?? ''),
    },
    validate: {
      to: (to) => (to ? null : words.assign_missing),
      reason: (reason) => (must_say_why && !reason.trim() ? words.assign_reason_hint : null),
    },
  });
  const send = async ({ to, reason, look }: { to: string | null; reason: string; look: string }) => {
    const [kind, id] = [to!.slice(0, to!.indexOf(':')), to!.slice(to!.indexOf(':') + 1)];
    const name = [...members, ...roles].find((one) => one.id === id)?.name ?? '';
    close();
    await give(kind === 'member' ? { member: id } : { role: id }, {
      name: kind === 'member' ? name : words.pool(name),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(look ? { look: Number(look) as 1 | 2 } : {}),
    });
  };
  return (
    <Dialog title={title} close={close}>
      <Form form={form} verb={words.assign_verb} submit={send} cancel={close} free>
        {looks.length > 1 && (
          <Radio.Group label={words.which_look} {...form.getInputProps('look')}>
            <div className="choice-lines">
              {looks.map(({ look, label }) => (
                <Radio key={look} value={String(look)} label={label} />
              ))}
            </div>
          </Radio.Group>
        )}
        <WhoSelect label={words.assign_to} data-autofocus {...form.getInputProps('to')} />
        <Textarea
          label={words.assign_reason}
          {...(must_say_why ? { description: words.assign_reason_hint } : { placeholder: words.optional })}
          autosize
          minRows={1}
          maxLength={500}
          {...form.getInputProps('reason')}
        />
      </Form>
    </Dialog>
  );
};

/** The list box itself scrolls: a box around it that did would be out of reach of the keys. */
const SCROLLS = { withScrollArea: false, styles: { options: { maxHeight: 240, overflowY: 'auto' } } } as const;

/** Members, then roles as pools; its value is `member:<id>` or `role:<id>`. */
export const WhoSelect = (props: Omit<Parameters<typeof Select>[0], 'data'>) => {
  const members = useMembers();
  const roles = useRoleOptions();
  return (
    <Select
      searchable
      nothingFoundMessage={kit.nothing_matches}
      placeholder={kit.nobody}
      {...SCROLLS}
      {...props}
      data={[
        { group: words.members, items: members.map((one) => ({ value: `member:${one.id}`, label: one.name })) },
        { group: words.pools, items: roles.map((one) => ({ value: `role:${one.id}`, label: one.name })) },
      ]}
      renderOption={({ option }) =>
        String(option.value).startsWith('member:') ? (
          <Person name={option.label} />
        ) : (
          <span>{words.pool(option.label)}</span>
        )
      }
    />
  );
};

/** What `WhoSelect` chose; nothing for nobody. */
export const assignmentOf = (value: string | null): Assignment | undefined => {
  if (!value) return undefined;
  const id = value.slice(value.indexOf(':') + 1);
  return value.startsWith('member:') ? { member: id } : { role: id };
};

interface DueProps {
  title: string;
  close: () => void;
  due_on: PlainDate | null;
  set: (day: PlainDate) => unknown;
  /** Back to the date the workflow counts (WF-123). */
  restore?: (() => unknown) | undefined;
  /** What that is called, where it is no date that was counted. */
  restore_label?: string;
}

/** A day, by one press. */
export const DueDialog = ({ title, close, due_on, set, restore, restore_label = words.computed }: DueProps) => {
  const { today, locale } = useClock();
  const choose = (day: PlainDate) => {
    close();
    void set(day);
  };
  const quick: [string, PlainDate][] = [
    [words.today, today],
    [words.tomorrow, addDays(today, 1)],
    [words.next_week, addDays(today, 8 - dayOfWeek(today))],
    [words.in_a_month, addMonths(today, 1)],
  ];
  return (
    <Dialog title={title} close={close} size={560}>
      <div className="due-choice">
        <ul className="due-quick">
          {quick.map(([label, day], at) => (
            <li key={label}>
              <button
                type="button"
                className="due-day"
                {...(at === 0 ? { 'data-autofocus': true } : {})}
                onClick={() => choose(day)}
              >
                <span>{label}</span>
                <span className="quiet tabular">{dayWords(day, today, locale)}</span>
              </button>
            </li>
          ))}
          {restore && (
            <li>
              <button
                type="button"
                className="due-day"
                onClick={() => {
                  close();
                  void restore();
                }}
              >
                {restore_label}
              </button>
            </li>
          )}
        </ul>
        <DatePicker
          size="sm"
          hideOutsideDates
          defaultDate={due_on ?? today}
          value={due_on}
          onChange={(day) => day && choose(day)}
          ariaLabels={{ previousMonth: 'Month before', nextMonth: 'Next month' }}
        />
      </div>
    </Dialog>
  );
};

interface ReasonProps {
  title: string;
  close: () => void;
  text: string;
  label: string;
  verb: string;
  required: boolean;
  danger?: boolean;
  /** May throw a refusal: it is shown here, and the words stay. */
  send: (reason: string | undefined) => unknown;
}

/** Why. */
export const ReasonDialog = ({ title, close, text, label, verb, required, danger, send }: ReasonProps) => {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (required && !reason.trim() ? words.reason_missing : null) },
  });
  return (
    <Dialog title={title} close={close}>
      <p className="form-intro">{text}</p>
      <Form
        form={form}
        verb={verb}
        submit={async ({ reason }: { reason: string }) => {
          await send(reason.trim() || undefined);
          close();
        }}
        cancel={close}
        free
        {...(danger ? { danger } : {})}
      >
        <Textarea
          label={label}
          data-autofocus
          autosize
          minRows={2}
          maxLength={500}
          {...(required ? {} : { placeholder: words.optional })}
          {...form.getInputProps('reason')}
        />
      </Form>
    </Dialog>
  );
};
