import { Mail, MapPin, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { addressLine } from '#people/fields/addresses.ts';
import { type FieldRow, useNameOf } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { sayValue } from '../form/say.ts';
import { words as form } from '../form/words.ts';
import { words as people } from '../words.ts';
import { RunLines } from './run-lines.tsx';
import { words } from './words.ts';

interface OverviewProps {
  one: PersonDetail;
  fields: readonly FieldRow[];
}

/** What one wants to know first: what stands in the way, what is under way, how to reach them, the practice's own fields. */
export const Overview = ({ one, fields }: OverviewProps) => (
  <div className="overview">
    <Notices one={one} />
    <RunLines subject={one.id} />
    <Reach one={one} />
    <OwnFields one={one} fields={fields} />
    <Waitlist one={one} />
  </div>
);

const Notices = ({ one }: { one: PersonDetail }) => {
  const { today, locale } = useClock();
  const nameOf = useNameOf();
  const day = (date: string) => dayWords(date, today, locale);
  const by = (actor: string | null) => (nameOf(actor) ? ` ${words.by(nameOf(actor) ?? '')}` : '');
  const { inactive, do_not_contact: stop, erased_at, absorbed, restricted } = one;
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
      {absorbed.length > 0 && <Notice title={words.absorbed(absorbed.length)} />}
    </>
  );
};

const Notice = ({ title, stop, children }: { title: string; stop?: boolean; children?: ReactNode }) => (
  <div className="notice" data-stop={stop || undefined}>
    <b>{title}</b>
    {children && <span>{children}</span>}
  </div>
);

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

const Line = ({ icon, note, children }: { icon: ReactNode; note: string; children: ReactNode }) => (
  <div className="reach">
    {icon}
    <span className="reach-value">{children}</span>
    <span className="reach-note">{note}</span>
  </div>
);

const OwnFields = ({ one, fields }: OverviewProps) => {
  const nameOf = useNameOf();
  const facts: Fact[] = fields
    .map(({ key, label }) => ({ label, value: sayValue(one.custom[key], nameOf) }))
    .filter(({ value }) => value);
  if (facts.length === 0) return null;
  return (
    <section className="overview-part own-facts">
      <h2>{words.own}</h2>
      <Facts facts={facts} />
    </section>
  );
};

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
        <div key={id} className="reach">
          <span />
          <span className="reach-value">
            {day(entered_on)} – {left_on ? day(left_on) : words.entry_open}
            {service && <span className="quiet">, {service}</span>}
          </span>
          <span className="reach-note">{outcome && people.outcomes[outcome]}</span>
        </div>
      ))}
    </section>
  );
};
