import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { parseSearch, stringifySearch } from '#kernel/ui/search-text.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { words } from '#kernel/ui/words.ts';
import { FramedPages } from './frame.tsx';

type Page = () => Promise<{ default: () => React.ReactNode }>;

/** Every address and the page behind it; each page is fetched when it is first wanted. */
const FRAMED: Readonly<Record<string, Page>> = {
  '/': () => import('./home/page.tsx'),
  '/notifications': () => import('./notifications/page.tsx'),
  '/bulk/$id': () => import('./bulk/page.tsx'),
  '/inbox': () => import('./inbox/page.tsx'),
  '/inbox/deleted': () => import('./inbox/deleted-page.tsx'),
  '/inbox/set-aside': () => import('./inbox/set-aside-page.tsx'),
  '/inbox/$number': () => import('./inbox/item-page.tsx'),
  '/inbox/$number/preview': () => import('./documents/preview-page.tsx'),
  '/documents': () => import('./documents/page.tsx'),
  '/outbox': () => import('./outbox/page.tsx'),
  '/conversations': () => import('./conversations/page.tsx'),
  '/conversations/$id': () => import('./conversations/conversation-page.tsx'),
  '/messages/$id': () => import('./outbox/message-page.tsx'),
  '/my-work': () => import('./my-work/page.tsx'),
  '/my-work/$id': () => import('./my-work/task-page.tsx'),
  '/runs': () => import('./runs/runs-page.tsx'),
  '/runs/load': () => import('./load/page.tsx'),
  '/runs/$id': () => import('./runs/run-page.tsx'),
  '/workflows': () => import('./workflows/workflows-page.tsx'),
  '/workflows/templates': () => import('./workflows/library-page.tsx'),
  '/workflows/templates/$key': () => import('./workflows/template-page.tsx'),
  '/workflows/imports/new': () => import('./workflows/code/new-page.tsx'),
  '/workflows/imports/$id': () => import('./workflows/code/import-page.tsx'),
  '/workflows/triggers': () => import('./workflows/triggers/page.tsx'),
  '/cadences': () => import('./cadences/page.tsx'),
  '/cadences/missed': () => import('./cadences/missed-page.tsx'),
  '/cadences/$id': () => import('./cadences/cadence-page.tsx'),
  '/workflows/$id': () => import('./workflows/workflow-page.tsx'),
  '/workflows/$id/edit': () => import('./workflows/editor/editor-page.tsx'),
  '/workflows/$id/simulate': () => import('./workflows/simulate/page.tsx'),
  '/workflows/$id/statistics': () => import('./workflows/statistics/page.tsx'),
  '/workflows/$id/versions': () => import('./workflows/versions-page.tsx'),
  '/prospects': () => import('./people/prospects-page.tsx'),
  '/prospects/waitlist': () => import('./people/waitlist/page.tsx'),
  '/prospects/$id': () => import('./people/record/prospect-page.tsx'),
  '/clients': () => import('./people/clients-page.tsx'),
  '/clients/$id': () => import('./people/record/client-page.tsx'),
  '/people/imports': () => import('./people/imports/page.tsx'),
  '/people/imports/new': () => import('./people/imports/new-page.tsx'),
  '/people/imports/$id': () => import('./people/imports/import-page.tsx'),
  '/authorizations': () => import('./people/authorizations/page.tsx'),
  '/authorizations/$id': () => import('./people/authorizations/authorization-page.tsx'),
  '/people/duplicates': () => import('./people/duplicates/page.tsx'),
  '/employees': () => import('./people/employees/page.tsx'),
  '/employees/$id': () => import('./people/employees/employee-page.tsx'),
  '/me': () => import('./me/page.tsx'),
  '/settings': () => import('./settings/page.tsx'),
  '/settings/practice': () => import('./settings/practice-page.tsx'),
  '/settings/calendar': () => import('./settings/calendar/page.tsx'),
  '/settings/members': () => import('./settings/members/page.tsx'),
  '/settings/roles': () => import('./settings/roles/page.tsx'),
  '/settings/security': () => import('./settings/security-page.tsx'),
  '/settings/keys': () => import('./settings/keys/page.tsx'),
  '/settings/delegations': () => import('./settings/delegations/page.tsx'),
  '/settings/audit': () => import('./settings/audit/page.tsx'),
  '/settings/system': () => import('./settings/system/page.tsx'),
  '/sandbox': () => import('./sandbox/page.tsx'),
  '/settings/fields': () => import('./settings/fields/page.tsx'),
  '/settings/templates': () => import('./templates/templates-page.tsx'),
  '/settings/forms': () => import('./forms/forms-page.tsx'),
  '/forms/$id': () => import('./forms/form-page.tsx'),
  '/templates/$id': () => import('./templates/template-page.tsx'),
  '/settings/channels': () => import('./settings/channels/page.tsx'),
  '/settings/suppressions': () => import('./settings/suppressions/page.tsx'),
  '/settings/inbox/mail': () => import('./settings/inbox/mail-page.tsx'),
  '/settings/inbox/senders': () => import('./settings/inbox/senders.tsx'),
  '/settings/inbox/triage': () => import('./settings/inbox/triage.tsx'),
  '/settings/inbox/categories': () => import('./settings/inbox/categories.tsx'),
  '/settings/inbox/people': () => import('./settings/inbox/people-page.tsx'),
  '/settings/inbox/items': () => import('./settings/inbox/items-page.tsx'),
  '/settings/profiles': () => import('./settings/profiles/page.tsx'),
  '/settings/letters': () => import('./settings/letters/page.tsx'),
  '/settings/tags': () => import('./settings/tags/page.tsx'),
};

