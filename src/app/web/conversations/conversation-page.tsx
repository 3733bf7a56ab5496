import { useParams } from '@tanstack/react-router';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { runPage } from '../runs/data.ts';
import { Answer } from './answer.tsx';
import { CONVERSATIONS, type ConversationDetail, conversationPage } from './data.ts';
import { Said } from './entry.tsx';
import { useConversationActs } from './page.tsx';
import { words } from './words.ts';
import './conversations.css';

/** `/conversations/$id`: the thread, and the answer to it (ME-85). */
export default function ConversationPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<ConversationDetail>(conversationPage(id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
}

const Loaded = ({ one }: { one: ConversationDetail }) => (
  <ThingPage
    name={one.name}
    parent={{ label: words.conversations, to: CONVERSATIONS }}
    state={<Standing one={one} />}
    identity={[one.subject ?? words.channels[one.channel]]}
    acts={useConversationActs()(one)}
    facts={factsOf(one)}
  >
    <div className="conversation">
      {one.kind === 'unmatched' && <p className="notice">{words.unmatched_notice}</p>}
      <ol className="conversation-said">
        {one.entries.map((entry) => (
          <Said key={entry.id} entry={entry} />
        ))}
      </ol>
      {one.kind === 'conversation' && <Answer one={one} />}
    </div>
  </ThingPage>
);

const Standing = ({ one: { kind, open_since } }: { one: ConversationDetail }) => {
  if (kind === 'unmatched') return <StateChip state="waiting" label={words.states.unmatched} />;
  return open_since ? (
    <StateChip state="outstanding" label={words.states.open} />
  ) : (
    <StateChip state="completed" label={words.states.handled} />
  );
};

const factsOf = (one: ConversationDetail): Fact[] => [
  { label: words.address, value: one.address },
  ...(one.client
    ? [
        {
          label: words.columns.client,
          value: (
            <Go className="link" to={`/clients/${one.client_id}`}>
              {one.client}
            </Go>
          ),
        },
      ]
    : []),
  ...(one.run_id && one.workflow
    ? [
        {
          label: words.run,
          value: (
            <>
              <Go className="link" to={runPage(one.run_id)}>
                {one.workflow}
              </Go>
              {one.holds && <span className="quiet">{`, ${words.holds.toLowerCase()}`}</span>}
            </>
          ),
        },
      ]
    : []),
  ...(one.member ? [{ label: words.columns.member, value: one.member }] : []),
  ...(one.open_since ? [{ label: words.since, value: <Moment instant={one.open_since} /> }] : []),
];
