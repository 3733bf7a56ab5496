import { RotateCcw, X } from 'lucide-react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { type DeadLetter, useDeadLetters } from './system.ts';
import { words } from './words.ts';

/** Jobs that failed at every try: why, and running them again or letting them go (PL-150). */
export const FailedJobs = () => {
  const { rows, loading, fault, more, loadMore, retry } = useDeadLetters();
  const acts = useActs();
  return (
    <section className="settings-part">
      <h2>{words.failed}</h2>
      {fault ? <ErrorState fault={fault} retry={retry} /> : null}
      {!loading && !fault && rows.length === 0 && <p className="quiet">{words.failed_none}</p>}
      {rows.length > 0 && (
        <ul className="system-list">
          {rows.map((row) => (
            <li key={row.id} className="system-line">
              <b>{words.job(row.job)}</b>
              <span>{words.because(row.because)}</span>
              <span className="quiet">
                {words.tries(row.tries)} <Moment instant={row.failed_at} />
              </span>
              <ActBar acts={acts(row)} />
            </li>
          ))}
        </ul>
      )}
      {more && <ActBar acts={[{ id: 'more', label: words.more, run: loadMore }]} />}
    </section>
  );
};

const useActs = () => {
  const why_not = useWhyNot(writes('settings', 'system.read'));
  const refresh = useRefresh();
  const over = () => refresh('/dead-letters', '/system');
  const again = async (row: DeadLetter) => {
    await api.post(`/dead-letters/${row.id}/retry`, {});
    toast(words.again_done);
    await over();
  };
  const dismiss = async (row: DeadLetter) => {
    const sure = await confirm({
      title: words.dismiss_title,
      consequence: words.dismiss_text(words.job(row.job)),
      verb: words.dismiss,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/dead-letters/${row.id}`);
    toast(words.dismissed);
    await over();
  };
  return (row: DeadLetter): Act[] => [
    { id: 'again', label: words.again, icon: <RotateCcw />, why_not, run: () => again(row) },
    { id: 'dismiss', label: words.dismiss, icon: <X />, danger: true, why_not, run: () => dismiss(row) },
  ];
};
