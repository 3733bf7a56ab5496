import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { DecisionValue } from '#inbox/items/model.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { SeenLetter } from '../documents/seen-letter.tsx';
import { words as documents } from '../documents/words.ts';
import { type FoundRecord, RecordSelect } from '../people/form/record-select.tsx';
import { DayField } from '../people/sheets/day-field.tsx';
import { useMembers } from '../runs/data.ts';
import { Dialog, DueDialog } from '../runs/task/dialogs.tsx';
import type { Question } from './acts.tsx';
import { clientOf, type ItemLike, numbered, sends, useItemAct } from './data.ts';
import { words } from './words.ts';
import { NewMailDialog, ReplyDialog } from './write.tsx';

interface Asking {
  title: string;
  close: () => void;
}

/** Approved or not, with a word to who prepared it; `Ctrl/⌘ Enter` confirms (IN-110, IN-164). */
export const DecideDialog = ({
  title,
  value,
  document,
  close,
  send,
}: Asking & {
  value: DecisionValue;
  /** What would go to the client with it is shown, and its version is that which is decided about (IN-111). */
  document?: string | null;
  send: (said: { instructions: string | undefined; letter?: number | null }) => unknown;
}) => {
  const form = useForm({ initialValues: { instructions: '' } });
  const [letter, see] = useState<number | null>();
  return (
    <Dialog title={title} close={close}>
      <p className="form-intro">{words.decide[value].text}</p>
      <Form
        form={form}
        verb={words.decide[value].verb}
        submit={async ({ instructions }: { instructions: string }) => {
          await send({ instructions: instructions.trim() || undefined, ...(letter !== undefined && { letter }) });
          close();
        }}
        cancel={close}
        free
        danger={value === 'not_approved'}
        why_not={document && letter === undefined ? documents.reading_letter : undefined}
      >
        {document && <SeenLetter document={document} see={see} />}
        <Textarea
          label={words.instructions}
          placeholder={words.optional}
          data-autofocus
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          {...form.getInputProps('instructions')}
        />
      </Form>
    </Dialog>
  );
};

/** To whom, with a note if one likes (IN-144). */
export const AssignDialog = ({
  title,
  close,
  now,
  with_note = true,
  send,
}: Asking & {
  now: string | null;
  with_note?: boolean;
  send: (to: string | null, note: string, name: string | null) => unknown;
}) => {
  const members = useMembers();
  const form = useForm({ initialValues: { to: now, note: '' } });
  return (
    <Dialog title={title} close={close}>
      <Form
        form={form}
        verb={words.assign_verb}
        submit={async ({ to, note }: { to: string | null; note: string }) => {
          await send(to, note, members.find(({ id }) => id === to)?.name ?? null);
          close();
        }}
        cancel={close}
        free
      >
        <MemberSelect
          label={words.assignee}
          placeholder={words.nobody}
          members={members}
          clearable
          data-autofocus
          {...form.getInputProps('to')}
        />
        {with_note && (
          <Textarea
            label={words.note}
            placeholder={words.optional}
            autosize
            minRows={1}
            maxLength={10_000}
            {...form.getInputProps('note')}
          />
        )}
      </Form>
    </Dialog>
  );
};

/** Which client or prospect it is about; none is a choice too. */
export const ClientDialog = ({
  title,
  close,
  now,
  send,
}: Asking & { now: FoundRecord | undefined; send: (client: string | null) => unknown }) => {
  const [chosen, choose] = useState(now);
  const form = useForm({ initialValues: {} });
  return (
    <Dialog title={title} close={close}>
      <Form
        form={form}
        verb={words.client_verb}
        submit={async () => {
          await send(chosen?.id ?? null);
          close();
        }}
        cancel={close}
        free
      >
        <RecordSelect
          label={words.client}
          kinds={['client', 'prospect']}
          clearable
          data-autofocus
          chosen={chosen}
          choose={choose}
          {...clientData}
        />
      </Form>
    </Dialog>
  );
};

