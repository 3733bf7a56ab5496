import { can, reads } from '#kernel/access/roles/rules.ts';
import { Go } from '#kernel/ui/go.tsx';
import { useMe, useWho } from '../me/me.ts';
import { words } from './words.ts';

/** Says that nothing is sent, to whoever invites people (PL-17); a demo or sandbox has its capture instead. */
export const NoMail = () => {
  const { kind } = useMe().practice;
  const manages = can(useWho(), reads('settings', 'members.manage')) === null;
  if (kind !== 'live' || !manages) return null;
  return (
    <p className="no-mail">
      {words.no_mail}{' '}
      <Go to="/settings/members?view=invited" className="link">
        {words.no_mail_link}
      </Go>
    </p>
  );
};
