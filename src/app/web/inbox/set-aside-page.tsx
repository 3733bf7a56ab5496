import { Ban, Download, FilePlus2 } from 'lucide-react';
import type { ArrivalRow } from '#inbox/arrivals/lists.ts';
import { WRITES } from '#inbox/items/rights.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { useBlocking } from './blocking.ts';
import { COUNTS, ITEMS, itemPage } from './data.ts';
import { ARRIVALS, MailBody, rawOf } from './mail.tsx';
import { words } from './mail-words.ts';
import { words as inbox } from './words.ts';
import './inbox.css';
import './mail.css';
import '../people/record/record.css';

const ASIDE = { outcome: 'set_aside' };
const titleOf = ({ subject }: ArrivalRow): string => subject || words.no_subject;

const COLUMNS: readonly Column<ArrivalRow>[] = [
  {
    id: 'subject',
    label: words.columns.subject,
    cell: (row) => (
      <span className="name-and-why">
        <span className="cut">{titleOf(row)}</span>
        {row.because && <span className="caption">{row.because}</span>}
      </span>
    ),
  },
  {
    id: 'sender',
    label: words.columns.sender,
    cell: (row) => <span className="cut">{row.from_name || row.from_address || row.sender || words.no_sender}</span>,
    width: 260,
  },
  {
    id: 'received',
    label: words.columns.received,
    sort: 'received_at',
    cell: (row) => <Moment instant={row.received_at} />,
    width: 140,
  },
];

/** `/inbox/set-aside`: mail that was kept and made no item, each with its reason; one press makes it one (IN-76). */
export default function SetAsidePage() {
  const state = useListState({ fixed: ASIDE, sort: '-received_at' });
  const source = useList<ArrivalRow>(ARRIVALS, state.query);
  const acts = useAsideActs();
  return (
    <div className="inbox">
      <Place title={words.aside} parent={{ label: inbox.inbox, to: '/inbox' }} />
      <DataList
        name="inbox.aside"
        label={words.aside}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={titleOf}
        acts={acts}
        no_search
        peek={(row) => (
          <div className="peek-stack">
            <p className="notice">{row.because}</p>
            <MailBody row={row} />
          </div>
        )}
        empty={<EmptyState title={words.nothing_aside[0]} text={words.nothing_aside[1]} />}
      />
    </div>
  );
}

const useAsideActs = () => {
  const refresh = useRefresh();
  const go = useGo();
  const why_not = useWhyNot(WRITES);
  const blocking = useBlocking();
  const make = async (row: ArrivalRow) => {
    try {
      const { item } = await api.post<ArrivalRow>(`${ARRIVALS}/${row.id}/item`);
      if (item)
        toast(words.made_item(item.number), { link: { label: words.open_it, run: () => go(itemPage(item.number)) } });
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(ARRIVALS, ITEMS, COUNTS);
    }
  };
  return (row: ArrivalRow): Act[] => [
    {
      id: 'make_item',
      label: words.make_item,
      icon: <FilePlus2 />,
      why_not: row.has_raw ? why_not : words.raw_removed,
      run: () => make(row),
    },
    ...(row.from_address || row.sender
      ? [
          {
            id: 'block',
            label: words.block_sender,
            icon: <Ban />,
            why_not: blocking.why_not,
            run: () => blocking.block(row.from_address || row.sender),
          },
        ]
      : []),
    {
      id: 'raw',
      label: words.download,
      icon: <Download />,
      why_not: row.has_raw ? undefined : words.raw_removed,
      run: () => window.location.assign(rawOf(row.id)),
    },
  ];
};
