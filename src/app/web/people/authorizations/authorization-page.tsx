import { useParams } from '@tanstack/react-router';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { placeOf } from '../data.ts';
import { TimelineTab } from '../record/timeline-tab.tsx';
import { useAuthorizationActs } from './acts.tsx';
import { AuthorizationChip } from './columns.tsx';
import { type AuthorizationDetail, nameOf, PLACE, pageOf } from './facts.ts';
import { factsOf, Notices, Permitted, Referring } from './parts.tsx';
import { useAuthorizationSheets } from './sheets.tsx';
import { words } from './words.ts';
import '../record/record.css';

/** `/authorizations/$id`: what it permits and the runs that refer to it; no run is started here (PE-51, PE-52). */
export default function AuthorizationPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<AuthorizationDetail>(pageOf(id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
}

/** Acts that stand as buttons; the rest is in the menu beside the name. */
const FIRST = ['approve', 'edit', 'renew', 'client'];

const Loaded = ({ one }: { one: AuthorizationDetail }) => {
  const { open, sheet } = useAuthorizationSheets();
  const acts = useAuthorizationActs({ open, page: true })(one);
  const { client } = one;
  return (
    <>
      <ThingPage
        name={nameOf(one)}
        parent={{ label: words.authorizations, to: PLACE }}
        state={<AuthorizationChip status={one.status} />}
        identity={[
          <Go
            key="client"
            className="link"
            to={`${placeOf(client.kind as 'client' | 'prospect', client.id)}?tab=authorizations`}
          >
            {client.display_name}
          </Go>,
          <RowMenu key="more" name={nameOf(one)} acts={acts.filter(({ id }) => !FIRST.includes(id))} />,
        ]}
        acts={acts
          .filter(({ id }) => FIRST.includes(id))
          .map((act) => (act.id === 'approve' ? { ...act, main: true } : act))}
        facts={factsOf(one)}
        timeline={<TimelineTab about={{ thing: `authorization:${one.id}` }} />}
      >
        <div className="overview">
          <Notices one={one} />
          <Permitted lines={one.lines} />
          <Referring runs={one.runs} />
        </div>
      </ThingPage>
      {sheet}
    </>
  );
};
