import { ChevronRight, KeyRound, Smartphone } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { dateAt } from '#ground/time.ts';
import { isRefusal } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Go, useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { AuthenticatorSetUp } from '../me/authenticator.tsx';
import { useSession } from '../me/me.ts';
import { PasskeyMaker } from '../me/passkey-maker.tsx';
import { OpenPage } from './open-page.tsx';
import { hasPasskeys } from './webauthn.ts';
import { words } from './words.ts';

/** `/second-factor`: the only page a member reaches once the days without a second factor are over (PL-41). */
export default function SecondFactor() {
  const { data: me, error } = useSession();
  const go = useGo();
  const refresh = useRefresh();
  const [way, setWay] = useState<'app' | 'passkey'>();
  const out = isRefusal(error) && error.status === 401;
  const settled = me?.standing?.at === 'open' && !way;
  useEffect(() => {
    if (out) go('/sign-in?to=/second-factor');
    if (settled) go('/');
  }, [out, settled, go]);
  const done = () => {
    setWay(undefined);
    void refresh('/me');
  };
  if (!me || settled) return null;
  if (!way) return <Choice practice={me.practice.name} until={me.standing?.until} choose={setWay} />;
  return (
    <OpenPage
      title={way === 'app' ? words.factor_by_app : words.factor_by_key}
      foot={
        <button type="button" className="plain-act" onClick={() => setWay(undefined)}>
          {words.start_over}
        </button>
      }
    >
      {way === 'app' ? <AuthenticatorSetUp done={done} /> : <PasskeyMaker done={done} />}
    </OpenPage>
  );
}

interface ChoiceProps {
  practice: string;
  until: string | undefined;
  choose: (way: 'app' | 'passkey') => void;
}

const Choice = ({ practice, until, choose }: ChoiceProps) => {
  const { today, zone, locale } = useClock();
  return (
    <OpenPage
      title={words.factor_title}
      lead={words.factor_lead(practice)}
      foot={
        until && (
          <Go to="/" className="plain-act">
            {words.factor_later(dayWords(dateAt(until, zone), today, locale))}
          </Go>
        )
      }
    >
      <div className="ways">
        <Way
          icon={<Smartphone />}
          label={words.factor_by_app}
          text={words.factor_by_app_text}
          run={() => choose('app')}
        />
        <Way
          icon={<KeyRound />}
          label={words.factor_by_key}
          text={hasPasskeys() ? words.factor_by_key_text : words.no_passkeys}
          run={hasPasskeys() ? () => choose('passkey') : undefined}
        />
      </div>
    </OpenPage>
  );
};

interface WayProps {
  icon: ReactNode;
  label: string;
  text: string;
  run: (() => void) | undefined;
}

const Way = ({ icon, label, text, run }: WayProps) => (
  <button type="button" className="way" aria-disabled={run ? undefined : true} onClick={run}>
    {icon}
    <b>{label}</b>
    <span className="way-text">{text}</span>
    {run && <ChevronRight />}
  </button>
);
