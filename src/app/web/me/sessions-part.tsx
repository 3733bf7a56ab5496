import { LogOut } from 'lucide-react';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { SessionList } from './session-list.tsx';
import { words } from './words.ts';

/** Where one is signed in; each can be ended, or all others at once (PL-42). */
export const SessionsPart = () => {
  const refresh = useRefresh();
  const { data } = useThing<{ items: unknown[] }>('/sessions');
  const end = async () => {
    const { ended } = await api.post<{ ended: number }>('/sessions/end-others');
    toast(words.sessions_ended(ended));
    await refresh('/sessions');
  };
  return (
    <section className="settings-part" aria-label={words.sessions}>
      <header className="own-head">
        <div>
          <h2>{words.sessions}</h2>
          <p className="quiet">{words.sessions_text}</p>
        </div>
        {(data?.items.length ?? 0) > 1 && (
          <ActButton act={{ id: 'end-others', label: words.sessions_end_others, icon: <LogOut />, run: end }} />
        )}
      </header>
      <SessionList path="/sessions" />
    </section>
  );
};
