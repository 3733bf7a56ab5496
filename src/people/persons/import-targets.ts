import { countryOf } from '#people/fields/countries.ts';
import type { Target } from '#people/fields/importing.ts';
import {
  addressTarget,
  emailTarget,
  phoneTarget,
  plainHeading,
  tagsTarget,
  textTarget,
} from '#people/fields/targets.ts';
import { type PersonKind, ROLES, type RoleOnPerson } from './model.ts';
import { ROLE_NAMES } from './roles.ts';

/** What a column of prospects or clients can be; the headings are those of ledgers and practice managers (PE-82). */
export const plainTargets = (kind: PersonKind): Target[] => [
  textTarget(
    {
      key: `${kind}_number`,
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

/** Who looks after the record, by name or e-mail. */
export const roleTargets = (): Target[] =>
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
