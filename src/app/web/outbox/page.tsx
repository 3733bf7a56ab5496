import { useMemo, useState } from 'react';
import type { Id } from '#ground/id.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Filter, View } from '#kernel/ui/list/model.ts';
import { useList, useThing } from '#kernel/ui/query.ts';
import { TABS } from '#messages/outbox/model.ts';
import { useMessageActs } from './acts.tsx';
import { Banner } from './banner.tsx';
import { useMessageBulk } from './bulk.tsx';
import { COLUMNS } from './columns.tsx';
import { MESSAGES, type MessageRow, type MessageStrip, messagePage, STRIP } from './data.ts';
import { EditSheet } from './edit-sheet.tsx';
import { MessagePeek } from './why.tsx';
import { words } from './words.ts';
import './outbox.css';

const FILTERS: readonly Filter[] = [
  {
    key: 'class',
    label: words.filters.class,
    single: true,
    options: (['chase', 'service', 'internal'] as const).map((value) => ({ value, label: words.classes[value] })),
  },
  {
    key: 'channel',
    label: words.filters.channel,
    single: true,
    options: (['email', 'sms'] as const).map((value) => ({ value, label: words.channels[value] })),
  },
];

/** What is over is read from its end. */
const LATEST_FIRST = new Set<string>(['sent', 'failed', 'recalled', 'needs_check']);

/** The tabs with their counts, which change by themselves; Sent and Recalled only grow, so they have none. */
const viewsOf = (strip: MessageStrip | undefined): View[] =>
  TABS.map((tab) => ({
    id: tab,
    label: words.tabs[tab],
    filters: { tab },
    sort: LATEST_FIRST.has(tab) ? '-leaves_at' : 'leaves_at',
    ...(strip && tab in strip ? { count: strip[tab as 'today'] } : {}),
  }));

/** `/outbox`: everything that leaves for a person, until the last second in one's hand (messages.md 5). */
export default function OutboxPage() {
  const { data: strip } = useThing<MessageStrip>(STRIP);
  const views = useMemo(() => viewsOf(strip), [strip]);
  const state = useListState({ views, filters: FILTERS, sort: 'leaves_at' });
  const source = useList<MessageRow>(MESSAGES, state.query);
  const [editing, setEditing] = useState<Id>();
  const acts = useMessageActs(({ id }) => setEditing(id));
  const bulk = useMessageBulk(state.view?.id);
  return (
    <div className="outbox">
      <Place title={words.outbox} />
      {strip && <Banner strip={strip} />}
      <DataList
        name="outbox"
        label={words.outbox}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => row.title}
        href={(row) => messagePage(row.id)}
        acts={acts}
        bulk={bulk}
        why
        peek={(row) => <MessagePeek row={row} />}
        empty={<EmptyState title={words.empty} text={words.empty_text} />}
      />
      {editing && <EditSheet id={editing} close={() => setEditing(undefined)} />}
    </div>
  );
}
