import { Switch } from '@mantine/core';
import { useRef, useState } from 'react';
import { can } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import { DAILY, KINDS, type Kind } from '../../notices/kinds.ts';
import { type Me, type News, useMe, useWho } from './me.ts';
import { words } from './words.ts';

const WAYS: readonly News[] = ['app', 'at_once', 'digest', 'off'];

/** How each kind of news reaches oneself: a table of kinds and ways, and the daily digest as a whole (PL-125, WF-187). */
export const NewsPart = () => {
  const { member } = useMe();
  return member && <NewsTable member={member} />;
};

const NewsTable = ({ member }: { member: NonNullable<Me['member']> }) => {
  const who = useWho();
  const refresh = useRefresh();
  const [choices, setChoices] = useState(member.notifications);
  const saving = useRef(Promise.resolve());
  const daily = choices[DAILY] !== 'off';
  const choose = (kind: string, way: News) => {
    const before = choices;
    const notifications = { ...choices, [kind]: way };
    setChoices(notifications);
    saving.current = saving.current
      .then(() => save(notifications))
      .then(() => refresh('/me'))
      .catch((fault) => {
        setChoices(before);
        toastRefusal(fault);
      });
  };
  const mine = KINDS.filter(({ of }) => !of || can(who, of) === null);
  return (
    <section className="settings-part" id="notifications" aria-label={words.news}>
      <header>
        <h2>{words.news}</h2>
        <p className="quiet">{words.news_text}</p>
      </header>
      <Switch
        label={words.news_daily}
        description={words.news_daily_text}
        checked={daily}
        onChange={(event) => choose(DAILY, event.currentTarget.checked ? 'digest' : 'off')}
      />
      <table className="news-table">
        <thead>
          <tr>
            <th scope="col">{words.news_kind}</th>
            {WAYS.map((way) => (
              <th key={way} scope="col">
                {words.news_ways[way]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mine.map((kind) => (
            <Row key={kind.kind} kind={kind} way={choices[kind.kind] ?? kind.by_default} choose={choose} />
          ))}
        </tbody>
      </table>
      {!daily && <p className="quiet">{words.news_no_digest}</p>}
    </section>
  );
};

/** One press after another, each on the version that the one before left. */
const save = async (notifications: Record<string, News>): Promise<void> => {
  const { member } = await api.get<Me>('/me');
  if (member) await api.patch('/me', { notifications }, { version: member.version });
};

const Row = ({ kind: { kind }, way, choose }: { kind: Kind; way: News; choose: (kind: string, way: News) => void }) => {
  const name = words.news_kinds[kind] ?? kind;
  return (
    <tr>
      <th scope="row">{name}</th>
      {WAYS.map((one) => (
        <td key={one}>
          <label className="news-way">
            <input type="radio" name={`news-${kind}`} checked={way === one} onChange={() => choose(kind, one)} />
            <span className="unseen">{`${name}: ${words.news_ways[one]}`}</span>
          </label>
        </td>
      ))}
    </tr>
  );
};
