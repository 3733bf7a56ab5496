import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { MAY_LIFT } from '#messages/addresses/rules.ts';
import { UNUSUAL } from '#messages/outbox/brake.ts';
import { SENDS } from '#messages/outbox/rules.ts';
import { useWhyNot } from '../me/me.ts';
import { useBulk } from '../runs/bulk.ts';
import { type MessageStrip, useRefreshMessages } from './data.ts';
import { LastLeaves } from './last-leaves.tsx';
import { words } from './words.ts';

/** What the brake holds: one press lets all of it go, or recalls it; some of it in the list (ME-49). */
export const Braked = ({ count, paces }: { count: number; paces: MessageStrip['paces'] }) => {
  const bulk = useBulk();
  const refresh = useRefreshMessages();
  const all = (verb: 'release' | 'recall') => async () => {
    const [doing, done] = words.bulk[verb];
    const target = { ids: [], filter: { state: 'held', reason: UNUSUAL }, count };
    await bulk('/messages/bulk', { do: verb }, target, { doing, done });
    await refresh();
  };
  const acts: Act[] = [
    { id: 'release-braked', label: words.release_all, why_not: useWhyNot(MAY_LIFT), run: all('release') },
    { id: 'recall-braked', label: words.recall_all, why_not: useWhyNot(SENDS), run: all('recall') },
  ];
  return (
    <div className="outbox-banner outbox-braked" role="status">
      <p>
        {words.braked(count)}{' '}
        <Go to="/outbox?view=held" className="link">
          {words.see_braked}
        </Go>
        {paces.map((pace) => (
          <span key={pace.kind} className="outbox-pace">
            <LastLeaves pace={pace} say={words.pace_braked} />
          </span>
        ))}
      </p>
      {acts.map((act) => (
        <ActButton key={act.id} act={act} />
      ))}
    </div>
  );
};
