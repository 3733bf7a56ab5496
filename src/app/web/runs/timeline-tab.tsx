import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { innerMarks } from '#ground/text.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { Timeline, type Told } from '#kernel/ui/timeline.tsx';
import '#kernel/ui/list/toolbar.css';
import { toast } from '#kernel/ui/toast.tsx';
import { useRunCommand } from './commands.ts';
import { WORK_PATHS } from './data.ts';
import { actorOf, type EventRow, useRunEvents } from './events.ts';
import { CommentBox } from './task/comments.tsx';
import { ReasonDialog } from './task/dialogs.tsx';
import { words } from './words.ts';

const KINDS = (['task', 'run', 'comment', 'file'] as const).map((kind) => ({
  kind,
  label: words.event_kinds[kind] ?? kind,
}));

interface TimelineTabProps {
  run: Id;
  /** Why this viewer may not write here. */
  no_comment: string | undefined;
}

/** What happened, in plain sentences, and what can still be taken back (PL-101, WF-121, WF-150). */
export const TimelineTab = ({ run, no_comment }: TimelineTabProps) => {
  const source = useRunEvents(run);
  const act = useRunCommand(run);
  const [undoing, setUndoing] = useState<EventRow>();
  if (source.fault && !source.rows.length) return <ErrorState fault={source.fault} retry={source.retry} />;
  return (
    <div className="run-timeline">
      <h2 className="unseen">{words.timeline}</h2>
      <CommentBox
        why_not={no_comment}
        asked={0}
        send={(text, mentions) => act({ command: { do: 'comment_run', text, mentions } })}
      />
      {source.loading ? (
        <SkeletonLine width="64%" />
      ) : (
        <Timeline
          bare
          kinds={KINDS}
          events={source.rows.map((event) => toldOf(event, () => setUndoing(event)))}
          more={source.more}
          loadMore={source.loadMore}
        />
      )}
      {undoing && <UndoDialog event={undoing} close={() => setUndoing(undefined)} />}
    </div>
  );
};

/** A hold is of the run, an action is a task of the machine's. */
const KIND_OF: Readonly<Record<string, string>> = { hold: 'run' };

const toldOf = (event: EventRow, undo: () => void): Told => ({
  id: event.id,
  at: event.at,
  actor_name: actorOf(event),
  sentence: event.undone ? <span className="event-undone">{innerMarks(event.sentence)}</span> : event.sentence,
  kind: KIND_OF[event.kind] ?? event.kind,
  undo: event.can_undo ? undo : undefined,
});

/** After the toast is gone, taking back asks why (WF-150). */
const UndoDialog = ({ event, close }: { event: EventRow; close: () => void }) => {
  const refresh = useRefresh();
  return (
    <ReasonDialog
      title={words.undo_title}
      text={words.undo_text(event.actor_name, event.sentence)}
      label={words.reason}
      verb={words.undo_verb}
      required
      close={close}
      send={async (reason) => {
        await api.post(`/events/${event.id}/undo`, { reason });
        toast(words.undone);
        await refresh(...WORK_PATHS);
      }}
    />
  );
};
