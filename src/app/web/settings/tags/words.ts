import { plural } from '#ground/text.ts';

/** What the page of the tags says (PL-172). */
export const words = {
  tags: 'Tags',
  lead: 'Labels people put on records. Lists, bulk acts and cadences choose by them.',
  add: 'Add tag',
  columns: { name: 'Name', kinds: 'For', used: 'On records' },
  kinds: { prospect: 'Prospects', client: 'Clients', employee: 'Employees', item: 'Inbox items' },
  colours: { grey: 'Grey', amber: 'Amber', red: 'Red', green: 'Green', blue: 'Blue', violet: 'Violet' },
  edit: 'Edit',
  edit_title: (name: string) => `Edit «${name}»`,
  delete: 'Delete',
  delete_title: (name: string) => `Delete «${name}»?`,
  delete_text: (counts: string) =>
    counts
      ? `It is on ${counts} and comes off all of them. This can be taken back for 30 days.`
      : 'It is on no record. This can be taken back for 30 days.',
  name: 'Name',
  name_missing: 'Give the tag a name.',
  colour: 'Colour',
  for: 'For',
  for_missing: 'Choose at least one kind of record.',
  save: 'Save changes',
  added: (name: string) => `Added «${name}»`,
  saved: (name: string) => `Saved «${name}»`,
  deleted: (name: string) => `Deleted «${name}»`,
  empty: 'No tags yet',
  empty_text: 'A tag groups records that have something in common: «payroll», «VIP», «moved offices».',
  counted: {
    prospect: (n: number) => plural(n, 'prospect', 'prospects'),
    client: (n: number) => plural(n, 'client', 'clients'),
    employee: (n: number) => plural(n, 'employee', 'employees'),
    item: (n: number) => plural(n, 'outstanding item', 'outstanding items'),
  },
} as const;
