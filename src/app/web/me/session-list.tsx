import { Button } from '@mantine/core';
import { Laptop, Smartphone } from 'lucide-react';
import type { Instant } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { words } from './words.ts';
import './me.css';

interface Session {
  id: string;
  device: string;
  address: string;
  started_at: Instant;
  last_used_at: Instant;
  ends_at: Instant;
  mfa_at: Instant | null;
  this_one: boolean;
}

/** One's own sessions (`/sessions`) or those of a member (`/members/{id}/sessions`), the newest first; each can be ended (PL-42). */
export const SessionList = ({ path, empty }: { path: string; empty?: string }) => {
  const { data, error, refetch } = useThing<{ items: Session[] }>(path);
  const refresh = useRefresh();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  const sessions = data?.items.toSorted((a, b) => (a.last_used_at < b.last_used_at ? 1 : -1)) ?? [];
  const end = async (session: Session) => {
    try {
      await api.delete(`${path}/${session.id}`);
      toast(words.session_ended(session.device));
    } catch (fault) {
      toastRefusal(fault);
    }
    await refresh(path);
  };
  if (data && sessions.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <ul className="own-lines">
      {sessions.map((session) => (
        <li key={session.id} className="own-line">
          {/Phone|Android|iPhone|iPad/.test(session.device) ? <Smartphone /> : <Laptop />}
          <div className="own-line-words">
            <span>
              {session.device}
              {session.this_one && <span className="quiet">, {words.session_here.toLowerCase()}</span>}
            </span>
            <span className="caption">
              {session.address} · {words.session_used.toLowerCase()} <Moment instant={session.last_used_at} />
              {session.mfa_at && ` · ${words.with_factor}`}
            </span>
          </div>
          {!session.this_one && (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => void end(session)}
              aria-label={`${words.session_end}: ${session.device}, ${session.address}`}
            >
              {words.session_end}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
};