/** Addresses at which nothing stands any more, or only what stands below them, and where they lead. */
const MOVED: Readonly<Record<string, string>> = { '/settings/inbox': '/settings/inbox/mail' };

/** Pages of people who are not signed in: one column, no rail. */
const OPEN: Readonly<Record<string, Page>> = {
  '/setup': () => import('./access/set-up.tsx'),
  '/sign-in': () => import('./access/sign-in.tsx'),
  '/invitation': () => import('./access/invitation.tsx'),
  '/reset': () => import('./access/reset.tsx'),
  '/second-factor': () => import('./access/second-factor.tsx'),
};

const root = createRootRoute({ component: Outlet });
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: FramedPages });
/** Any other address: said inside the frame, so that one can go on from there. */
const elsewhere = createRoute({ getParentRoute: () => framed, path: '$', component: NotHere });

const under = <Parent extends typeof root | typeof framed>(parent: Parent, pages: Readonly<Record<string, Page>>) =>
  Object.entries(pages).map(([path, page]) =>
    createRoute({ getParentRoute: () => parent, path, component: lazyRouteComponent(page) }),
  );

const moved = Object.entries(MOVED).map(([path, to]) =>
  createRoute({
    getParentRoute: () => framed,
    path,
    beforeLoad: () => {
      throw redirect({ href: to, replace: true });
    },
  }),
);

/** The kit at a glance, while developing only. */
const gallery = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/gallery',
        component: lazyRouteComponent(() => import('#kernel/ui/gallery.tsx')),
      }),
    ]
  : [];

export const router = createRouter({
  routeTree: root.addChildren([
    framed.addChildren([...under(framed, FRAMED), ...moved, elsewhere]),
    ...under(root, OPEN),
    ...gallery,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 100,
  defaultPendingMinMs: 0,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => <ErrorState fault={error} retry={reset} />,
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
});

function NotHere() {
  return (
    <>
      <Place title={words.not_here} />
      <EmptyState title={words.not_here_text} acts={[{ id: 'start', label: words.to_start, to: '/', main: true }]} />
    </>
  );
}
