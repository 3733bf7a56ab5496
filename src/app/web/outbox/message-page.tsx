import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { runPage } from '../runs/data.ts';
import { useMessageActs } from './acts.tsx';
import { Leaves, MessageChip } from './columns.tsx';
import { type MessageDetail, messagePage } from './data.ts';
import { EditSheet } from './edit-sheet.tsx';
import { AsItLeft, Attempts } from './message-parts.tsx';
import { Why } from './why.tsx';
import { words } from './words.ts';
import '../people/record/record.css';
import './outbox.css';

/** `/messages/$id`: as it leaves or left, what was tried, and why (ME-70, ME-121). */
export default function MessagePage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<MessageDetail>(messagePage(id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
}

const Loaded = ({ one }: { one: MessageDetail }) => {
  const [editing, setEditing] = useState(false);
  const acts = useMessageActs(() => setEditing(true))(one);
  return (
    <>
      <ThingPage
        name={one.title}
        parent={{ label: words.outbox, to: '/outbox' }}
        state={<MessageChip message={one} />}
        identity={[<Leaves key="leaves" message={one} />]}
        acts={acts}
        facts={factsOf(one)}
      >
        <div className="overview">
          {one.reason && <p className="notice">{one.reason}</p>}
          <AsItLeft one={one} />
          <Why one={one} />
          <Attempts one={one} />
        </div>
      </ThingPage>
      {editing && <EditSheet id={one.id} close={() => setEditing(false)} />}
    </>
  );
};

const moment = (label: string, at: string | null): Fact[] => (at ? [{ label, value: <Moment instant={at} /> }] : []);

const factsOf = (one: MessageDetail): Fact[] => [
  {
    label: words.to,
    value: one.recipients.map(({ address, name }) => (
      <span key={address} className="fact-line" title={address}>
        {name ? `${name}, ${address}` : address}
      </span>
    )),
  },
  { label: words.from, value: one.from_name ? `${one.from_name}, ${one.from_address}` : one.from_address },
  ...(one.reply_to ? [{ label: words.answers_to, value: one.reply_to }] : []),
  {
    label: words.columns.class,
    value: `${words.channels[one.channel]}, ${words.classes[one.class].toLowerCase()}`,
  },
  ...(one.client
    ? [
        {
          label: words.columns.about,
          value: (
            <Go className="link" to={`/clients/${one.client_id}`}>
              {one.client}
            </Go>
          ),
        },
      ]
    : one.about
      ? [{ label: words.columns.about, value: one.about }]
      : []),
  ...(one.run_id && one.workflow
    ? [
        {
          label: words.run,
          value: (
            <Go className="link" to={runPage(one.run_id)}>
              {one.workflow}
            </Go>
          ),
        },
      ]
    : []),
  ...moment(words.accepted, one.accepted_at),
  ...moment(words.delivered, one.delivered_at),
  ...moment(words.bounced, one.bounced_at),
  ...moment(words.replied, one.replied_at),
  ...moment(words.pressed, one.pressed_at),
  ...(one.refused.length
    ? [{ label: words.refused, value: one.refused.map(({ address, text }) => `${address}: ${text}`).join('; ') }]
    : []),
];
