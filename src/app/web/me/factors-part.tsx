import { Button } from '@mantine/core';
import { KeyRound, LifeBuoy, LockKeyhole, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { closeWindows, openWindow } from '#kernel/ui/window.ts';
import { hasPasskeys } from '../access/webauthn.ts';
import { AskPassword, AuthenticatorSetUp } from './authenticator.tsx';
import { type Factors as FactorFacts, useFactors } from './factors.ts';
import { PasskeyMaker } from './passkey-maker.tsx';
import { ChangePassword } from './password.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { words } from './words.ts';

/** Password, authenticator app, recovery codes, passkeys (PL-40, PL-41). */
export const Factors = () => {
  const { data, error, refetch } = useFactors();
  const refresh = useRefresh();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  const changed = (sentence?: string) => {
    closeWindows();
    if (sentence) toast(sentence);
    return refresh('/me', '/sessions');
  };
  return (
    <section className="settings-part" aria-label={words.security}>
      <h2>{words.security}</h2>
      <ul className="own-lines">
        <Line icon={<LockKeyhole />} title={words.password} text={words.password_text}>
          <LineAct
            label={words.change_password}
            run={() => sheet(words.change_password, <ChangePassword done={() => changed(words.password_changed)} />)}
          />
        </Line>
        {data && <App factors={data} changed={changed} />}
        {data?.totp && <Codes left={data.recovery_codes_left} changed={changed} />}
        {data?.passkeys.map((passkey) => (
          <Passkey key={passkey.id} passkey={passkey} changed={changed} />
        ))}
        <Line icon={<KeyRound />} title={words.passkeys} text={hasPasskeys() ? words.passkeys_text : words.no_passkeys}>
          {hasPasskeys() && (
            <LineAct
              label={words.passkey_add}
              run={() => sheet(words.passkey_add, <PasskeyMaker done={(name) => changed(words.passkey_added(name))} />)}
            />
          )}
        </Line>
      </ul>
    </section>
  );
};

type Changed = (sentence?: string) => unknown;

/** A dialog for what takes more than a press. */
const sheet = (title: string, children: ReactNode) =>
  openWindow({
    title,
    size: 460,
    children,
    closeOnClickOutside: false,
  });

const App = ({ factors, changed }: { factors: FactorFacts; changed: Changed }) => (
  <Line icon={<Smartphone />} title={words.app} text={factors.totp ? words.app_on : words.app_off}>
    {factors.totp ? (
      <LineAct
        label={words.app_remove}
        about={words.app}
        run={() =>
          sheet(
            words.app_remove_title,
            <AskPassword
              path="/me/totp/removal"
              text={words.app_remove_text}
              verb={words.app_remove}
              done={() => changed(words.app_removed)}
            />,
          )
        }
      />
    ) : (
      <LineAct
        label={words.app_set_up}
        about={words.app}
        run={() => sheet(words.app_set, <AuthenticatorSetUp done={() => changed()} />)}
      />
    )}
  </Line>
);

const Codes = ({ left, changed }: { left: number; changed: Changed }) => {
  const show = ({ recovery_codes }: { recovery_codes: string[] }) => {
    closeWindows();
    sheet(words.codes, <RecoveryCodes codes={recovery_codes} kept={() => changed()} />);
  };
  return (
    <Line icon={<LifeBuoy />} title={words.codes} text={words.codes_left(left)}>
      <LineAct
        label={words.codes_new}
        about={words.codes}
        run={() =>
          sheet(
            words.codes_new_title,
            <AskPassword<{ recovery_codes: string[] }>
              path="/me/recovery-codes"
              text={words.codes_new_text}
              verb={words.codes_new}
              done={show}
            />,
          )
        }
      />
    </Line>
  );
};

const Passkey = ({ passkey, changed }: { passkey: FactorFacts['passkeys'][number]; changed: Changed }) => {
  const remove = async () => {
    const sure = await confirm({
      title: words.passkey_remove_title(passkey.name),
      consequence: words.passkey_remove_text,
      verb: words.passkey_remove,
      danger: true,
    });
    if (!sure) return;
    await api
      .delete(`/me/passkeys/${passkey.id}`)
      .then(() => changed(words.passkey_removed(passkey.name)), toastRefusal);
  };
  return (
    <Line icon={<KeyRound />} title={passkey.name} text={passkey.made_at && <Moment instant={passkey.made_at} />}>
      <LineAct label={words.passkey_remove} about={passkey.name} run={() => void remove()} />
    </Line>
  );
};

const Line = ({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  children?: ReactNode;
}) => (
  <li className="own-line">
    {icon}
    <div className="own-line-words">
      <b>{title}</b>
      <span className="quiet">{text}</span>
    </div>
    {children}
  </li>
);

/** `about` tells equal words apart for who hears the page. */
const LineAct = ({ label, about, run }: { label: string; about?: string; run: () => void }) => (
  <Button variant="default" size="compact-sm" aria-label={about ? `${label}: ${about}` : undefined} onClick={run}>
    {label}
  </Button>
);
