import { Plus } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import { useList } from '#kernel/ui/query.ts';
import { useAuthorizationActs } from './acts.tsx';
import { CLIENT_COLUMNS } from './columns.tsx';
import { type AuthorizationRow, type KnownAuthorization, nameOf, PLACE, pageOf } from './facts.ts';
import { AuthorizationPeek } from './peek.tsx';
import { useAuthorizationSheets } from './sheets.tsx';
import { words } from './words.ts';

interface TabProps {
  client: KnownAuthorization['client'];
  /** Why this member may not add one here. */
  why_not: string | undefined;
}

/** What the practice may do for one client, past and to come (PE-50 … PE-58). */
export const AuthorizationsTab = ({ client, why_not }: TabProps) => {
  const { open, sheet } = useAuthorizationSheets();
  const state = useListState({ sort: '-valid_to', fixed: { client: client.id } });
  const source = useList<AuthorizationRow>(PLACE, state.query);
  const acts = useAuthorizationActs({ open, of_client: true });
  const add: Act = {
    id: 'add',
    label: words.add,
    icon: <Plus />,
    key: 'n',
    why_not,
    run: () => open({ do: 'add', client }),
  };
  return (
    <section className="overview-part">
      <DataList
        inline
        no_search
        name="client-authorizations"
        label={words.authorizations}
        columns={CLIENT_COLUMNS}
        state={state}
        source={source}
        nameOf={nameOf}
        href={(row) => pageOf(row.id)}
        acts={acts}
        peek={(row) => <AuthorizationPeek id={row.id} />}
        quiet={(row) => row.status === 'expired' || row.status === 'ended'}
        tools={source.rows.length > 0 && <ActButton act={add} />}
        empty={
          <EmptyState title={words.empty_of(client.display_name)} text={words.intro} acts={[{ ...add, main: true }]} />
        }
      />
      {sheet}
    </section>
  );
};
