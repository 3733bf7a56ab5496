import type { Id } from '#ground/id.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Decision, Facts, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { countryOf } from '#people/fields/countries.ts';
import { foundByKeys } from '#people/fields/found-by-keys.ts';
import {
  type Asked,
  type Draft,
  type Finder,
  type Importable,
  type Judged,
  shownValue,
  type Target,
} from '#people/fields/importing.ts';
import { strongKeys } from '#people/fields/matching.ts';
import { numberKey } from '#people/fields/number-key.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import {
  addressTarget,
  customTarget,
  emailTarget,
  phoneTarget,
  plainHeading,
  tagsTarget,
  textTarget,
} from '#people/fields/targets.ts';
import { newPerson } from './content.ts';
import { wrongKind } from './conversion.ts';
import {
  blankPerson,
  type PersonCommand,
  type PersonKind,
  type PersonState,
  ROLES,
  type RoleOnPerson,
} from './model.ts';
import type { PersonsPort } from './port.ts';
import { ROLE_NAMES } from './roles.ts';
import { decide, evolve } from './rules.ts';
import { holdersOn } from './status.ts';
import { loadPersons, type PersonsRoom } from './store.ts';

/** Prospects or clients, as a file may bring them (PE-80): headings of ledgers and practice managers are known. */
export const personImport = (room: PersonsRoom, port: PersonsPort<Desk>, kind: PersonKind): Importable => ({
  kind,
  label: `${kind}s`,
  room,
  mayImport: (who) => can(who, writes('people', 'data.import')) ?? peopleWhole(who, 'import records'),
  targets: async (desk) => [
    ...plainTargets(kind),
    ...roleTargets(),
    ...fieldsOf(await allFields(desk), kind).map(customTarget),
  ],
  finders: finders(kind),
  find: foundByKeys('person'),
  load: async (desk, ids, { who }) =>
    loadPersons(
      desk,
      port,
      ids.map((id) => ({ id, command: { do: 'change' as const } })),
      who,
    ),
  blank: async (desk, { who }) => {
    const { around } = (
      await loadPersons(
        desk,
        port,
        [{ id: desk.practice.id, command: { do: 'add', kind, prospect_number: '-', client_number: '-' } }],
        who,
      )
    ).get(desk.practice.id)!;
    const next = { prospect: 'a new number', client: 'a new number' };
    return (id): PersonState => ({ person: blankPerson(id), waitlist: [], holdings: [], around: { ...around, next } });
  },
  draft: ({ person }: PersonState): Draft => ({ ...person }),
  judge: (found: PersonState, draft, asked) => judge(found, draft, { ...asked, kind }),
  url: (id) => `/${kind}s/${id}`,
});

const number = (kind: PersonKind) => `${kind}_number` as const;

const finders = (kind: PersonKind): Finder[] => [
  {
    key: number(kind),
    label: 'number',
    keys: (draft) => (typeof draft[number(kind)] === 'string' ? [numberKey(draft[number(kind)] as string)] : []),
  },
  {
    key: 'tax_number',
    label: 'tax number',
    keys: (draft) => strongKeys({ name: '', emails: [], phones: [], tax_number: draft.tax_number as string | null }),
  },
  {
    key: 'email',
    label: 'e-mail',
    keys: (draft) =>
      ((draft.emails as { address: string }[] | undefined) ?? [])
        .slice(0, 1)
        .map(({ address }) => `e:${address.toLowerCase()}`),
  },
];

