import { CheckCheck, MailOpen, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { BulkAct, Column, View } from '#kernel/ui/list/model.ts';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { byThing, kindOf, type Notice, type Told } from './notices.ts';
import { words } from './words.ts';
import './notifications.css';

const VIEWS: readonly View[] = [
  { id: 'unread', label: words.views.unread, filters: { unread: 'true' } },
  { id: 'all', label: words.views.all },
];

const COLUMNS: Column<Told>[] = [
  {
    id: 'what',
    label: words.columns.what,
    cell: ({ newest, notices, unread }) => (
      <span className="notice-line">
        <span className="notice-dot" data-unread={unread.length > 0 || undefined}>
          <span className="unseen">{unread.length > 0 ? words.unread : words.read}</span>
        </span>
        <span className="cut">{newest.title}</span>
        {notices.length > 1 && <span className="caption">{words.earlier(notices.length - 1)}</span>}
      </span>
    ),
  },
  {
    id: 'about',
    label: words.columns.about,
    cell: ({ newest }) => words.kinds[kindOf(newest.thing)] ?? kindOf(newest.thing),
    width: 140,
  },
  { id: 'when', label: words.columns.when, cell: ({ newest }) => <Moment instant={newest.last_at} />, width: 150 },
];

/** `/notifications`: what others did that concerns me, a line per thing (PL-125). */
export default function Notifications() {
  const state = useListState({ views: VIEWS });
  const source = useList<Notice>('/notifications', state.query);
  const mark = useMark();
  const rows = byThing(source.rows);
  const unread = rows.some((row) => row.unread.length > 0);
  const acts = (row: Told): Act[] =>
    row.unread.length > 0
      ? [{ id: 'read', label: words.mark_read, icon: <MailOpen />, key: 'e', run: () => mark(row.unread, true) }]
      : [{ id: 'unread', label: words.mark_unread, icon: <Undo2 />, key: 'e', run: () => mark(row.notices, false) }];
  const bulk: BulkAct[] = [
    {
      id: 'read',
      label: words.mark_read,
      icon: <MailOpen />,
      key: 'e',
      run: ({ ids }) =>
        mark(
          rows.filter((row) => ids.includes(row.id)).flatMap((row) => row.unread),
          true,
        ),
    },
  ];
  return (
    <>
      <Place
        title={words.title}
        {...(unread
          ? {
              main: {
                id: 'all',
                label: words.all_read,
                icon: <CheckCheck />,
                key: 'E',
                run: () =>
                  mark(
                    source.rows.filter((notice) => !notice.read_at),
                    true,
                  ),
              },
            }
          : {})}
      />
      <Opened rows={rows}>
        <DataList
          name="notifications"
          label={words.title}
          columns={COLUMNS}
          state={state}
          source={{ ...source, rows, countAll: async () => rows.length }}
          nameOf={(row) => row.newest.title}
          href={(row) => row.newest.url}
          acts={acts}
          bulk={bulk}
          peek={(row) => <NoticePeek row={row} />}
          quiet={(row) => row.unread.length === 0}
          no_search
          empty={
            <EmptyState title={state.view?.id === 'all' ? words.empty_all : words.empty} text={words.empty_text} />
          }
        />
      </Opened>
    </>
  );
}

/** What is opened has been read. */
const Opened = ({ rows, children }: { rows: readonly Told[]; children: ReactNode }) => {
  const send = useSend();
  const open = (target: EventTarget) => {
    const link = target instanceof Element ? target.closest('[data-row-link]') : null;
    const id = link?.closest<HTMLElement>('[data-row]')?.dataset.row;
    const row = rows.find((one) => one.id === id);
    if (row) void send(row.unread, true).catch(toastRefusal);
  };
  return (
    <div className="notices" onClickCapture={(event) => open(event.target)}>
      {children}
    </div>
  );
};

const useSend = () => {
  const refresh = useRefresh();
  return async (notices: readonly Notice[], read: boolean) => {
    if (notices.length === 0) return;
    await api.post('/notifications/read', { ids: notices.map((notice) => notice.id), read });
    await refresh('/notifications', '/counts');
  };
};

/** Marks lines, and offers to take it back. */
const useMark = () => {
  const send = useSend();
  return async (notices: readonly Notice[], read: boolean) => {
    await send(notices, read);
    toast(read ? words.marked(notices.length) : words.unmarked, { undo: () => send(notices, !read) });
  };
};

const NoticePeek = ({ row }: { row: Told }) => (
  <ul className="notice-lines">
    {row.notices.map((notice) => (
      <li key={notice.id}>
        <Go to={notice.url} className="link">
          {notice.title}
        </Go>
        <span className="caption">
          <Moment instant={notice.last_at} />
          {notice.count > 1 && `, ${words.times(notice.count)}`}
        </span>
      </li>
    ))}
  </ul>
);
