import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { CHANNEL_KINDS } from '#messages/channels/model.ts';
import { SettingsPage } from '../shell.tsx';
import { ChannelPart } from './channel-part.tsx';
import { CHANNELS, type Channel } from './data.ts';
import { FolderBanner } from './folder-banner.tsx';
import './channels.css';

/** `/settings/channels`: how messages leave, and whether they do (messages.md 5). */
export default function ChannelsPage() {
  const { data, error, refetch } = useThing<{ items: Channel[] }>(CHANNELS);
  return (
    <SettingsPage here="channels">
      {data && <FolderBanner channels={data.items} />}
      <div className="settings-page channels">
        {error && !data ? (
          <ErrorState fault={error} retry={() => void refetch()} />
        ) : data ? (
          CHANNEL_KINDS.map((kind) => <ChannelPart key={kind} channel={data.items.find((one) => one.kind === kind)!} />)
        ) : (
          <PageSkeleton />
        )}
      </div>
    </SettingsPage>
  );
}
