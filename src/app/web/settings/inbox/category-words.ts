import { plural } from '#ground/text.ts';
import type { DueAfter } from '#inbox/categories/model.ts';

/** What Settings › Inbox says of categories of items (PL-172). */
export const words = {
  add: 'Add category',
  text: 'Your own kinds of items. An item gets one from its address, when it is added, by hand later, or many at once.',
  empty: 'No categories yet',
  empty_text: 'A category is your own kind of item: it says who gets its items and when they are due.',
  due: ({ n, unit }: DueAfter) =>
    n === 0
      ? 'Due the day it comes'
      : `Due ${unit === 'days' ? plural(n, 'day', 'days') : plural(n, 'working day', 'working days')} after it came`,
  no_due: 'No date by itself',
  edit: 'Edit',
  edit_title: (name: string) => `Edit «${name}»`,
  save: 'Save changes',
  added: (name: string) => `Added «${name}»`,
  saved: (name: string) => `Saved «${name}»`,
  name: 'Name',
  name_missing: 'Give the category a name.',
  assignee: 'Goes to',
  assignee_hint: 'Where nobody else is named. Only members who may change the inbox.',
  nobody: 'nobody, somebody takes it',
  due_after: 'Due after',
  due_hint: 'Counted from the day on which an item came, which is day 0. Empty: no date by itself.',
  due_wrong: 'Give a whole number from 0 to 366.',
  unit: 'Counted in',
  units: { days: 'Days', business_days: 'Working days' },
  form: 'Form',
  form_hint: 'Asked when such an item is added by hand; the answers stay with the item.',
  no_form: 'nothing is asked',
  alerts: 'Alert addresses',
  alerts_hint:
    'Between semicolons, commas or lines. Besides the alert addresses of the practice they hear of its new items that nobody has.',
  alerts_of: (addresses: readonly string[]) => `Alerts ${addresses.join(', ')}`,
  delete: 'Delete',
  delete_title: (name: string) => `Delete «${name}»?`,
  delete_text: 'Items that have it keep its name. No item can be given it any more.',
  deleted: (name: string) => `Deleted «${name}»`,
};
