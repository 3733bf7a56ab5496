import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { drawingOf } from '#kernel/files/preview.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { askToLeave, useLeaveGuard } from '#kernel/ui/form/leave-guard.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import { FileName } from '../files/file-name.tsx';
import { FileInside } from '../files/preview.tsx';
import { type ItemDetail, itemPage } from '../inbox/data.ts';
import { words as inbox } from '../inbox/words.ts';
import type { DocumentDetail } from './data.ts';
import { type Text, useDecisions } from './deciding.ts';
import { LetterSide } from './letter.tsx';
import { Recipient } from './recipient.tsx';
import { useViewing } from './viewing.ts';
import { WithdrawSheet } from './withdraw.tsx';
import { words } from './words.ts';
import './documents.css';

/** The e-mail at the left, the document at the right, and what may be decided (IN-105, IN-106). */
export const Approval = ({ item, document }: { item: ItemDetail; document: DocumentDetail }) => {
  const { correspondence: letter, message } = document;
  const isLetter = letter?.kind === 'letter';
  const tabs = { letter: words.tabs[letter?.kind ?? 'none'], document: words.tabs.document };
  const [side, setSide] = useState<'letter' | 'document'>('letter');
  const [withdrawing, setWithdrawing] = useState(false);
  const form = useForm<Text & { instructions: string }>({
    initialValues: { subject: letter?.subject ?? '', body: letter?.body ?? '', instructions: '' },
    validate: {
      subject: (subject) => (!letter || subject.trim() ? null : words.subject_missing),
      body: (body) => (!letter || (isLetter && body === letter.body) || body.trim() ? null : words.body_missing),
    },
  });
  const editable = letter?.state === 'draft' && item.status === 'outstanding' && !item.sending;
  const { subject, body, instructions } = form.values;
  const edited = !!editable && (subject !== letter.subject || body !== letter.body);
  useLeaveGuard(() => edited);
  const go = useGo();
  const others = useViewing(item.id);
  const decisions = useDecisions({ item, document });
  const text = edited ? { subject: subject.trim(), body } : undefined;
  const mine = item.may.update ? undefined : inbox.not_yours;
  const whole = (run: () => unknown) => () => (form.validate().hasErrors ? undefined : run());
  const deciding: Act[] = [
    {
      id: 'not_approved',
      label: words.not_approve,
      danger: true,
      why_not: item.closed.not_approved ?? mine,
      run: () => decisions.refuse(instructions),
    },
    {
      id: 'approved',
      label: words.approve_only,
      why_not: item.closed.approved ?? mine,
      run: whole(() => decisions.approve({ text, instructions })),
    },
    ...(letter && !isLetter
      ? [
          {
            id: 'send',
            label: words.send,
            main: true,
            why_not: item.closed.approved ?? mine ?? unsent(document, edited),
            run: whole(() => decisions.send({ text, instructions })),
          },
        ]
      : []),
    ...(editable
      ? [{ id: 'save', label: words.save, run: whole(() => decisions.save({ subject: subject.trim(), body })) }]
      : []),
    ...(item.may_withdraw ? [{ id: 'withdraw', label: words.withdraw, run: () => setWithdrawing(true) }] : []),
    {
      id: 'close',
      label: words.close,
      run: async () => {
        if (!edited || (await askToLeave())) {
          form.reset();
          go(itemPage(item.number));
        }
      },
    },
  ];
  const settling: Act[] = (['arrived', 'again', 'cancel'] as const).map((outcome) => ({
    id: outcome,
    label: words[outcome],
    run: () => decisions.settle(outcome),
  }));
  const open = item.status === 'outstanding';
  const acts = !item.sending
    ? deciding.filter(({ id }) => open || id === 'close')
    : message?.state === 'unknown'
      ? settling
      : [{ id: 'undo', label: words.undo_sending, run: () => decisions.recall(item.sending!.message_id) }];
  return (
    <div className="approval">
      {others.length > 0 && (
        <p className="notice" role="status">
          {words.also_here(others)}
        </p>
      )}
      <Notice item={item} document={document} />
      <div className="approval-acts">
        {acts.map((act) => (
          <ActButton key={act.id} act={act} quiet={QUIET.has(act.id)} />
        ))}
      </div>
      <div className="approval-tabs">
        <Segments
          label={words.shown}
          value={side}
          onChange={setSide}
          options={(['letter', 'document'] as const).map((value) => ({ value, label: tabs[value] }))}
        />
      </div>
      <div className="approval-sides">
        <section className="approval-side" aria-label={tabs.letter} data-away={side !== 'letter' || undefined}>
          {isLetter ? (
            <LetterSide document={document} editable={!!editable} input={form.getInputProps('body')} />
          ) : letter ? (
            <>
              <Recipient document={document} editable={!!editable && !edited && !mine} />
              <TextInput
                label={words.subject}
                maxLength={998}
                readOnly={!editable}
                {...clientData}
                {...form.getInputProps('subject')}
              />
              <Textarea
                label={words.body}
                autosize
                minRows={8}
                maxLength={200_000}
                readOnly={!editable}
                {...clientData}
                {...form.getInputProps('body')}
              />
            </>
          ) : (
            <p className="quiet">{words.no_letter}</p>
          )}
          {open && !item.sending && (
            <Textarea
              label={words.instructions}
              autosize
              minRows={2}
              maxLength={2000}
              {...form.getInputProps('instructions')}
            />
          )}
        </section>
        <section className="approval-side" aria-label={tabs.document} data-away={side !== 'document' || undefined}>
          {drawingOf(document.file) ? (
            <FileInside file={document.file} />
          ) : (
            <>
              <p className="quiet">{words.no_view}</p>
              <FileName file={document.file} />
            </>
          )}
        </section>
      </div>
      {withdrawing && <WithdrawSheet item={item} close={() => setWithdrawing(false)} />}
    </div>
  );
};

/** What decides nothing stands back. */
const QUIET = new Set(['save', 'withdraw', 'close']);

/** What only a saved text could mend does not keep an edited one from being sent. */
const unsent = ({ unsendable }: DocumentDetail, edited: boolean): string | undefined =>
  unsendable && !(edited && unsendable.code === 'missing_fields') ? unsendable.because : undefined;

/** What stands in the way, or has happened, said above everything else. */
const Notice = ({ item, document }: { item: ItemDetail; document: DocumentDetail }) => {
  const { correspondence: letter, message, unsendable, not_told } = document;
  const said =
    item.sending && message?.state === 'unknown'
      ? words.unknown
      : item.sending
        ? words.being_sent(letter?.sent_to ?? '')
        : item.send_error
          ? item.send_error
          : letter?.state === 'removed'
            ? words.removed
            : letter?.state === 'printed'
              ? words.letter_printed
              : letter?.state === 'sent'
                ? `${words.sent(letter.sent_to ?? '')}${not_told ? ` ${not_told}` : ''}`
                : not_told
                  ? `${words.not_told} ${not_told}`
                  : letter?.kind === 'email' && unsendable
                    ? unsendable.because
                    : null;
  return said ? (
    <p className="notice" role="status">
      {said}
    </p>
  ) : null;
};
