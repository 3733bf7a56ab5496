import { sayList } from '#ground/words.ts';
import { useMe } from '../../me/me.ts';
import { words as outbox } from '../../outbox/words.ts';
import type { Channel } from './data.ts';
import { words } from './words.ts';

/** That nothing leaves this machine, for as long as it does not (ME-77); of a demo or sandbox nothing ever does (ME-124). */
export const FolderBanner = ({ channels }: { channels: readonly Channel[] }) => {
  const { kind } = useMe().practice;
  if (kind !== 'live') return <p className="no-mail">{words.only_folder}</p>;
  const folder = channels.filter(({ provider }) => provider === 'folder').map(({ kind }) => words.channels[kind]);
  if (folder.length === 0) return null;
  return (
    <p className="no-mail">
      {outbox.nothing_leaves(sayList(folder))} {words.none_saved}
    </p>
  );
};
