import { ChevronLeft } from 'lucide-react';
import { createContext, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { Act } from '../act.ts';
import { ActButton, useRunAct } from '../act-button.tsx';
import { ActMenu } from '../act-menu.tsx';
import { Go } from '../go.tsx';
import { useKeys } from '../keys.ts';

interface Slots {
  slot: HTMLElement | null;
  acts: HTMLElement | null;
}

const Context = createContext<Slots>({ slot: null, acts: null });
export const PlaceSlot = Context.Provider;

export interface PlaceProps {
  /** The name of the place: the page's h1 and the window's title. */
  title: string;
  /** One step up: «Clients» above a client. Never more than one. */
  parent?: { label: string; to: string };
  /** The one main act of the place; its key works on the whole page. */
  main?: Act;
  /** The main act has several ways: a menu of them under this name; their keys work on the whole page. */
  menu?: { label: string; acts: readonly Act[] };
  /** The page draws its own h1 (a page of a thing): then the bar only shows the parent. */
  heading_below?: boolean;
}

/**
 * Says where one is; each page renders exactly one, and it draws itself into the top bar.
 * @example <Place title="Clients" main={{ id: 'add', label: 'Add client', key: 'c', main: true, run: add }} />
 */
export const Place = ({ title, parent, main, menu, heading_below }: PlaceProps) => {
  const { slot, acts } = useContext(Context);
  useEffect(() => {
    document.title = parent ? `${title} · ${parent.label} · Tickmark` : `${title} · Tickmark`;
  }, [title, parent?.label]);
  const ways = main ? [main] : (menu?.acts ?? []);
  const run = useRunAct();
  useKeys(
    ways.flatMap((act) =>
      act.key && !act.why_not ? [{ key: act.key, label: act.label, run: () => void run(act) }] : [],
    ),
  );
  return (
    <>
      {slot && createPortal(<PlaceName title={title} {...(parent ? { parent } : {})} heading={!heading_below} />, slot)}
      {acts && main && createPortal(<ActButton act={{ ...main, main: true }} />, acts)}
      {acts && menu && createPortal(<ActMenu {...menu} main />, acts)}
    </>
  );
};

const PlaceName = ({
  title,
  parent,
  heading,
}: {
  title: string;
  parent?: { label: string; to: string };
  heading: boolean;
}) => (
  <>
    {parent && (
      <>
        <Go to={parent.to} className="place-parent">
          <ChevronLeft aria-hidden />
          <span className="place-parent-words">{parent.label}</span>
        </Go>
        <span className="place-slash" aria-hidden>
          /
        </span>
      </>
    )}
    {heading ? <h1 className="place-title cut">{title}</h1> : <span className="place-thing cut">{title}</span>}
  </>
);
