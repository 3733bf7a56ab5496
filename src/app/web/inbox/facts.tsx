import { useClock } from '#kernel/ui/clock.tsx';
import { Day, dayWords, Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import { ItemTags, OriginSign } from './columns.tsx';
import { type ItemDetail, itemPage } from './data.ts';
import { words as mail } from './mail-words.ts';
import { Owner } from './owner.tsx';
import { Verdict } from './verdict.tsx';
import { words } from './words.ts';

/** What holds an item up, said above everything else. */
export const Standing = ({
  item: { hold, deleted, sending, send_error, document_removed },
}: {
  item: Pick<ItemDetail, 'hold' | 'deleted' | 'sending' | 'send_error' | 'document_removed'>;
}) => {
  const { today, locale } = useClock();
  if (deleted) return <p className="notice">{words.notice_deleted}</p>;
  if (document_removed) return <p className="notice">{words.document_removed}</p>;
  if (sending) return <p className="notice">{words.being_sent}</p>;
  if (send_error) return <p className="notice">{words.send_error(send_error)}</p>;
  if (!hold) return null;
  return (
    <p className="notice">
      {hold.until ? words.on_hold_until(hold.why, dayWords(hold.until, today, locale)) : words.on_hold(hold.why)}
    </p>
  );
};

const known = (label: string, value: React.ReactNode): Fact[] => (value ? [{ label, value }] : []);

const Link = ({ to: { number, status } }: { to: { number: number; status: ItemDetail['status'] } }) => (
  <span className="item-link">
    <Go className="link" to={itemPage(number)}>
      #{number}
    </Go>
    <span className="quiet">{words.tabs[status]}</span>
  </span>
);

/** Everything known of an item, as lines at its side. */
export const factsOf = (item: ItemDetail): Fact[] => [
  {
    label: words.facts.origin,
    value: (
      <span className="item-origin">
        <OriginSign origin={item.origin} />
        {words.origins[item.origin]}
      </span>
    ),
  },
  ...known(
    mail.checked,
    item.source && (
      <span>
        <span className="item-line">{item.source.from || mail.no_sender}</span>
        <Verdict {...item.source} worded />
      </span>
    ),
  ),
  ...known(mail.tag, item.source?.tag && `+${item.source.tag}`),
  ...known(
    words.facts.client,
    item.client && (
      <>
        <Go className="link" to={`/${item.client_kind === 'prospect' ? 'prospects' : 'clients'}/${item.client_id}`}>
          {item.client}
        </Go>
        {item.client_inactive && <span className="quiet"> {words.client_inactive.toLowerCase()}</span>}
        {item.sender_clients.some(({ id }) => id === item.client_id) && (
          <span className="caption item-line">{mail.has_address}</span>
        )}
      </>
    ),
  ),
  ...known(
    words.facts.contact,
    item.contact &&
      // Whoever wrote stands as the sender already.
      item.contact.email !== item.source?.from &&
      [item.contact.name, item.contact.email, item.contact.phone].filter(Boolean).map((line) => (
        <span key={line} className="item-line">
          {line}
        </span>
      )),
  ),
  ...known(words.facts.category, item.category),
  ...known(words.facts.tags, item.tags.length > 0 && <ItemTags ids={item.tags} />),
  { label: words.facts.assignee, value: <Owner item={item} /> },
  { label: words.facts.due, value: <Day date={item.due_on} due={item.overdue} /> },
  { label: words.facts.priority, value: words.priorities[item.priority] },
  ...known(words.facts.watchers, item.watchers.length > 0 && item.watchers.map(({ name }) => name).join(', ')),
  { label: words.facts.received, value: <Moment instant={item.created_at} /> },
  ...known(words.facts.made_by, item.made_by && <Person name={item.made_by} />),
  ...(item.decision
    ? [
        {
          label: words.facts.decision,
          value: (
            <span className="item-decision">
              <StateChip state={item.decision.value} label={words.tabs[item.decision.value]} />
              <Person
                name={item.decision.by}
                {...(item.decision.acting_for && { deputy_for: item.decision.acting_for })}
              />
              <Moment instant={item.decision.at} />
              {item.decision.own_work && <span className="quiet">{words.facts.own_work}</span>}
            </span>
          ),
        },
        ...known(words.facts.instructions, item.decision.instructions),
      ]
    : []),
  ...known(
    words.facts.completed,
    item.completed && (
      <span className="item-decision">
        <Person name={item.completed.by} />
        <Moment instant={item.completed.at} />
      </span>
    ),
  ),
  ...known(mail.follows, item.follows && <Link to={item.follows} />),
  ...known(
    mail.same_message,
    item.same_message.length > 0 && item.same_message.map((one) => <Link key={one.id} to={one} />),
  ),
  ...known(words.facts.again, item.resubmission_of && <Link to={item.resubmission_of} />),
  ...known(
    words.facts.again_by,
    item.resubmissions.length > 0 && item.resubmissions.map((one) => <Link key={one.id} to={one} />),
  ),
];
