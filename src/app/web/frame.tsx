import { Outlet } from '@tanstack/react-router';
import { Eye, FileUp, History, ListOrdered, LogOut, Settings, UserRound } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { dateAt } from '#ground/time.ts';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { ClockProvider } from '#kernel/ui/clock.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Frame } from '#kernel/ui/frame/frame.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { Palette } from '#kernel/ui/palette.tsx';
import { usePaletteActs } from '#kernel/ui/palette-store.ts';
import { forgetDrafts, rememberFor } from '#kernel/ui/remember.ts';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { importableBy } from '#people/fields/import-rights.ts';
import { useLive } from './home/live.ts';
import { useModules } from './home/modules.tsx';
import { useNow } from './home/now.ts';
import { useCounts } from './home/query.ts';
import { searchEverything } from './home/search.ts';
import { useStripe } from './home/stripes.tsx';
import { words } from './home/words.ts';
import { type Me, MeProvider, useMe, useSession, useWho } from './me/me.ts';
import { switchPractice } from './me/switch-practice.ts';
import { words as settings } from './settings/section-words.ts';
import { useSettingsPages } from './settings/sections.ts';

/** Only wanted when a session ends under someone's hands. */
const SignedOut = lazy(async () => ({ default: (await import('./access/signed-out.tsx')).SignedOut }));

/** Everything behind sign-in: who is here, their modules, and the page. Nobody signed in goes to sign-in and comes back. */
export const FramedPages = () => {
  const { data: me, error, refetch } = useSession();
  if (me?.standing?.at === 'enrol') return <Elsewhere to="/second-factor" />;
  if (me) return <Inside me={me} />;
  if (isRefusal(error) && error.status === 401) return <Elsewhere to={`/sign-in${returnAddress()}`} />;
  return error ? (
    <main>
      <ErrorState fault={error} retry={() => void refetch()} />
    </main>
  ) : null;
};

const returnAddress = (): string => {
  const { pathname, search } = window.location;
  return pathname === '/' && !search ? '' : `?${new URLSearchParams({ to: pathname + search })}`;
};

const Elsewhere = ({ to }: { to: string }) => {
  const go = useGo();
  useEffect(() => go(to), [go, to]);
  return null;
};

const Inside = ({ me }: { me: Me }) => {
  const { practice } = me;
  if (me.member) rememberFor(me.member.id);
  const now = useNow(me);
  const clock = {
    now,
    zone: me.member?.time_zone ?? practice.time_zone,
    today: practice.kind === 'sandbox' ? practice.today : dateAt(now, practice.time_zone),
    locale: practice.locale,
    currency: practice.currency,
  };
  return (
    <MeProvider value={me}>
      <ClockProvider clock={clock}>
        <TheFrame />
        <Suspense fallback={null}>
          <SignedOut me={me} />
        </Suspense>
      </ClockProvider>
    </MeProvider>
  );
};

const IMPORTING = [
  { id: 'import', label: words.import_file, icon: <FileUp />, to: '/people/imports/new' },
  { id: 'imports', label: words.imports, icon: <History />, to: '/people/imports' },
];

/** Stands in the palette only, right after the prospects. */
const WAITLIST = { id: 'waitlist', label: words.waitlist, icon: <ListOrdered /> };

const TheFrame = () => {
  const me = useMe();
  const go = useGo();
  const counts = useCounts();
  useLive(me.session_id);
  const modules = useModules(counts?.places);
  const mayLook = me.practice.kind === 'live' && me.role.abilities.includes('sandbox.use');
  const importing = importableBy(useWho()).length > 0;
  usePaletteActs(
    settings.settings,
    useSettingsPages().map(({ to, label }) => ({ id: to, label, icon: <Settings />, run: () => go(to) })),
  );
  usePaletteActs(words.acts, [
    ...(importing ? IMPORTING.map(({ to, ...act }) => ({ ...act, run: () => go(to) })) : []),
    { id: 'me', label: kit.me, icon: <UserRound />, run: () => go('/me') },
    ...(mayLook ? [{ id: 'demo', label: words.look_at_demo, icon: <Eye />, run: lookAtDemo }] : []),
    { id: 'out', label: words.sign_out, icon: <LogOut />, run: signOut },
  ]);
  usePaletteActs(
    words.go_to,
    modules.flatMap((m) => [
      {
        id: m.id,
        label: m.label,
        icon: m.icon,
        run: () => go(m.to),
        ...(m.letter ? { key: `g ${m.letter}` } : {}),
      },
      ...(m.id === 'prospects' ? [{ ...WAITLIST, run: () => go('/prospects/waitlist') }] : []),
    ]),
  );
  return (
    <>
      <Frame
        practice={{ name: me.practice.name }}
        modules={modules}
        stripe={useStripe()}
        {...(counts ? { unread: counts.notifications } : {})}
        member={{
          name: me.member?.name ?? '',
          detail: me.role.name,
          practices: me.practices.map((one) => ({ ...one, here: one.id === me.practice.id })),
          switch_practice: (id) => void switchPractice(id).catch(toastRefusal),
          sign_out: () => void signOut().catch(toastRefusal),
        }}
      >
        <Outlet />
      </Frame>
      <Palette search={searchEverything} />
    </>
  );
};

/** The demo practice as its Owner, for a day; one's own session ends here (PL-8). */
const lookAtDemo = async () => {
  await api.post('/session/demo');
  window.location.assign('/');
};

const signOut = async () => {
  await api.delete('/session');
  forgetDrafts();
  window.location.assign('/sign-in');
};
