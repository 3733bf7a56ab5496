import { useParams } from '@tanstack/react-router';
import { Download, Undo2, X } from 'lucide-react';
import type { Instant } from '#ground/time.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { type Operation, useOperation } from './operation.ts';
import { BulkRows } from './rows.tsx';
import { words } from './words.ts';

const CHIP = { running: 'running', done: 'done', cancelled: 'cancelled', undone: 'inactive' } as const;

/** `/bulk/$id`: how far a bulk operation is, what was refused and why, and the way back (PL-72, PL-74). */
export default function BulkPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useOperation(id);
  const acts = useActs(data);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const reached = data.done + data.unchanged + data.refused;
  return (
    <ThingPage
      name={data.title}
      parent={{ label: words.parent, to: '/' }}
      state={<StateChip state={CHIP[data.state]} label={words.states[data.state]} />}
      identity={[<Starter key="by" actor={data.started_by} />, <Moment key="at" instant={data.created_at} />]}
      acts={acts}
      facts={factsOf(data)}
    >
      <ProgressBar label={words.progress} value={reached} of={data.total} />
      <BulkRows operation={data} />
    </ThingPage>
  );
}

const factsOf = (data: Operation): Fact[] => [
  { label: words.facts.done, value: data.done.toLocaleString('en') },
  ...(data.unchanged ? [{ label: words.facts.unchanged, value: data.unchanged.toLocaleString('en') }] : []),
  { label: words.facts.refused, value: data.refused.toLocaleString('en') },
  ...(data.state === 'done' ? [] : [{ label: words.facts.waiting, value: left(data).toLocaleString('en') }]),
  { label: words.facts.mode, value: words.modes[data.mode] },
  { label: words.facts.started_by, value: <Starter actor={data.started_by} /> },
  { label: words.facts.started, value: <Moment instant={data.created_at} /> },
  ...ended(data.ended_at),
];

const left = (data: Operation): number => data.total - data.done - data.unchanged - data.refused;
const ended = (at: Instant | null): Fact[] =>
  at ? [{ label: words.facts.ended, value: <Moment instant={at} /> }] : [];

/** Who started it, by name. */
const Starter = ({ actor }: { actor: string }) => {
  const [kind = '', id] = actor.split(':');
  const member = useThing<{ name: string }>(`/members/${id}`, {}, { enabled: kind === 'member' });
  if (kind === 'member') return <Person name={member.data?.name ?? words.member} />;
  return <span>{kind === 'key' || kind === 'mcp' ? words.program : words.tickmark}</span>;
};

const useActs = (data: Operation | undefined): Act[] => {
  const refresh = useRefresh();
  const go = useGo();
  if (!data) return [];
  const path = `/bulk-operations/${data.id}`;
  const cancel = async () => {
    const sure = await confirm({
      title: words.cancel_title,
      consequence: words.cancel_text(data.done, left(data)),
      verb: words.cancel,
    });
    if (!sure) return;
    await api.post(`${path}/cancellation`);
    toast(words.cancelled);
    await refresh(path);
  };
  const undo = async () => {
    const sure = await confirm({
      title: words.undo_title,
      consequence: words.undo_text(data.done),
      verb: words.undo,
      danger: true,
    });
    if (!sure) return;
    const back = await api.post<{ id: string }>(`${path}/undo`);
    toast(words.undone);
    await refresh(path);
    go(`/bulk/${back.id}`);
  };
  return [
    ...(data.state === 'running' ? [{ id: 'cancel', label: words.cancel, icon: <X />, run: cancel }] : []),
    ...(data.can_undo ? [{ id: 'undo', label: words.undo, icon: <Undo2 />, run: undo }] : []),
    {
      id: 'file',
      label: words.file,
      icon: <Download />,
      run: () => window.location.assign(`/api/v1${path}/results.csv`),
    },
  ];
};
