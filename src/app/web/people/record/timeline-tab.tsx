import { innerMarks } from '#ground/text.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useList } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { Timeline, type Told } from '#kernel/ui/timeline.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { runPage } from '../../runs/data.ts';
import { actorOf, type EventRow } from '../../runs/events.ts';
import { useNameOf, useRefreshPeople, useTags } from '../data.ts';
import type { About } from '../undo.ts';
import { type Difference, differences } from './differences.ts';
import './record.css';
import { words } from './words.ts';

interface RecordEvent extends EventRow {
  run_id: string | null;
  title: string | null;
  url: string | null;
}

const KINDS = (['record', 'run', 'task', 'contact', 'authorization'] as const).map((kind) => ({
  kind,
  label: words.timeline_kinds[kind],
}));

/** Which filter an event stands under, by the kind of its thing. */
const KIND_OF: Readonly<Record<string, string>> = {
  run: 'run',
  hold: 'run',
  task: 'task',
  comment: 'task',
  contact: 'contact',
  contact_link: 'contact',
  authorization: 'authorization',
};

interface TimelineTabProps {
  about: About;
  /** Told of one thing, with nothing to choose between: under a heading of its own on the thing's page. */
  alone?: boolean;
}

/** What happened to a record and to everything about it, newest first, each act with what it changed and its way back (PE-105). */
export const TimelineTab = ({ about, alone }: TimelineTabProps) => {
  const source = useList<RecordEvent>('/events', { ...about, refusals: 'false' });
  const refresh = useRefreshPeople();
  const nameOf = useNameOf();
  const tags = useTags();
  const { locale, zone } = useClock();
  if (source.fault && source.rows.length === 0) return <ErrorState fault={source.fault} retry={source.retry} />;
  if (source.loading) return <SkeletonLine width="64%" />;
  const undo = async (event: RecordEvent) => {
    await api.post(`/events/${event.id}/undo`, {});
    toast(words.taken_back);
    await refresh();
  };
  const told = (event: RecordEvent): Told => {
    const changes = differences(event.facts, { nameOf, tags, locale, zone });
    return {
      id: event.id,
      at: event.at,
      actor_name: actorOf(event),
      sentence: <Sentence event={event} />,
      kind: KIND_OF[event.kind] ?? 'record',
      ...(changes.length && event.verb.endsWith('.changed') ? { details: <Changes changes={changes} /> } : {}),
      undo: event.can_undo ? () => undo(event) : undefined,
    };
  };
  return (
    <>
      {!alone && <h2 className="unseen">{words.tabs.timeline}</h2>}
      <Timeline
        {...(alone ? {} : { bare: true, kinds: KINDS })}
        events={source.rows.map(told)}
        more={source.more}
        loadMore={source.loadMore}
      />
    </>
  );
};

/** What happened; of a run, one of its steps or a message, with the way there. */
const Sentence = ({ event: { sentence, undone, run_id, title, kind, url } }: { event: RecordEvent }) => (
  <span className={undone ? 'event-undone' : undefined}>
    {innerMarks(sentence)}
    {kind === 'message' && url && (
      <>
        {' '}
        <Go className="link quiet" to={url}>
          {words.see_message}
        </Go>
      </>
    )}
    {kind !== 'message' && run_id && title && (
      <>
        {' '}
        <Go className="link quiet" to={runPage(run_id)}>
          {title}
        </Go>
      </>
    )}
  </span>
);

const Changes = ({ changes }: { changes: readonly Difference[] }) => (
  <dl className="changes">
    {changes.map(({ label, before, after }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          <s>{before || words.nothing}</s> <span>{after || words.nothing}</span>
        </dd>
      </div>
    ))}
  </dl>
);
