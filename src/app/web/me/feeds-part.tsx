import { Ban, CalendarPlus, Calendar as CalendarSign, Copy, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { FeedSheet, showAddress } from './feed-sheet.tsx';
import { words } from './feed-words.ts';
import { type FeedRow, feedName, feedTrouble } from './feeds.ts';

/** One's own calendar feeds: made, copied, given a new address, revoked (CA-61, PL-130). */
export const FeedsPart = () => {
  const [making, setMaking] = useState(false);
  const make: Act = { id: 'make-feed', label: words.make, icon: <CalendarPlus />, run: () => setMaking(true) };
  const { data, error, refetch } = useThing<{ items: FeedRow[] }>('/calendar-feeds');
  const feeds = data?.items ?? [];
  return (
    <section className="settings-part" aria-label={words.feeds}>
      <header className="own-head">
        <div>
          <h2>{words.feeds}</h2>
          <p className="quiet">{words.feeds_text}</p>
        </div>
        {feeds.length > 0 && <ActButton act={make} />}
      </header>
      {error && !data && <ErrorState fault={error} retry={() => void refetch()} />}
      {data && feeds.length === 0 && <EmptyState title={words.empty} text={words.empty_text} acts={[make]} />}
      {feeds.length > 0 && (
        <ul className="own-lines">
          {feeds.map((feed) => (
            <FeedLine key={feed.id} feed={feed} />
          ))}
        </ul>
      )}
      {making && <FeedSheet close={() => setMaking(false)} />}
    </section>
  );
};

const FeedLine = ({ feed }: { feed: FeedRow }) => {
  const acts = useFeedActs(feed);
  const trouble = feedTrouble(feed);
  return (
    <li className="own-line">
      <CalendarSign />
      <div className="own-line-words">
        <span>
          {feedName(feed)}
          {feed.titles_only && <span className="quiet">, {words.names_off}</span>}
        </span>
        <span className="caption">
          {trouble ??
            (feed.last_fetched_at ? (
              <>
                {words.fetched} <Moment instant={feed.last_fetched_at} />
              </>
            ) : (
              words.never
            ))}
        </span>
      </div>
      <RowMenu name={feedName(feed)} acts={acts} />
    </li>
  );
};

const useFeedActs = (feed: FeedRow): Act[] => {
  const refresh = useRefresh();
  const name = feedName(feed);
  const { address } = feed;
  const copy = async () => {
    await navigator.clipboard.writeText(address!);
    toast(words.copied(name));
  };
  const renew = async () => {
    const sure = await confirm({
      title: words.renew_title(name),
      consequence: words.renew_text,
      verb: words.renew_verb,
    });
    if (!sure) return;
    showAddress(await api.post<FeedRow>(`/calendar-feeds/${feed.id}/renewal`));
    await refresh('/calendar-feeds');
  };
  const revoke = async () => {
    const sure = await confirm({
      title: words.revoke_title(name),
      consequence: words.revoke_text,
      verb: words.revoke_verb,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/calendar-feeds/${feed.id}`);
    toast(words.revoked(name));
    await refresh('/calendar-feeds');
  };
  return [
    { id: 'copy', label: words.copy, icon: <Copy />, run: copy, why_not: address ? undefined : words.stopped },
    { id: 'renew', label: words.renew, icon: <RefreshCw />, run: renew },
    { id: 'revoke', label: words.revoke, icon: <Ban />, danger: true, run: revoke },
  ];
};