const plainTargets = (kind: PersonKind): Target[] => [
  textTarget(
    {
      key: number(kind),
      label: kind === 'client' ? 'Client number' : 'Prospect number',
      headings: [
        'number',
        'code',
        'clientcode',
        'clientnumber',
        'clientid',
        'accountnumber',
        'accountcode',
        'customernumber',
        'customerid',
        'customercode',
      ],
    },
    30,
  ),
  textTarget({
    key: 'organisation_name',
    label: 'Organisation name',
    headings: [
      'name',
      'contactname',
      'company',
      'companyname',
      'organisation',
      'organization',
      'businessname',
      'clientname',
      'customer',
      'customername',
      'customerfullname',
      'displayname',
      'legalname',
      'fullname',
    ],
  }),
  textTarget({ key: 'given_name', label: 'Given name', headings: ['firstname', 'forename', 'givenname', 'first'] }),
  textTarget({ key: 'family_name', label: 'Family name', headings: ['lastname', 'surname', 'familyname', 'last'] }),
  emailTarget({
    key: 'email',
    label: 'E-mail',
    headings: ['email', 'emailaddress', 'mainemail', 'primaryemail', 'emails'],
  }),
  emailTarget({
    key: 'email_2',
    label: 'Second e-mail',
    headings: ['email2', 'otheremail', 'secondaryemail', 'ccemail', 'person1email', 'person1emailaddress'],
    label_of: 'second',
  }),
  // The country comes before the phones, which are read with it.
  countryTarget(),
  phoneTarget({
    key: 'phone',
    label: 'Phone',
    headings: [
      'phone',
      'phonenumber',
      'telephone',
      'telephonenumber',
      'mainphone',
      'businessphone',
      'phonenumbers',
      'tel',
    ],
  }),
  phoneTarget({
    key: 'mobile',
    label: 'Mobile',
    headings: ['mobile', 'mobilenumber', 'mobilephone', 'cell', 'cellphone'],
    label_of: 'mobile',
  }),
  ...addressTargets('postal', 'Postal', ['po', 'postal', 'mailing', ''], ['', 'mail']),
  ...addressTargets('street', 'Street', ['sa', 'physical', 'delivery', 'shipping', 'shipto', 'ship'], []),
  ...addressTargets('billing', 'Billing', ['billing', 'bill', 'billto', 'invoice'], []),
  textTarget(
    {
      key: 'tax_number',
      label: 'Tax number',
      headings: [
        'taxnumber',
        'taxid',
        'taxidnumber',
        'vatnumber',
        'vatregistrationnumber',
        'gstnumber',
        'gstin',
        'utr',
        'irdnumber',
        'tfn',
        'taxregistrationnumber',
      ],
    },
    60,
  ),
  textTarget(
    {
      key: 'business_number',
      label: 'Business number',
      headings: [
        'businessnumber',
        'companynumber',
        'companyregistrationnumber',
        'registrationnumber',
        'companyno',
        'abn',
        'acn',
        'nzbn',
        'crn',
        'ein',
      ],
    },
    60,
  ),
  yearEndTarget(),
  textTarget({ key: 'source', label: 'Source', headings: ['source', 'leadsource', 'referredby', 'referral'] }, 200),
  textTarget(
    {
      key: 'service_wanted',
      label: 'Service wanted',
      headings: ['service', 'servicewanted', 'services', 'interestedin'],
    },
    200,
  ),
  languageTarget(),
  tagsTarget(),
];

const PARTS = {
  line1: ['addressline1', 'address1', 'address', 'street', 'streetaddress', 'line1', 'addressstreet'],
  line2: ['addressline2', 'address2', 'line2', 'street2'],
  line3: ['addressline3', 'address3', 'line3'],
  line4: ['addressline4', 'address4', 'line4'],
  locality: ['city', 'town', 'suburb', 'addresscity', 'towncity', 'locality'],
  region: ['region', 'state', 'county', 'province', 'addressregion', 'addressstate'],
  postcode: ['postalcode', 'postcode', 'zip', 'zipcode', 'addresspostcode', 'addresszip'],
  country: ['addresscountry', 'country'],
} as const;
const PART_LABELS = {
  line1: 'line 1',
  line2: 'line 2',
  line3: 'line 3',
  line4: 'line 4',
  locality: 'town',
  region: 'region',
  postcode: 'postcode',
  country: 'country',
};

const addressTargets = (
  kind: 'postal' | 'street' | 'billing',
  label: string,
  before: readonly string[],
  after: readonly string[],
): Target[] =>
  (Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) =>
    addressTarget(
      {
        key: `${kind}_${part}`,
        label: `${label} address, ${PART_LABELS[part]}`,
        headings: [
          ...before.flatMap((prefix) => PARTS[part].map((word) => prefix + word)),
          ...after.filter(Boolean).flatMap((suffix) => PARTS[part].map((word) => word + suffix)),
        ].filter((word) => word !== 'country'),
        kind,
        part,
      },
      countryOf,
    ),
  );

const countryTarget = (): Target => ({
  key: 'country',
  label: 'Country',
  headings: ['country', 'countrycode'],
  put: (draft, cell) => {
    const code = cell === null ? null : countryOf(cell);
    if (cell !== null && code === null) return `«${cell}» is not a country.`;
    draft.country = code;
    return null;
  },
});

const yearEndTarget = (): Target => ({
  key: 'year_end',
  label: 'Year end',
  headings: [
    'yearend',
    'yearenddate',
    'financialyearend',
    'accountingyearend',
    'balancemonth',
    'balancedate',
    'accountingreferencedate',
    'ard',
  ],
  dates: true,
  put: (draft, cell, reading) => {
    const found = cell === null ? null : reading.yearEnd(cell);
    if (cell !== null && found === null) return `«${cell}» is not a day and a month.`;
    draft.year_end = found;
    return null;
  },
});

const languageTarget = (): Target => ({
  key: 'locale',
  label: 'Language',
  headings: ['language', 'locale', 'preferredlanguage'],
  put: (draft, cell) => {
    draft.locale = cell;
    return null;
  },
});

