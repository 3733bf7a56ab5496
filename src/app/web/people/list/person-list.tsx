import { Download, Play, PowerOff, Tag, UsersRound } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { address, type Query } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { BulkAct, BulkTarget, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import type { PersonKind } from '#people/persons/model.ts';
import { usePersonActs } from '../acts.tsx';
import { knownRow } from '../ask.ts';
import { asked } from '../bulk.ts';
import { PLACES, placeOf, useNameOf, useTags } from '../data.ts';
import type { PersonRow } from '../facts.ts';
import type { OpenSheet } from '../sheets.tsx';
import { chosen, type Starting, useStartWorkflow } from '../start.ts';
import { words } from '../words.ts';
import { clientColumns, type Lexicon, prospectColumns } from './columns.tsx';
import { usePersonFilters } from './filters.ts';
import { ListMenu } from './list-menu.tsx';
import { PersonPeek } from './peek.tsx';

interface PersonListProps {
  kind: PersonKind;
  views: readonly View[];
  open: OpenSheet;
  empty: ReactNode;
  tools?: ReactNode;
  /** What stands in the list's menu before the export. */
  more: readonly Act[];
}

/** Prospects or clients: views, filters, menu, bulk, export (people.md section 4, PE-110 … PE-114). */
export const PersonList = ({ kind, views, open, empty, tools, more }: PersonListProps) => {
  const clock = useClock();
  const nameOf = useNameOf();
  const tags = useTags();
  const filters = usePersonFilters(kind);
  const state = useListState({ views, filters, sort: 'name' });
  const query = useMemo(() => asked(state.query), [state.query]);
  const source = useList<PersonRow>(PLACES[kind], query);
  const lexicon: Lexicon = useMemo(() => ({ nameOf, tags, clock }), [nameOf, tags, clock]);
  const columns = useMemo(() => (kind === 'client' ? clientColumns : prospectColumns)(lexicon), [kind, lexicon]);
  const starting = useStartWorkflow(kind);
  const place = useMemo(() => ({ open, starting }), [open, starting]);
  const acts = usePersonActs(place);
  return (
    <>
      <DataList
        name={`${kind}s`}
        label={words[`${kind}s`]}
        columns={columns}
        state={state}
        source={source}
        nameOf={(row) => row.display_name}
        href={(row) => placeOf(row.kind, row.id)}
        acts={(row) => acts(knownRow(row))}
        bulk={bulkActs({ kind, rows: source.rows, open, starting })}
        peek={(row) => <PersonPeek row={row} lexicon={lexicon} />}
        quiet={(row) => row.status === 'inactive'}
        empty={empty}
        tools={
          <>
            {tools}
            <ListMenu acts={[...more, exporting(kind, state.query)]} />
          </>
        }
      />
      {starting.sheet}
    </>
  );
};

/** The file of what the filter shows (PE-92). */
const exporting = (kind: PersonKind, { sort: _, ...filter }: Query): Act => ({
  id: 'export',
  label: words.export_all,
  icon: <Download />,
  run: () => window.location.assign(address(`/api/v1${PLACES[kind]}.csv`, asked(filter))),
});

interface BulkParts {
  kind: PersonKind;
  rows: readonly PersonRow[];
  open: OpenSheet;
  starting: Starting;
}

const bulkActs = ({ kind, rows, open, starting }: BulkParts): BulkAct[] => {
  const later = (what: 'role_many' | 'tag_many' | 'deactivate_many') => (target: BulkTarget) => {
    open({ do: what, kind, target });
    return false;
  };
  const start = async (target: BulkTarget) => {
    starting.start(await chosen(kind, target, rows));
    return false;
  };
  return [
    ...(starting.startable ? [{ id: 'start', label: words.start, icon: <Play />, key: 's', run: start }] : []),
    { id: 'role', label: words.set_role, icon: <UsersRound />, run: later('role_many') },
    { id: 'tag', label: words.set_tags, icon: <Tag />, run: later('tag_many') },
    { id: 'deactivate', label: words.deactivate, icon: <PowerOff />, danger: true, run: later('deactivate_many') },
  ];
};
