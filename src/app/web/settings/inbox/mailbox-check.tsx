import { api } from '#kernel/ui/client.ts';
import { useAct } from '#kernel/ui/query.ts';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { MAILBOXES, type MailboxCheck, type MailboxRow } from './mailbox-data.ts';
import { words } from './mailbox-words.ts';

export const useMailboxCheck = ({ id }: MailboxRow) =>
  useAct<undefined, MailboxCheck>({
    run: () => api.post<MailboxCheck>(`${MAILBOXES}/${id}/check`, {}),
    refresh: [MAILBOXES],
  });

/** What a check found, in the server’s words where it does not open. */
export const CheckOfMailbox = ({ check: { ok, because, messages, tells } }: { check: MailboxCheck }) => (
  <p>
    <StateMark shape={ok ? 'tick' : 'cross'} hue={ok ? 'green' : 'red'} />
    <span className="unseen">{ok ? words.marks.good : words.marks.bad}: </span>
    <span>
      {ok ? (
        words.check_ok(messages ?? 0, tells ?? false)
      ) : (
        <>
          {words.check_bad} <q>{because}</q>
        </>
      )}
    </span>
  </p>
);
