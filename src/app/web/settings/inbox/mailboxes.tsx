import { Pencil, Plug, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { MOST_MAILBOXES } from '#inbox/mailboxes/model.ts';
import { WRITES_MAILBOXES } from '#inbox/mailboxes/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useMe, useWhyNot } from '../../me/me.ts';
import { AddButton } from './add-button.tsx';
import { Line } from './line.tsx';
import { CheckOfMailbox, useMailboxCheck } from './mailbox-check.tsx';
import { MAILBOXES, type MailboxRow, useMailboxes } from './mailbox-data.ts';
import { MailboxSheet } from './mailbox-sheet.tsx';
import { words } from './mailbox-words.ts';
import { QuietFact } from './quiet.tsx';

/** Mailboxes that mail is fetched from, each with how it does; what a check found stands beneath it (IN-48, IN-52). */
export const Mailboxes = () => {
  const { data, error, refetch } = useMailboxes();
  const isLive = useMe().practice.kind === 'live';
  const not_allowed = useWhyNot(WRITES_MAILBOXES);
  const [sheet, setSheet] = useState<{ mailbox?: MailboxRow }>();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="72%" />;
  const { items } = data;
  const why_not = not_allowed ?? (isLive ? (items.length >= MOST_MAILBOXES ? words.most : undefined) : words.sandbox);
  return (
    <>
      <p className="inbox-settings-lead">{items.length ? words.text : isLive ? words.empty : words.sandbox}</p>
      {items.length > 0 && (
        <ul className="intake">
          {items.map((one) => (
            <Mailbox key={one.id} mailbox={one} why_not={not_allowed} edit={() => setSheet({ mailbox: one })} />
          ))}
        </ul>
      )}
      <AddButton label={words.add} why_not={why_not} add={() => setSheet({})} />
      {sheet && <MailboxSheet mailbox={sheet.mailbox} close={() => setSheet(undefined)} />}
    </>
  );
};

const LOOKS = { ok: 'on', failing: 'failed', off: 'off' } as const;

interface MailboxProps {
  mailbox: MailboxRow;
  why_not: string | undefined;
  edit: () => void;
}

const Mailbox = ({ mailbox, why_not, edit }: MailboxProps) => {
  const { user, state, folder, after, move_to, last_ok_at, last_mail_at } = mailbox;
  const check = useMailboxCheck(mailbox);
  const acts = useMailboxActs(mailbox, why_not);
  const isNew = state === 'ok' && !last_ok_at;
  return (
    <Line
      name={
        <>
          {user}
          <StateChip state={isNew ? 'none' : LOOKS[state]} label={isNew ? words.new : words.states[state]} />
        </>
      }
      facts={
        <>
          <span>{words.folder_of(folder)}</span>
          <span>{after === 'move' ? words.moved_to(move_to ?? '') : words.afters[after]}</span>
          <span>
            {words.last_ok}: {last_ok_at ? <Moment instant={last_ok_at} /> : words.never}
          </span>
          <span>
            {words.last_mail}: {last_mail_at ? <Moment instant={last_mail_at} /> : words.none}
          </span>
          <QuietFact {...mailbox} />
        </>
      }
      acts={
        <RowMenu
          name={user}
          acts={[
            { id: 'check', label: words.check, icon: <Plug />, why_not, run: () => check.mutate(undefined) },
            { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: edit },
            ...acts,
          ]}
        />
      }
    >
      <Troubles mailbox={mailbox} />
      <div aria-live="polite" className="mailbox-check">
        {check.isPending && <p className="quiet">{words.checking}</p>}
        {check.data && !check.isPending && <CheckOfMailbox check={check.data} />}
      </div>
    </Line>
  );
};

/** Why it cannot be read, and what could not be done with mail that was taken, in the server’s words. */
const Troubles = ({ mailbox }: { mailbox: MailboxRow }) => {
  const { failing_since, failing_because, to_do, to_do_because, after } = mailbox;
  return (
    <>
      {failing_since && (
        <p className="mailbox-trouble">
          {words.since} <Moment instant={failing_since} />: <q>{failing_because}</q>
        </p>
      )}
      {to_do > 0 && (
        <p className="mailbox-trouble">
          {words.to_do(to_do, after)} <q>{to_do_because}</q>
        </p>
      )}
    </>
  );
};

const useMailboxActs = ({ id, version, user, on }: MailboxRow, why_not: string | undefined): Act[] => {
  const refresh = useRefresh();
  const done = async (work: Promise<unknown>, said: string) => {
    try {
      await work;
      toast(said);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(MAILBOXES);
    }
  };
  const at = `${MAILBOXES}/${id}`;
  const toggle = () => done(api.patch(at, { on: !on }, { version }), words.switched(user, !on));
  const remove = async () => {
    const title = words.remove_title(user);
    if (!(await confirm({ title, consequence: words.remove_text, verb: words.remove, danger: true }))) return;
    await done(api.delete(at, { version }), words.removed(user));
  };
  return [
    { id: 'toggle', label: on ? words.switch_off : words.switch_on, icon: <Power />, why_not, run: toggle },
    { id: 'remove', label: words.remove, icon: <Trash2 />, danger: true, why_not, run: remove },
  ];
};
