import { PERSON_GROUPS } from './groups.ts';
import type { Field, FieldGroup, Given, Values } from './model.ts';

/** For tests: groups like those another room brings (ME-88). */
const field = (name: string, format: Field['format'], may_be_missing = false): Field => ({
  name,
  label: name,
  format,
  may_be_missing,
  sample: null,
});

const invoice: FieldGroup = {
  name: 'invoice',
  label: 'Invoice',
  places: ['invoice'],
  fields: [
    field('number', 'text'),
    field('balance', 'money'),
    field('due_date', 'date', true),
    field('days_overdue', 'number', true),
    field('po_number', 'text', true),
  ],
};
const invoices: FieldGroup = {
  name: 'invoices',
  label: 'Invoices',
  places: ['invoice'],
  each: 'invoice',
  fields: [field('table', 'table'), field('list', 'list'), field('total', 'money')],
};
const links: FieldGroup = { name: 'links', label: 'Links', fields: [field('payment_link', 'link', true)] };

export const TEST_GROUPS: readonly FieldGroup[] = [...PERSON_GROUPS, invoice, invoices, links];

export const testGiven = (values: Partial<Values> = {}, more: Partial<Given> = {}): Given => ({
  values: { groups: {}, ...values },
  locale: 'en-AU',
  channel: 'email',
  today: '2026-08-01',
  groups: TEST_GROUPS,
  ...more,
});
