import { WRITES_MAILBOXES } from '#inbox/mailboxes/rules.ts';
import { can } from '#kernel/access/roles/rules.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useWho } from '../me/me.ts';
import { useMailboxes } from '../settings/inbox/mailbox-data.ts';
import { words } from '../settings/inbox/mailbox-words.ts';

/** That mail does not come in, with the server’s answer, until it does again (IN-52). */
export const FailingMailboxes = () => {
  const { data } = useMailboxes();
  const sets = !can(useWho(), WRITES_MAILBOXES);
  const failing = data?.items.filter(({ state }) => state === 'failing') ?? [];
  return (
    <>
      {failing.map(({ id, user, failing_since, failing_because }) => (
        <p key={id} className="inbox-banner" role="status">
          {words.banner(user)} <Moment instant={failing_since!} />: <q>{failing_because}</q>{' '}
          {sets && (
            <Go to="/settings/inbox/mail" className="link">
              {words.banner_link}
            </Go>
          )}
        </p>
      ))}
    </>
  );
};
