import type { ReactNode } from 'react';
import type { Act } from './act.ts';
import { ActBar, useRunAct } from './act-button.tsx';
import { ActMenu } from './act-menu.tsx';
import { Place } from './frame/place.tsx';
import { useKeys } from './keys.ts';
import type { MenuLine } from './menu.tsx';
import { usePaletteActs } from './palette-store.ts';
import { PageTabs, type Tab } from './tabs.tsx';
import { words } from './words.ts';
import './thing-page.css';

/** A line of the facts at the side. */
export interface Fact {
  label: string;
  value: ReactNode;
}

export interface ThingPageProps {
  name: string;
  /** One step up: «Clients». */
  parent: { label: string; to: string };
  /** Its `StateChip`. */
  state?: ReactNode;
  /** The rest of the line of identity: subject, owner, due. */
  identity?: readonly ReactNode[];
  /** What is possible now; acts with a `key` work on the whole page and stand in the palette. */
  acts?: readonly Act[];
  /** What is done less often: lines of a menu *More* behind the acts, with the same keys and palette. */
  more?: readonly MenuLine[];
  facts?: readonly Fact[];
  /** Drawn over the whole width, above the columns: a `RunLine`. */
  banner?: ReactNode;
  /** The content, or tabs of it. */
  children?: ReactNode;
  tabs?: readonly Tab[];
  /** A `Timeline`, under the content. */
  timeline?: ReactNode;
}

/**
 * The page of a thing (look.md, pattern 3).
 * @example <ThingPage name={run.workflow_name} parent={{ label: 'Runs', to: '/runs' }} state={<StateChip state={run.state} />}
 *   identity={[<Go to=…>Harbour Café</Go>, <Person name=… />, <Day date=… due />]} acts={acts} facts={facts} timeline={<Timeline … />}>…</ThingPage>
 */
export const ThingPage = ({
  name,
  parent,
  state,
  identity = [],
  acts = [],
  more = [],
  facts = [],
  banner,
  children,
  tabs,
  timeline,
}: ThingPageProps) => {
  const run = useRunAct();
  const all = [...acts, ...more.filter(isAct)];
  useKeys(all.flatMap((act) => (act.key ? [{ key: act.key, label: act.label, run: () => void run(act) }] : [])));
  usePaletteActs(name, all);
  return (
    <article className="thing">
      <Place title={name} parent={parent} heading_below />
      <header className="thing-head">
        <div className="thing-identity">
          <h1>{name}</h1>
          {state}
          {identity.map((part, at) => (
            // the parts of a line keep their order
            <span key={at} className="thing-part">
              {part}
            </span>
          ))}
        </div>
        {all.length > 0 && (
          <ActBar acts={acts}>{more.length > 0 && <ActMenu label={words.more} acts={more} side="start" />}</ActBar>
        )}
      </header>
      {banner && <div className="thing-banner">{banner}</div>}
      <div className="thing-columns">
        <div className="thing-content">
          {tabs ? <PageTabs label={name} tabs={tabs} /> : children}
          {timeline && <section className="thing-timeline">{timeline}</section>}
        </div>
        {facts.length > 0 && <Facts facts={facts} />}
      </div>
    </article>
  );
};

const isAct = (line: MenuLine): line is Act => 'id' in line && !('choose' in line);

/** Facts as label and value, at the side of a page or in a peek. @example <Facts facts={[{ label: 'Partner', value: <Person … /> }]} /> */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts.map((fact) => (
      <div key={fact.label} className="fact">
        <dt>{fact.label}</dt>
        <dd>{fact.value ?? <span className="quiet">–</span>}</dd>
      </div>
    ))}
  </dl>
);
