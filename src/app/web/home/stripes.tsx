import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateAt, timeAt } from '#ground/time.ts';
import { BUILT_IN_ROLES, OWNER_ROLE } from '#kernel/access/roles/builtin.ts';
import { can, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import { useMe, useWho } from '../me/me.ts';
import { words } from './words.ts';
import './stripes.css';

/** What must not be forgotten while one works here, each a line above everything; undefined when there is nothing. */
export const useStripe = (): ReactNode => {
  const { practice, standing, looking_as } = useMe();
  const lines = [
    practice.kind === 'demo' && <DemoLine key="demo" />,
    practice.kind === 'sandbox' && <SandboxLine key="sandbox" />,
    looking_as && practice.kind !== 'demo' && <LookingLine key="looking" as={looking_as} />,
    standing?.at === 'grace' && standing.until && <FactorLine key="factor" until={standing.until} />,
  ].filter(Boolean);
  return lines.length > 0 ? <div className="stripe-lines">{lines}</div> : undefined;
};

/** Looks as a role or member, or stops; then everything is asked again with other eyes (PL-191). */
export const lookAs = async (as: { role_id: string } | { member_id: string } | null): Promise<void> => {
  await (as ? api.post('/session/look', as) : api.delete('/session/look'));
  window.location.assign('/');
};

const stop = () => void lookAs(null).catch(toastRefusal);

const DemoLine = () => {
  const { role } = useMe();
  const choose = (id: string) => void lookAs(id === OWNER_ROLE ? null : { role_id: id }).catch(toastRefusal);
  return (
    <div className="stripe-line">
      <p>{words.demo}</p>
      <NativeSelect
        size="xs"
        aria-label={words.see_as}
        value={role.id ?? OWNER_ROLE}
        onChange={(event) => choose(event.currentTarget.value)}
        data={BUILT_IN_ROLES.map((one) => ({ value: one.id, label: `${words.see_as} ${one.name}` }))}
      />
    </div>
  );
};

const SandboxLine = () => {
  const { now, today, zone, locale } = useClock();
  const may = !can(useWho(), { ...SIGNED_IN, ability: 'sandbox.use' });
  return (
    <div className="stripe-line">
      <p>{words.sandbox(`${dayWords(today, today, locale)} ${timeAt(now, zone)}`)}</p>
      {may && (
        <Go to="/sandbox" className="stripe-act">
          {words.move_clock}
        </Go>
      )}
    </div>
  );
};

const LookingLine = ({ as }: { as: string }) => {
  const { role } = useMe();
  const member = as.startsWith('member:') ? as.slice('member:'.length) : undefined;
  const seen = useThing<{ name: string }>(`/members/${member}`, {}, { enabled: member !== undefined });
  return (
    <div className="stripe-line">
      <p>{words.looking(member ? (seen.data?.name ?? words.looking_member) : role.name)}</p>
      <button type="button" className="stripe-act" onClick={stop}>
        {words.stop_looking}
      </button>
    </div>
  );
};

const FactorLine = ({ until }: { until: string }) => {
  const { today, zone, locale } = useClock();
  return (
    <div className="stripe-line">
      <p>{words.factor_due(dayWords(dateAt(until, zone), today, locale))}</p>
      <Go to="/second-factor" className="stripe-act">
        {words.factor_act}
      </Go>
    </div>
  );
};
