import { CheckCheck, FolderCheck, Inbox, Pencil, Send, Stamp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DOCUMENT_STATES, type DocumentState } from '#inbox/documents/model.ts';
import { WRITES } from '#inbox/documents/rights.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { FileName } from '../files/file-name.tsx';
import { useWhyNot } from '../me/me.ts';
import { Text } from '../people/cells.tsx';
import { DOCUMENTS, type DocumentActed, type DocumentRow, useRefreshDocuments } from './data.ts';
import { useLetterActs } from './letter.tsx';
import { SendSheet } from './send-sheet.tsx';
import { DocumentSheet } from './sheet.tsx';
import { words } from './words.ts';
import './documents.css';

const CHIP: Readonly<Record<DocumentState, string>> = {
  unprocessed: 'none',
  awaiting_approval: 'outstanding',
  processed: 'approved',
  filed: 'completed',
  failed: 'failed',
};

const { columns: said } = words;
const COLUMNS: Column<DocumentRow>[] = [
  {
    id: 'title',
    label: said.document,
    sort: 'title',
    cell: (row) => (
      <span className="name-and-why">
        <span className="cut">{row.title}</span>
        {row.failure && <span className="document-why">{row.failure}</span>}
        {row.not_told && <span className="caption">{row.not_told}</span>}
      </span>
    ),
  },
  {
    id: 'state',
    label: said.state,
    cell: ({ state }) => <StateChip state={CHIP[state]} label={words.states[state]} />,
    width: 168,
  },
  { id: 'client', label: said.client, cell: ({ client }) => <Text value={client} />, width: 180 },
  { id: 'file', label: words.file, cell: ({ file }) => <FileName file={file} />, width: 180 },
  { id: 'profile', label: said.profile, cell: ({ profile }) => <Text value={profile} />, width: 130 },
  {
    id: 'marks',
    label: said.marks,
    cell: ({ marks, not_told }) => (
      <span title={not_told ?? undefined}>
        <Text value={marks.map((mark) => words.marks[mark]).join(', ') || null} />
      </span>
    ),
    width: 160,
  },
  {
    id: 'delivery',
    label: said.delivery,
    cell: ({ letter }) => <Text value={letter && words.kinds[letter.kind]} />,
    width: 100,
    off_card: true,
  },
  {
    id: 'told',
    label: said.told,
    cell: ({ told_at }) => (told_at ? <Moment instant={told_at} /> : <span className="none">–</span>),
    width: 120,
    off_card: true,
  },
  {
    id: 'prepared_by',
    label: said.prepared_by,
    cell: ({ prepared_by }) => <Person name={prepared_by} />,
    width: 150,
    off_card: true,
  },
  {
    id: 'created_at',
    label: said.added,
    sort: 'created_at',
    cell: ({ created_at }) => <Moment instant={created_at} />,
    width: 120,
    off_card: true,
  },
];

const nothing = { empty: <EmptyState title={words.empty_found} /> };
const VIEWS: readonly View[] = [
  { id: 'all', label: words.all },
  ...DOCUMENT_STATES.map((state) => ({ id: state, label: words.states[state], filters: { state }, ...nothing })),
  {
    id: 'not_told',
    label: words.not_told_view,
    filters: { mark: 'client_not_notified' },
    sort: 'created_at',
    empty: <EmptyState title={words.all_told} />,
  },
];

/** `/documents`: what was prepared for clients, and how far it has come (inbox.md 4). */
export default function DocumentsPage() {
  const [sheet, setSheet] = useState<'add' | DocumentRow>();
  const state = useListState({ views: VIEWS, sort: '-created_at' });
  const source = useList<DocumentRow>(DOCUMENTS, state.query);
  const no = useWhyNot(WRITES);
  const [sending, setSending] = useState<DocumentRow>();
  const acts = useDocumentActs(no, { edit: setSheet, send: setSending });
  const add: Act = { id: 'add', label: words.upload, key: 'N', main: true, why_not: no, run: () => setSheet('add') };
  const close = () => setSheet(undefined);
  return (
    <div className="documents">
      <Place title={words.documents} main={add} />
      <DataList
        name="documents"
        label={words.documents}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => row.title}
        acts={acts}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[add]} />}
      />
      {sending && <SendSheet row={sending} close={() => setSending(undefined)} />}
      {sheet && <DocumentSheet document={sheet === 'add' ? undefined : sheet} close={close} />}
    </div>
  );
}

const useDocumentActs = (
  no: string | undefined,
  { edit, send: sendOff }: Record<'edit' | 'send', (row: DocumentRow) => void>,
) => {
  const refresh = useRefreshDocuments();
  const go = useGo();
  const letters = useLetterActs(no);
  const send = async (row: DocumentRow, path: string, done: string) => {
    try {
      const { state, failure } = await api.post<DocumentActed>(`${DOCUMENTS}/${row.id}/${path}`);
      if (failure) toast(words.failed(row.title, failure));
      else toast(state === 'awaiting_approval' ? words.sent_for_approval(row.title) : done);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh();
    }
  };
  const remove = async ({ id, title, version }: DocumentRow) => {
    const sure = await confirm({
      title: words.remove_title(title),
      consequence: words.remove_text,
      verb: words.remove,
      danger: true,
    });
    if (!sure) return;
    try {
      await api.delete(`${DOCUMENTS}/${id}`, { version });
      toast(words.removed_document(title));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh();
    }
  };
  return (row: DocumentRow): Act[] => {
    const { state, item, title } = row;
    const waits = no ?? (state === 'awaiting_approval' ? words.waits : undefined);
    const done = state === 'processed' || state === 'filed';
    return [
      {
        id: 'process',
        label: words.process,
        icon: <CheckCheck />,
        key: 'e',
        why_not: waits ?? (done ? words.processed_already : undefined),
        run: () => send(row, 'processing', words.processed(title)),
      },
      {
        id: 'request',
        label: words.request,
        icon: <Stamp />,
        why_not: waits,
        run: () => send(row, 'approval-request', words.sent_for_approval(title)),
      },
      ...(item
        ? [{ id: 'item', label: words.open_item, icon: <Inbox />, run: () => go(`/inbox/${item.number}/preview`) }]
        : []),
      ...(row.letter?.kind === 'email' && done && row.letter.state !== 'removed'
        ? [
            {
              id: 'send',
              label: words.send_to_client,
              icon: <Send />,
              why_not: no ?? sendable(row),
              run: () => sendOff(row),
            },
          ]
        : []),
      ...letters(row),
      { id: 'edit', label: words.edit, icon: <Pencil />, why_not: waits, run: () => edit(row) },
      {
        id: 'file',
        label: words.put_away,
        icon: <FolderCheck />,
        why_not: waits ?? (state === 'processed' ? undefined : words.process_first),
        run: () => send(row, 'filing', words.filed(title)),
      },
      { id: 'remove', label: words.remove, icon: <Trash2 />, danger: true, why_not: waits, run: () => remove(row) },
    ];
  };
};

/** What came back goes once more; what the client has does not. */
const sendable = ({ letter, marks }: DocumentRow): string | undefined => {
  if (letter?.state === 'sending') return words.on_its_way;
  return letter?.state === 'sent' && !marks.includes('client_not_notified') ? words.sent_already : undefined;
};