/** For members only (IN-150). */
const NoteDialog = ({ title, close, send }: Asking & { send: (body: string) => unknown }) => {
  const form = useForm({
    initialValues: { body: '' },
    validate: { body: (body) => (body.trim() ? null : words.note_missing) },
  });
  return (
    <Dialog title={title} close={close}>
      <p className="form-intro">{words.note_text}</p>
      <Form
        form={form}
        verb={words.note_verb}
        submit={async ({ body }: { body: string }) => {
          await send(body.trim());
          close();
        }}
        cancel={close}
      >
        <Textarea
          label={words.note}
          data-autofocus
          autosize
          minRows={3}
          maxRows={10}
          maxLength={10_000}
          {...form.getInputProps('body')}
        />
      </Form>
    </Dialog>
  );
};

/** What it waits for, and until when (IN-14). */
const HoldDialog = ({ title, close, send }: Asking & { send: (why: string, until: string | null) => unknown }) => {
  const form = useForm({
    initialValues: { why: '', until: null as string | null },
    validate: { why: (why) => (why.trim() ? null : words.hold_missing) },
  });
  return (
    <Dialog title={title} close={close}>
      <p className="form-intro">{words.hold_text}</p>
      <Form
        form={form}
        verb={words.hold_verb}
        submit={async ({ why, until }: { why: string; until: string | null }) => {
          await send(why.trim(), until);
          close();
        }}
        cancel={close}
        free
      >
        <Textarea
          label={words.hold_why}
          data-autofocus
          autosize
          minRows={1}
          maxLength={500}
          {...form.getInputProps('why')}
        />
        <DayField
          label={words.hold_until}
          clearable
          hideOutsideDates
          placeholder={words.hold_open}
          {...form.getInputProps('until')}
        />
      </Form>
    </Dialog>
  );
};

/** What an act on one item asks before it is sent; a refusal is shown where it was asked. */
export const ItemQuestion = ({ item, what, close }: { item: ItemLike; what: Question; close: () => void }) => {
  const act = useItemAct();
  const n = numbered(item.number);
  const asked = { close };
  switch (what) {
    case 'approved':
    case 'not_approved':
      return (
        <DecideDialog
          {...asked}
          value={what}
          title={words.decide[what].title(n)}
          document={item.document_id}
          send={(said) =>
            act(item, () => sends.decide(item, what, said), {
              sentence: () => words.moved[what](n),
              leaves: true,
              quiet: true,
            })
          }
        />
      );
    case 'assign':
      return (
        <AssignDialog
          {...asked}
          title={words.assign_title(n)}
          now={item.assignee_id}
          send={(to, note, name) =>
            act(item, () => sends.assign(item, to, note), { sentence: () => words.told.assign(n, name), quiet: true })
          }
        />
      );
    case 'client':
      return (
        <ClientDialog
          {...asked}
          title={words.client_title(n)}
          now={clientOf(item)}
          send={(client_id) =>
            act(item, () => sends.change(item, { client_id }), { sentence: () => words.told.client(n), quiet: true })
          }
        />
      );
    case 'due': {
      const set = (due_on: string | null) =>
        act(item, () => sends.change(item, { due_on }), { sentence: () => words.told.due(n) });
      return (
        <DueDialog
          {...asked}
          title={words.due_title(n)}
          due_on={item.due_on}
          set={set}
          restore={item.due_on ? () => set(null) : undefined}
          restore_label={words.no_date}
        />
      );
    }
    case 'note':
      return (
        <NoteDialog
          {...asked}
          title={words.note_title(n)}
          send={(body) =>
            act(item, () => sends.note(item, body, []), { sentence: () => words.told.note(n), quiet: true })
          }
        />
      );
    case 'hold':
      return (
        <HoldDialog
          {...asked}
          title={words.hold_title(n)}
          send={(why, until) =>
            act(item, () => sends.hold(item, why, until), { sentence: () => words.told.hold(n), quiet: true })
          }
        />
      );
    case 'reply':
      return <ReplyDialog item={item} close={close} />;
    case 'mail':
      return <NewMailDialog item={item} close={close} />;
    default:
      return what satisfies never;
  }
};
