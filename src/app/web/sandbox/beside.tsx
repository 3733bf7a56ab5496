import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useMe } from '../me/me.ts';
import { switchPractice } from '../me/switch-practice.ts';
import { type Sandbox, useSandbox } from './sandbox.ts';
import { words } from './words.ts';

/** In a live practice: its one sandbox is made, opened and removed (PL-141). */
export const BesideLive = () => {
  const { data, error, refetch } = useSandbox();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const [sandbox] = data.items;
  return sandbox ? <There sandbox={sandbox} /> : <Make />;
};

const Make = () => {
  const refresh = useRefresh();
  const [people, setPeople] = useState(true);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      await api.post('/sandboxes', { people });
      toast(words.made);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      setBusy(false);
      await refresh('/sandboxes');
    }
  };
  return (
    <section className="sandbox-make" aria-labelledby="sandbox-make">
      <h2 id="sandbox-make">{words.make_title}</h2>
      <p className="quiet">{words.make_text}</p>
      <Checkbox
        checked={people}
        onChange={(event) => setPeople(event.currentTarget.checked)}
        label={words.with_people}
        description={words.with_people_text}
      />
      <div>
        <Button loading={busy} onClick={() => void make()}>
          {words.make}
        </Button>
      </div>
    </section>
  );
};

const There = ({ sandbox }: { sandbox: Sandbox }) => {
  const refresh = useRefresh();
  const open = async () => {
    const { practice_id } = await api.post<{ practice_id: string }>(`/sandboxes/${sandbox.practice_id}/entry`);
    await switchPractice(practice_id);
  };
  const remove = async () => {
    const sure = await confirm({
      title: words.remove_title,
      consequence: words.remove_text,
      verb: words.remove,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/sandboxes/${sandbox.practice_id}`);
    toast(words.removed);
    await refresh('/sandboxes', '/me');
  };
  return (
    <section className="sandbox-make" aria-labelledby="sandbox-there">
      <h2 id="sandbox-there">{sandbox.name}</h2>
      <Since sandbox={sandbox} />
      <div className="sandbox-acts">
        <Button onClick={() => void open().catch(toastRefusal)}>{words.open}</Button>
        <Button variant="default" onClick={() => void remove().catch(toastRefusal)}>
          {words.remove}…
        </Button>
      </div>
    </section>
  );
};

/** When it was made and of what; while that goes on, how far it is. */
const Since = ({ sandbox }: { sandbox: Sandbox }) => {
  const { state, people, made_at, done, total } = sandbox;
  return (
    <>
      <p className="quiet">
        {words.made_at} <Moment instant={made_at} />, {people ? words.of_people : words.of_settings}
      </p>
      <div aria-live="polite">
        {state !== 'ready' && (
          <ProgressBar label={words.stages[state]} {...(total > 0 ? { value: done, of: total } : {})} />
        )}
      </div>
    </>
  );
};

/** In a sandbox: back to what it was made of (PL-142). */
export const GoingBack = () => {
  const { data } = useSandbox();
  const refresh = useRefresh();
  const { practices } = useMe();
  const sandbox = data?.items[0];
  if (!sandbox) return null;
  const reset = async () => {
    const sure = await confirm({
      title: words.reset_title,
      consequence: words.reset_text,
      verb: words.reset,
      danger: true,
    });
    if (!sure) return;
    await api.post(`/sandboxes/${sandbox.practice_id}/reset`);
    toast(words.resetting);
    await refresh('/');
  };
  const home = practices.find(({ kind }) => kind === 'live');
  return (
    <section className="sandbox-due" aria-labelledby="sandbox-back">
      <header>
        <h2 id="sandbox-back">{words.back}</h2>
        <Since sandbox={sandbox} />
      </header>
      <div className="sandbox-acts">
        <Button variant="default" disabled={sandbox.state !== 'ready'} onClick={() => void reset().catch(toastRefusal)}>
          {words.reset}…
        </Button>
        {home && (
          <Button variant="default" onClick={() => void switchPractice(home.id).catch(toastRefusal)}>
            {words.leave(home.name)}
          </Button>
        )}
      </div>
    </section>
  );
};
