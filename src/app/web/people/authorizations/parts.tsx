import { useClock } from '#kernel/ui/clock.tsx';
import { Day, dayWords, Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import { runPage } from '../../runs/data.ts';
import { useNameOf } from '../data.ts';
import { Line, Notice } from '../record/parts.tsx';
import { AuthorizationChip, NumberCell } from './columns.tsx';
import { type AuthorizationDetail, pageOf } from './facts.ts';
import { words } from './words.ts';

/** What one must know first: that it ended and why, and what a renewal leaves open or covers twice (PE-58). */
export const Notices = ({ one }: { one: AuthorizationDetail }) => {
  const { today, locale } = useClock();
  const nameOf = useNameOf();
  const by = nameOf(one.ended?.by);
  return (
    <>
      {one.ended && (
        <Notice
          title={[words.ended_on(dayWords(one.ended.on, today, locale)), by && words.by(by)].filter(Boolean).join(' ')}
        >
          {one.ended.reason}
        </Notice>
      )}
      {one.warnings.map(({ code, sentence }) => (
        <Notice key={code} title={sentence} />
      ))}
    </>
  );
};

/** Code by code what is permitted; a line without a total has no cap (PE-57). */
export const Permitted = ({ lines }: Pick<AuthorizationDetail, 'lines'>) => (
  <section className="overview-part">
    <h2>{words.lines}</h2>
    {lines.length === 0 && <p className="quiet">{words.nothing_permitted}</p>}
    {lines.map(({ code, measure, total, increment, frequency }) => (
      <Line
        key={code + measure}
        note={[increment && `${words.increment.toLowerCase()} ${increment}`, frequency].filter(Boolean).join(', ')}
      >
        {code}
        <span className="quiet tabular">
          {' '}
          {total ?? words.no_cap} {words.measures[measure].toLowerCase()}
        </span>
      </Line>
    ))}
  </section>
);

/** The runs that refer to it (PE-51). */
export const Referring = ({ runs }: Pick<AuthorizationDetail, 'runs'>) => (
  <section className="overview-part">
    <h2>{words.runs}</h2>
    {runs.length === 0 && <p className="quiet">{words.no_runs}</p>}
    {runs.map(({ id, workflow, state, started_at }) => (
      <div key={id} className="reach" data-bare>
        <Go className="link" to={runPage(id)}>
          {workflow}
        </Go>
        <span className="role-part">
          <StateChip state={state} />
          <span className="reach-note">
            <Moment instant={started_at} />
          </span>
        </span>
      </div>
    ))}
  </section>
);

export const factsOf = (one: AuthorizationDetail): Fact[] => [
  { label: words.columns.number, value: <NumberCell {...one} /> },
  ...(one.granted_by ? [{ label: words.columns.granted_by, value: one.granted_by }] : []),
  { label: words.from, value: <Day date={one.valid_from} /> },
  { label: words.to, value: one.valid_to ? <Day date={one.valid_to} /> : words.open_ended },
  { label: words.allows, value: words.allowing[allowing(one)] },
  ...link(words.replaces, one.replaces, words.the_old),
  ...link(words.replaced_by, one.replaced_by, words.the_new),
];

/** The same beside a list, where no head says state and client. */
export const peekFacts = (one: AuthorizationDetail): Fact[] => [
  { label: words.columns.client, value: one.client.display_name },
  { label: words.columns.status, value: <AuthorizationChip status={one.status} /> },
  ...factsOf(one),
];

const allowing = ({ allows: { planning, billing } }: AuthorizationDetail): keyof typeof words.allowing =>
  billing ? 'both' : planning ? 'planning' : 'nothing';

const link = (label: string, id: string | null, name: string): Fact[] =>
  id
    ? [
        {
          label,
          value: (
            <Go className="link" to={pageOf(id)}>
              {name}
            </Go>
          ),
        },
      ]
    : [];
