import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Instant } from '#ground/time.ts';
import { sayDay } from '#ground/words.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { openWindow } from '#kernel/ui/window.ts';
import { ActForm } from '../../access/act-form.tsx';
import { CopyLine } from '../copy-once.tsx';
import { words } from './words.ts';

interface Seal {
  no: number;
  hash: string;
  sealed_at: Instant;
}

interface Verified {
  ok: boolean;
  events: number;
  seals: number;
  pruned: { seals: number; until: string } | null;
  anchor: { no: number; hash: string } | null;
  finding: string | null;
}

/** How far the chain is sealed, and «verify now» (PL-104). */
export const Chain = () => {
  const { data } = useThing<ListAnswer<Seal>>('/seals', { limit: 1 });
  const seal = data?.items[0];
  const open = () =>
    openWindow({
      title: words.verify_title,
      size: 560,
      children: <Verify />,
    });
  return (
    <section className="chain" aria-label={words.chain}>
      <ShieldCheck />
      <p className="tabular">
        {seal ? (
          <>
            {words.sealed(seal.no)}, <Moment instant={seal.sealed_at} />
          </>
        ) : (
          data && words.not_sealed
        )}
      </p>
      <Button variant="default" size="compact-sm" onClick={open}>
        {words.verify}
      </Button>
    </section>
  );
};

const Verify = () => {
  const [answer, setAnswer] = useState<Verified>();
  const form = useForm({
    initialValues: { anchor: '' },
    validate: {
      anchor: (value) => (/^(\d{1,9}:[0-9a-f]{64})?$/.test(value.trim()) ? null : words.anchor_wrong),
    },
  });
  const submit = async ({ anchor }: { anchor: string }) =>
    setAnswer(await api.post<Verified>('/seals/verification', anchor.trim() ? { anchor: anchor.trim() } : {}));
  return (
    <div className="stack">
      <ActForm form={form} verb={words.verify} submit={submit}>
        <p className="quiet">{words.verify_text}</p>
        <TextInput
          label={words.anchor}
          description={words.anchor_hint}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('anchor')}
        />
      </ActForm>
      <div aria-live="polite">{answer && <Answer answer={answer} />}</div>
    </div>
  );
};

const Answer = ({ answer }: { answer: Verified }) => (
  <div className="stack">
    <p className="chain-answer">
      <StateMark shape={answer.ok ? 'tick' : 'cross'} hue={answer.ok ? 'green' : 'red'} />
      <span>{answer.ok ? words.whole(answer.events, answer.seals) : `${words.broken} ${answer.finding ?? ''}`}</span>
    </p>
    {answer.ok && answer.pruned && (
      <p className="quiet">{words.pruned(sayDay(answer.pruned.until), answer.pruned.seals)}</p>
    )}
    {answer.ok && answer.anchor && (
      <div>
        <p className="caption">{words.newest_anchor}</p>
        <CopyLine label={words.newest_anchor} text={`${answer.anchor.no}:${answer.anchor.hash}`} />
      </div>
    )}
  </div>
);
