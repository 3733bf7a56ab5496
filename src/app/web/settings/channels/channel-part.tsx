import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { useAct } from '#kernel/ui/query.ts';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { SETS_UP } from '#messages/channels/rules.ts';
import { useWhyNot } from '../../me/me.ts';
import { Callbacks } from './callbacks.tsx';
import { CHANNELS, type Channel, type Check } from './data.ts';
import { Findings } from './findings.tsx';
import { ChannelSheet } from './sheet.tsx';
import { words } from './words.ts';

/** One channel: how it is set up, whether it works, and what a check finds (ME-62, ME-78). */
export const ChannelPart = ({ channel }: { channel: Channel }) => {
  const { kind, provider } = channel;
  const [open, setOpen] = useState(false);
  const why_not = useWhyNot(SETS_UP);
  const check = useAct<undefined, Check>({
    run: () => api.post<Check>(`${CHANNELS}/${kind}/check`, {}),
    refresh: [CHANNELS, '/message-strip'],
  });
  const acts: Act[] = [
    {
      id: `check-${kind}`,
      label: check.isPending ? words.checking : words.check,
      why_not: why_not ?? (provider === 'folder' ? words.nothing_to_check : undefined),
      run: () => check.mutate(undefined),
    },
    {
      id: `change-${kind}`,
      label: provider === 'folder' ? words.set_up : words.change,
      why_not,
      run: () => setOpen(true),
    },
  ];
  return (
    <section className="settings-part" aria-labelledby={`channel-${kind}`}>
      <div className="channel-head">
        <h2 id={`channel-${kind}`}>{words.channels[kind]}</h2>
        <span className="channel-acts">
          {acts.map((act) => (
            <ActButton key={act.id} act={act} />
          ))}
        </span>
      </div>
      {channel.down_since && <Down since={channel.down_since} because={channel.down_because} />}
      <Facts facts={factsOf(channel)} />
      {provider === 'twilio' && <Callbacks />}
      <div aria-live="polite">{check.data && <Findings check={check.data} />}</div>
      {open && <ChannelSheet channel={channel} close={() => setOpen(false)} />}
    </section>
  );
};

/** In the provider's own words (ME-62). */
const Down = ({ since, because }: { since: string; because: string | null }) => (
  <div className="channel-down" role="status">
    <StateMark shape="cross" hue="red" />
    <p>
      <b>
        {words.down} <Moment instant={since} />
      </b>
      {because && <q>{because}</q>}
      <span className="quiet">{words.tried}</span>
    </p>
  </div>
);

const factsOf = (channel: Channel): Fact[] => {
  const { kind, provider, address, display_name, settings, per_minute, hold_minutes, manual_seconds } = channel;
  const sender = [display_name, address].filter(Boolean).join(', ');
  const server = provider === 'smtp' ? `${settings.host}:${settings.port}` : (settings.account_sid as string);
  const outside: Fact[] = [
    { label: words.server, value: <span className="tabular">{server}</span> },
    {
      label: provider === 'smtp' ? words.secret.smtp : words.secret.twilio,
      value: channel.secret_set ? <SecretIsSet at={channel.secret_at} /> : words.secret_none,
    },
    { label: words.limit, value: words.pace(per_minute) },
    { label: words.checked, value: channel.checked_at ? <Moment instant={channel.checked_at} /> : words.never },
  ];
  return [
    { label: words.provider, value: words.providers[provider] },
    { label: words.address[kind], value: sender || null },
    ...(provider === 'folder' ? [] : outside),
    { label: words.hold, value: words.windows(hold_minutes, manual_seconds) },
    { label: words.unknown_short, value: words.unknowns[channel.unknown_policy] },
  ];
};

const SecretIsSet = ({ at }: { at: string | null }) => (
  <>
    {words.secret_is_set}
    {at && (
      <>
        , <Moment instant={at} />
      </>
    )}
  </>
);