const ROLE_HEADINGS: Partial<Record<RoleOnPerson, readonly string[]>> = {
  partner: ['clientpartner', 'responsiblepartner'],
  manager: ['accountmanager', 'clientmanager', 'jobmanager'],
  specialist: ['arspecialist', 'collector'],
  assignee: ['owner', 'assignedto', 'staff', 'accountant', 'bookkeeper'],
};

const roleTargets = (): Target[] =>
  ROLES.map((role) => ({
    key: role,
    label: ROLE_NAMES[role][0]!.toUpperCase() + ROLE_NAMES[role].slice(1),
    headings: [plainHeading(role), ...(ROLE_HEADINGS[role] ?? [])],
    put: (draft, cell, reading) => {
      const member = cell === null ? null : reading.members.get(cell.toLowerCase());
      if (member === undefined) return `There is no member «${cell}».`;
      draft.roles = { ...((draft.roles as object | undefined) ?? {}), [role]: member };
      return null;
    },
  }));

type PersonAsked = Asked & { kind: PersonKind };

const withTags = (state: PersonState, tags: Asked['new_tags']): PersonState =>
  tags.length
    ? {
        ...state,
        around: {
          ...state.around,
          tags: [...state.around.tags, ...tags.map((tag) => ({ ...tag, applies_to: ['prospect', 'client'] }))],
        },
      }
    : state;

/** Decided by the very rule of adding and changing; who looks after it follows in the same act (PE-28, PE-86). */
const judge = (
  given: PersonState,
  draft: Draft,
  { creating, touched, context, kind, new_tags }: PersonAsked,
): Judged => {
  const found = withTags(given, new_tags);
  const no = creating ? null : wrongKind(found.person, kind, context.practice.time_zone);
  if (no) return refusedRow(no);
  const { roles = {}, ...rest } = Object.fromEntries(touched.map((field) => [field, draft[field]])) as Draft & {
    roles?: Partial<Record<RoleOnPerson, Id | null>>;
  };
  const read = newPerson.safeParse(rest);
  if (!read.success)
    return refusedRow(
      invalid(...read.error.issues.map((issue) => problem(`/${issue.path.join('/')}`, 'invalid', issue.message))),
    );
  const fields = { ...read.data, confirm_own_email: true };
  const main: PersonCommand = creating ? { do: 'add', kind, ...fields } : { do: 'change', ...fields };
  return follow(found, [main, ...roleCommands(found, roles, context)], { context, touched, creating });
};

/** Each command is decided on the state the ones before it leave; those that change nothing are left out. */
const follow = (
  found: PersonState,
  commands: readonly PersonCommand[],
  { context, touched, creating }: Omit<Asked, 'new_tags'>,
): Judged => {
  const judged: Judged = { refusal: null, changes: {}, commands: [] };
  let state = found;
  for (const command of commands) {
    const decision: Decision = decide(state, command, context);
    if (!decision.yes) return refusedRow(pointedAt(decision, command));
    if (!decision.events.length) continue;
    judged.commands.push(command);
    for (const event of decision.events) {
      Object.assign(
        judged.changes,
        command.do === 'set_role' || command.do === 'end_role'
          ? roleChange(state, command, context)
          : shownFacts(event.facts, touched, creating),
      );
      state = evolve(state.person.version ? state : { ...state, person: { ...state.person, version: 1 } }, event);
    }
  }
  return judged;
};

const refusedRow = (refusal: Refusal): Judged => ({ refusal, changes: {}, commands: [] });

const pointedAt = (refusal: Refusal, command: PersonCommand): Refusal =>
  command.do === 'set_role' && refusal.errors
    ? { ...refusal, errors: refusal.errors.map((one) => ({ ...one, pointer: `/roles/${command.role}` })) }
    : refusal;

const shownFacts = (facts: Facts, touched: readonly string[], creating: boolean): Judged['changes'] =>
  Object.fromEntries(
    Object.entries(facts)
      .filter(([field]) => !creating || touched.includes(field))
      .map(([field, [before, after]]) => [field, [shownValue(before), shownValue(after)]]),
  );

const roleCommands = (
  { holdings }: PersonState,
  roles: Partial<Record<RoleOnPerson, Id | null>>,
  { today }: Context,
): PersonCommand[] =>
  (Object.entries(roles) as [RoleOnPerson, Id | null][]).flatMap(([role, member]): PersonCommand[] => {
    const holder = holdersOn(holdings, today)[role]?.member_id ?? null;
    if (holder === member) return [];
    return [member ? { do: 'set_role', role, member } : { do: 'end_role', role }];
  });

const roleChange = (
  { holdings }: PersonState,
  command: Extract<PersonCommand, { do: 'set_role' | 'end_role' }>,
  { today }: Context,
): Judged['changes'] => {
  const before = holdersOn(holdings, today)[command.role]?.member_id ?? '';
  return { [command.role]: [before, command.do === 'set_role' ? command.member : ''] };
};
