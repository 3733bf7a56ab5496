import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useParams } from '@tanstack/react-router';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { ANSWERS } from '#messages/replies/rules.ts';
import { useWhyNot } from '../me/me.ts';
import { runPage } from '../runs/data.ts';
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
      {one.kind === 'conversation' && <Answer id={one.id} />}
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

const Answer = ({ id }: { id: string }) => {
  const refresh = useRefresh();
  const why_not = useWhyNot(ANSWERS);
  const form = useForm({
    initialValues: { body: '' },
    validate: { body: (value) => (value.trim() ? null : words.answer_missing) },
  });
  const send = async (values: { body: string }) => {
    await api.post(`${conversationPage(id)}/messages`, values);
    form.reset();
    toast(words.answered);
    await refresh(CONVERSATIONS, '/messages');
  };
  return (
    <Form form={form} verb={words.send} submit={send} why_not={why_not}>
      <Textarea
        label={words.your_answer}
        description={words.answer_hint}
        autosize
        minRows={4}
        maxRows={16}
        {...form.getInputProps('body')}
      />
    </Form>
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
