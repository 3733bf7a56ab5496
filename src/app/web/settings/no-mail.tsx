import { can, reads } from '#kernel/access/roles/rules.ts';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { useMe, useWho } from '../me/me.ts';
import { type MessageStrip, STRIP } from '../outbox/data.ts';
import { words } from './words.ts';

/** Says that no e-mail is sent while no mail server is set up, to whoever invites people (PL-17); a demo or sandbox has its capture instead. */
export const NoMail = () => {
  const { kind } = useMe().practice;
  const manages = can(useWho(), reads('settings', 'members.manage')) === null;
  const asks = kind === 'live' && manages;
  const { data: strip } = useThing<MessageStrip>(STRIP, undefined, { enabled: asks });
  if (!asks || !strip?.folder.includes('email')) return null;
  return (
    <p className="no-mail">
      {words.no_mail}{' '}
      <Go to="/settings/members?view=invited" className="link">
        {words.no_mail_link}
      </Go>
    </p>
  );
};
