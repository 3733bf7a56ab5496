import { sayList } from '#ground/words.ts';
import { can } from '#kernel/access/roles/rules.ts';
import { Go } from '#kernel/ui/go.tsx';
import { SETS_UP } from '#messages/channels/rules.ts';
import { useHasPage } from '../home/places.ts';
import { useWho } from '../me/me.ts';
import { Braked } from './braked.tsx';
import type { MessageStrip } from './data.ts';
import { LastLeaves } from './last-leaves.tsx';
import { words } from './words.ts';

/** That nothing leaves this machine, or that a channel is down, before anybody relies on it (ME-62, ME-77). */
export const Banner = ({ strip }: { strip: MessageStrip }) => {
  const has = useHasPage();
  const sets = has('/settings/channels') && !can(useWho(), SETS_UP);
  const folder = strip.folder.map((kind) => words.channels[kind]);
  return (
    <>
      {strip.braked > 0 && <Braked count={strip.braked} paces={strip.braked_paces} />}
      {strip.paces.map((pace) => (
        <p key={pace.kind} className="outbox-banner">
          <LastLeaves pace={pace} say={words.pace} />
        </p>
      ))}
      {strip.down.map(({ kind, because }) => (
        <p key={kind} className="outbox-banner" data-down="">
          {words.down(words.channels[kind], because)}
        </p>
      ))}
      {folder.length > 0 && (
        <p className="outbox-banner">
          {words.nothing_leaves(sayList(folder))}{' '}
          {sets && (
            <Go to="/settings/channels" className="link">
              {words.set_up}
            </Go>
          )}
        </p>
      )}
    </>
  );
};
