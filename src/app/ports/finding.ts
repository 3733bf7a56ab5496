import { sql } from 'kysely';
import { addMilliseconds } from '#ground/time.ts';
import { coveredItems } from '#inbox/assignments/store.ts';
import { countItems } from '#inbox/items/lists.ts';
import { reads, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import type { Counter } from '#kernel/notices/port.ts';
import type { FoundKind } from '#kernel/search/port.ts';
import { runStrip } from '#workflows/runs/run-list.ts';
import { myCounts } from '#workflows/runs/task-list.ts';

/** Items that somebody is covered for are found by them like their own (IN-142, IN-143). */
const covered: NonNullable<FoundKind['also']> = (desk, who) => sql`exists (
  select 1 from app.item i where i.practice_id = ${desk.practice.id} and i.id = e.thing_id and ${coveredItems(desk, who)})`;

/** What search finds, in the order of the house (PL-120). */
export const FOUND_KINDS: readonly FoundKind[] = [
  { kind: 'client', label: 'Clients', reads: reads('people') },
  { kind: 'prospect', label: 'Prospects', reads: reads('people') },
  { kind: 'employee', label: 'Employees', reads: reads('people', 'employees.read') },
  { kind: 'contact', label: 'Contacts', reads: reads('people') },
  { kind: 'item', label: 'Inbox', reads: reads('inbox'), all: 'inbox.see_all', also: covered },
  { kind: 'document', label: 'Documents', reads: reads('documents') },
  { kind: 'task', label: 'Tasks', reads: reads('workflows') },
  { kind: 'run', label: 'Runs', reads: reads('workflows') },
  { kind: 'workflow', label: 'Workflows', reads: reads('workflows') },
  { kind: 'form', label: 'Forms', reads: reads('workflows') },
  { kind: 'series', label: 'Cadences', reads: reads('workflows') },
];

/** The live numbers beside the places of the frame (WF-192). */
export const COUNTERS: readonly Counter[] = [
  {
    place: 'my_work',
    reads: SIGNED_IN,
    count: async (desk, who) => {
      const { overdue, today } = await myCounts(desk, who);
      return overdue + today;
    },
  },
  {
    place: 'inbox',
    reads: reads('inbox'),
    count: async (desk, who) => (await countItems(desk, who)).outstanding.value,
  },
  {
    place: 'runs',
    reads: reads('workflows'),
    count: async (desk, who) => (await runStrip(desk, who, desk.today, addMilliseconds(desk.now, 0))).attention,
  },
];
