import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { type WhyGroup, WhyLines, WhyPanel } from '#kernel/ui/why.tsx';
import { type MessageDetail, type MessageRow, messagePage } from './data.ts';
import { kept, words } from './words.ts';

type Explanation = MessageDetail['explanation'];

/** «Why did this (not) go?»: cause, how its time came about, and what was asked and seen (ME-121). */
export const Why = ({ one }: { one: MessageDetail }) => (
  <section className="overview-part">
    <h2>{words.why}</h2>
    <WhyLines groups={groupsOf(one)} />
  </section>
);

/** A message beside the list: how it begins, and why it leaves, left or did not. */
export const MessagePeek = ({ row }: { row: MessageRow }) => {
  const { data, error, refetch } = useThing<MessageDetail>(messagePage(row.id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="82%" />;
  return (
    <div className="message-peek">
      {data.reason && <p className="notice">{data.reason}</p>}
      <p className="message-text">{data.body}</p>
      <WhyPanel groups={groupsOf(data)} />
    </div>
  );
};

const groupsOf = ({ reason, explanation: { cause, asked, window }, ...one }: MessageDetail): WhyGroup[] => [
  ...(reason ? [{ label: words.now, lines: [{ says: reason, saw: words.states[one.state] }] }] : []),
  {
    label: words.written,
    lines: [
      {
        says: words.cause(authorOf(cause), cause.workflow, cause.step),
        saw: <Moment instant={window.written_at} />,
      },
    ],
  },
  {
    label: words.leaves,
    lines: [
      { says: words.window[window.by](kept(window.kept_seconds)), saw: <Moment instant={window.leaves_at} /> },
      ...(window.planned_at === window.leaves_at
        ? []
        : [{ says: words.planned, saw: <Moment instant={window.planned_at} /> }]),
    ],
  },
  ...(asked.items.length
    ? [{ label: words.asked, lines: asked.items.map(({ what, seen, lets }) => ({ says: what, saw: seen, lets })) }]
    : []),
];

const authorOf = (cause: Explanation['cause']): string => {
  if (cause.by === 'member') return cause.author ?? words.program;
  return cause.by === 'rule' ? words.rule : words.program;
};
