import { MessageSquareCheck, MessageSquareOff } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { MAY_RECORD } from '#messages/addresses/rules.ts';
import { useWhyNot } from '../../me/me.ts';
import { Text } from '../cells.tsx';
import { CHIP, CONSENTS, type ConsentRow } from './facts.ts';
import { RecordSheet, WithdrawSheet } from './sheets.tsx';
import { words } from './words.ts';

const COLUMNS: Column<ConsentRow>[] = [
  { id: 'number', label: words.columns.number, cell: ({ number }) => <span className="tabular">{number}</span> },
  { id: 'state', label: words.columns.state, cell: (row) => <State row={row} />, width: 128 },
  {
    id: 'whose',
    label: words.columns.whose,
    cell: ({ contact, label }) => <Text value={contact?.name ?? label} />,
    width: 104,
  },
  {
    id: 'evidence',
    label: words.columns.evidence,
    cell: (row) => <Text value={row.words} />,
    width: 150,
    off_card: true,
  },
  { id: 'at', label: words.columns.at, cell: ({ at }) => <Moment instant={at} />, width: 150, hidden: true },
];

/** What may be sent: a number whose texts come back is not reached, whatever its owner agreed to. */
const State = ({ row: { state, suppressed } }: { row: ConsentRow }) =>
  suppressed && state !== 'opted_out' ? (
    <StateChip state="failed" label={words.unreachable} />
  ) : (
    <StateChip state={CHIP[state]} label={words.states[state]} />
  );

/** Every number of a record and its contacts, whether it may be texted, and the two acts about that (ME-35, ME-36). */
export const Texting = ({ client }: { client: string }) => {
  const why_not = useWhyNot(MAY_RECORD);
  const [sheet, setSheet] = useState<{ does: 'record' | 'withdraw'; row: ConsentRow }>();
  const state = useListState({ fixed: { client } });
  const source = useList<ConsentRow>(CONSENTS, { client });
  if (source.rows.length === 0) return null;
  const acts = (row: ConsentRow): Act[] => [
    {
      id: 'record',
      label: words.record,
      icon: <MessageSquareCheck />,
      why_not,
      run: () => setSheet({ does: 'record', row }),
    },
    ...(row.state === 'opted_out'
      ? []
      : [
          {
            id: 'withdraw',
            label: row.state === 'consented' ? words.withdraw : words.opt_out,
            icon: <MessageSquareOff />,
            danger: true,
            why_not,
            run: () => setSheet({ does: 'withdraw', row }),
          },
        ]),
  ];
  const Sheet = sheet?.does === 'record' ? RecordSheet : WithdrawSheet;
  return (
    <section className="overview-part">
      <h2>{words.title}</h2>
      <p className="quiet">{words.intro}</p>
      <DataList
        inline
        no_search
        name="texting"
        label={words.title}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ number }) => number}
        acts={acts}
        empty={null}
      />
      {sheet && <Sheet client={client} row={sheet.row} close={() => setSheet(undefined)} />}
    </section>
  );
};
