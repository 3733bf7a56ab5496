import { dateAt } from '#ground/time.ts';
import { Day, dayWords } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import { ROLES } from '#people/persons/model.ts';
import type { PersonDetail } from '../facts.ts';
import { type Lexicon, periodWords } from '../list/columns.tsx';
import { TagList } from '../tags.tsx';
import { dayOfYear, words as people } from '../words.ts';
import { words } from './words.ts';

const { facts: said } = words;

/** What stands at the side of a prospect's or client's page: who looks after it, then its facts. */
export const personFacts = (one: PersonDetail, lexicon: Lexicon): Fact[] => [
  ...rolesOf(one, lexicon),
  ...waiting(one, lexicon),
  ...clientFacts(one, lexicon),
  ...whereabouts(one),
  ...text(said.source, one.source),
  ...text(said.service, one.service_wanted),
  ...when(one.tags.length > 0, said.tags, <TagList ids={one.tags} tags={lexicon.tags} />),
  ...history(one, lexicon),
];

const when = (there: boolean, label: string, value: React.ReactNode): Fact[] => (there ? [{ label, value }] : []);
const text = (label: string, value: string | null): Fact[] => (value ? [{ label, value }] : []);

/** Every role somebody holds; the two that matter most also when nobody does. */
const rolesOf = ({ roles }: PersonDetail, { nameOf }: Lexicon): Fact[] =>
  ROLES.filter((role) => roles[role] || role === 'partner' || role === 'assignee').map((role) => ({
    label: people.roles[role],
    value: <Person name={nameOf(roles[role]?.member_id)} />,
  }));

const waiting = ({ waiting: entry }: PersonDetail, { clock }: Lexicon): Fact[] =>
  entry
    ? [
        {
          label: said.waiting,
          value: words.waited(people.days(entry.days), dayWords(entry.entered_on, clock.today, clock.locale)),
        },
        ...when(entry.earliest_start_on !== null, said.earliest, <Day date={entry.earliest_start_on} />),
      ]
    : [];

const clientFacts = (one: PersonDetail, lexicon: Lexicon): Fact[] => [
  ...when(
    one.year_end !== null,
    said.year_end,
    one.year_end && <span className="tabular">{dayOfYear(one.year_end, lexicon.clock.locale)}</span>,
  ),
  ...when(
    one.known_year_ends.length > 0,
    said.known_year_ends,
    <span className="stacked">
      {one.known_year_ends.map((date) => (
        <Day key={date} date={date} short />
      ))}
    </span>,
  ),
  ...text(said.tax_period, periodWords(one, lexicon)),
  ...text(said.tax_number, one.tax_number),
  ...text(said.business_number, one.business_number),
];

const whereabouts = ({ country, locale, time_zone }: PersonDetail): Fact[] => [
  ...text(said.country, country && (new Intl.DisplayNames(['en'], { type: 'region' }).of(country) ?? country)),
  ...text(said.language, locale && (new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale)),
  ...text(said.time_zone, time_zone?.replaceAll('_', ' ') ?? null),
];

const history = (one: PersonDetail, { clock }: Lexicon): Fact[] => [
  ...text(said.other_number[one.kind], one.kind === 'client' ? one.prospect_number : one.client_number),
  { label: said.first_contact, value: <Day date={dateAt(one.created_at, clock.zone)} /> },
  ...when(
    one.converted !== null,
    said.became_client,
    <Day date={one.converted && dateAt(one.converted.at, clock.zone)} />,
  ),
];
