import type { Field, FieldGroup, Format } from './model.ts';

/** The persons' groups (ME-20, ME-88); names and samples are plainly invented. */

const field = (name: string, label: string, sample: Field['sample'], format: Format = 'text'): Field => ({
  name,
  label,
  format,
  sample,
  may_be_missing: true,
});
const always = (one: Field): Field => ({ ...one, may_be_missing: false });

const person = (sample: string) => [
  always(field('name', 'Name', sample)),
  field('first_name', 'First name', 'Sample'),
  field('last_name', 'Last name', 'Person'),
  field('email', 'E-mail', 'person@example.com'),
  field('phone', 'Phone', '+44 20 7946 0018'),
];

const client: FieldGroup = {
  name: 'client',
  label: 'Client',
  places: ['client', 'invoice', 'item', 'document'],
  fields: [
    always(field('name', 'Name', 'Sample Trading Ltd')),
    field('first_name', 'First name', 'Sample'),
    field('last_name', 'Last name', 'Client'),
    field('company', 'Company', 'Sample Trading Ltd'),
    field('id_number', 'ID number', 'SC-0001'),
    always(field('client_number', 'Client number', '1001')),
    field('email', 'E-mail', 'accounts@example.com'),
    field('phone', 'Phone', '+44 20 7946 0018'),
    field('mobile', 'Mobile', '+44 7700 900018'),
    field('billing_address', 'Billing address', '1 Sample Street\nExampleton'),
    field('website', 'Website', 'example.com'),
  ],
};

const contact: FieldGroup = {
  name: 'contact',
  label: 'Contact',
  places: ['client', 'invoice', 'item', 'document'],
  fields: [
    always(field('full_name', 'Full name', 'Sample Contact')),
    field('first_name', 'First name', 'Sample'),
    field('label', 'Label', 'Billing'),
    field('email', 'E-mail', 'contact@example.com'),
    field('mobile', 'Mobile', '+44 7700 900019'),
  ],
};

const billingContact: FieldGroup = {
  name: 'billing_contact',
  label: 'Billing contacts',
  places: ['client', 'invoice', 'item', 'document'],
  fields: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) =>
    field(`${n}.full_name`, `Billing contact ${n}`, n < 3 ? `Billing Contact ${n}` : null),
  ),
};

const colleague = (name: string, label: string): FieldGroup => ({
  name,
  label,
  fields: [
    field('name', 'Name', `Sample ${label}`),
    field('email', 'E-mail', `${name}@example.com`),
    field('phone', 'Phone', '+44 20 7946 0020'),
  ],
});

const practice: FieldGroup = {
  name: 'practice',
  label: 'Practice',
  fields: [
    always(field('name', 'Name', 'Sample Practice')),
    field('email', 'E-mail', 'office@example.com'),
    field('phone', 'Phone', '+44 20 7946 0001'),
    field('address', 'Address', '2 Sample Street\nExampleton'),
    field('website', 'Website', 'https://example.com', 'link'),
  ],
};

const today: FieldGroup = {
  name: 'today',
  label: 'Today',
  fields: [always(field('today', 'Today', '2026-08-15', 'date'))],
};

export const PERSON_GROUPS: readonly FieldGroup[] = [
  client,
  contact,
  billingContact,
  { name: 'prospect', label: 'Prospect', places: ['prospect'], fields: person('Sample Prospect') },
  { name: 'employee', label: 'Employee', places: ['employee'], fields: person('Sample Employee') },
  { name: 'member', label: 'Member', places: ['employee'], fields: person('Sample Member') },
  colleague('specialist', 'Specialist'),
  colleague('sender', 'Sender'),
  practice,
  today,
];
