import { Check, CornerUpLeft, Mail, MessageSquare } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { ANSWERS } from '#messages/replies/rules.ts';
import { useWhyNot } from '../me/me.ts';
import { CONVERSATIONS, type ConversationRow, conversationPage, useHandling } from './data.ts';
import { words } from './words.ts';
import './conversations.css';

const none = (title: string) => <EmptyState title={title} />;
const VIEWS: readonly View[] = [
  { id: 'open', label: words.views.open, filters: { view: 'open' } },
  { id: 'mine', label: words.views.mine, filters: { view: 'mine' }, empty: none(words.nothing_mine) },
  { id: 'handled', label: words.views.handled, filters: { view: 'handled' } },
  {
    id: 'not_matched',
    label: words.views.not_matched,
    filters: { view: 'not_matched' },
    empty: none(words.nothing_unmatched),
  },
];
const FILTERS: readonly Filter[] = [
  {
    key: 'channel',
    label: words.channel,
    single: true,
    options: (['email', 'sms'] as const).map((value) => ({ value, label: words.channels[value] })),
  },
];

const With = ({ row: { channel, name } }: { row: ConversationRow }) => (
  <span className="conversation-with">
    <span title={words.channels[channel]}>
      {channel === 'email' ? <Mail aria-hidden /> : <MessageSquare aria-hidden />}
      <span className="unseen">{words.channels[channel]}</span>
    </span>
    <span className="cut">{name}</span>
  </span>
);

const dash = <span className="none">–</span>;
const COLUMNS: readonly Column<ConversationRow>[] = [
  { id: 'with', label: words.columns.with, cell: (row) => <With row={row} /> },
  {
    id: 'last',
    label: words.columns.last,
    cell: ({ last_line }) => <span className="cut">{last_line}</span>,
    width: 230,
  },
  {
    id: 'at',
    label: words.columns.at,
    sort: 'last_at',
    cell: ({ last_at }) => <Moment instant={last_at} />,
    width: 136,
  },
  {
    id: 'client',
    label: words.columns.client,
    cell: ({ client_id, client }) =>
      client ? (
        <Go className="link cut" to={`/clients/${client_id}`}>
          {client}
        </Go>
      ) : (
        dash
      ),
    width: 150,
  },
  { id: 'member', label: words.columns.member, cell: ({ member }) => member ?? dash, width: 130, off_card: true },
  {
    id: 'hold',
    label: words.columns.hold,
    cell: ({ holds }) => (holds ? <StateChip state="paused" label={words.holds} /> : dash),
    width: 164,
    off_card: true,
  },
];

/** `/conversations`: what people answered, until it is answered or handled (ME-82, ME-85). */
export default function ConversationsPage() {
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: '-last_at' });
  const source = useList<ConversationRow>(CONVERSATIONS, state.query);
  const acts = useConversationActs();
  return (
    <div className="conversations">
      <Place title={words.conversations} />
      <DataList
        name="conversations"
        label={words.conversations}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => row.name}
        href={(row) => conversationPage(row.id)}
        acts={acts}
        empty={<EmptyState title={words.empty} text={words.empty_text} />}
      />
    </div>
  );
}

/** What can be done with a conversation as it is now; nothing with what matched nothing. */
export const useConversationActs = () => {
  const handling = useHandling();
  const why_not = useWhyNot(ANSWERS);
  return ({ id, kind, open_since }: Pick<ConversationRow, 'id' | 'kind' | 'open_since'>): Act[] => {
    if (kind === 'unmatched') return [];
    return open_since
      ? [{ id: 'handle', label: words.handle, icon: <Check />, key: 'e', why_not, run: () => handling(id, true) }]
      : [
          {
            id: 'open',
            label: words.open_again,
            icon: <CornerUpLeft />,
            key: 'e',
            why_not,
            run: () => handling(id, false),
          },
        ];
  };
};
