import { Mail, MapPin, Phone } from 'lucide-react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { addressLine } from '#people/fields/addresses.ts';
import { RepeatsLine } from '../../cadences/repeats-line.tsx';
import { MessagesPart } from '../../outbox/messages-part.tsx';
import { type FieldRow, useNameOf } from '../data.ts';
import { DeliveryPart } from '../delivery/part.tsx';
import { MergedHere } from '../duplicates/merged-here.tsx';
import type { PersonDetail } from '../facts.ts';
import { words as form } from '../form/words.ts';
import { Texting } from '../texting/part.tsx';
import { words as people } from '../words.ts';
import { OwnFields } from './own-fields.tsx';
import { Line, Notice } from './parts.tsx';
import { RunLines } from './run-lines.tsx';
import { RunYears } from './run-years.tsx';
import { words } from './words.ts';

interface OverviewProps {
  one: PersonDetail;
  fields: readonly FieldRow[];
}

/** What one wants to know first: what stands in the way, what is under way, how to reach them, the practice's own fields. */
export const Overview = ({ one, fields }: OverviewProps) => {
  const nameOf = useNameOf();
  return (
    <div className="overview">
      <Notices one={one} />
      <RunLines subject={one.id} />
      <MessagesPart about={{ client: one.id }} />
      {one.kind === 'client' && <RepeatsLine of={{ client: one.id }} />}
      <Reach one={one} />
      <Texting client={one.id} />
      {one.kind === 'client' && <DeliveryPart client={one} />}
      {one.kind === 'client' && <RunYears subject={one.id} />}
      <OwnFields values={one.custom} fields={fields} nameOf={nameOf} />
      <Waitlist one={one} />
      {one.absorbed.length > 0 && <MergedHere record={one.id} name={one.display_name} />}
    </div>
  );
};

const Notices = ({ one }: { one: PersonDetail }) => {
  const { today, locale } = useClock();
  const nameOf = useNameOf();
  const day = (date: string) => dayWords(date, today, locale);
  const by = (actor: string | null) => (nameOf(actor) ? ` ${words.by(nameOf(actor) ?? '')}` : '');
  const { inactive, do_not_contact: stop, erased_at, restricted } = one;
  return (
    <>
      {erased_at && <Notice title={words.erased} />}
      {stop && (
        <Notice stop title={words.do_not_contact(day(stop.since)) + by(stop.by)}>
          {stop.reason}
        </Notice>
      )}
      {inactive && <Notice title={words.inactive(day(inactive.since)) + by(inactive.by)}>{inactive.reason}</Notice>}
      {restricted && <Notice title={people.restricted}>{people.restricted_hint}</Notice>}
    </>
  );
};

const Reach = ({ one }: { one: PersonDetail }) => {
  const { emails, phones, addresses } = one;
  const human = one.form === 'organisation' ? [one.given_name, one.family_name].filter(Boolean).join(' ') : '';
  const nothing = emails.length + phones.length + addresses.length === 0;
  return (
    <section className="overview-part">
      <h2>{words.reach}</h2>
      {human && <p className="quiet">{human}</p>}
      {nothing && <p className="quiet">{words.nothing_known}</p>}
      {emails.map(({ address, label, primary }) => (
        <Line key={address} icon={<Mail />} note={notes(label, primary && emails.length > 1)}>
          <a className="link" href={`mailto:${address}`}>
            {address}
          </a>
        </Line>
      ))}
      {phones.map(({ number, typed, label, primary, warning }) => (
        <Line key={number} icon={<Phone />} note={notes(label, primary && phones.length > 1, warning)}>
          <a className="link tabular" href={`tel:${number}`}>
            {typed || number}
          </a>
        </Line>
      ))}
      {addresses.map((address) => (
        <Line key={address.kind + addressLine(address)} icon={<MapPin />} note={form.address_kinds[address.kind]}>
          {addressLine(address)}
        </Line>
      ))}
    </section>
  );
};

const notes = (label: string, primary: boolean, warning: string | null = null): string =>
  [label, primary ? words.primary : '', warning].filter(Boolean).join(', ');

/** Every stay on the waitlist, once there is more than the one that is a fact at the side. */
const Waitlist = ({ one }: { one: PersonDetail }) => {
  const { today, locale } = useClock();
  const past = one.waitlist.filter(({ left_on }) => left_on !== null);
  if (past.length === 0) return null;
  const day = (date: string) => dayWords(date, today, locale);
  return (
    <section className="overview-part">
      <h2>{words.waitlist}</h2>
      {one.waitlist.toReversed().map(({ id, entered_on, left_on, outcome, service }) => (
        <Line key={id} note={outcome ? people.outcomes[outcome] : ''}>
          {day(entered_on)} – {left_on ? day(left_on) : words.entry_open}
          {service && <span className="quiet">, {service}</span>}
        </Line>
      ))}
    </section>
  );
};
