import { type Id, newId } from '#ground/id.ts';
import { addDays, dayOfWeek, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import type { ItemCommand, Priority, Status } from '#inbox/items/model.ts';
import { items } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** The inbox of a practice in the middle of its week: what came in, who has it, what was decided (inbox.md 2). */

interface Line {
  /** Working days before today on which it was added. */
  ago: number;
  subject: string;
  details?: string;
  /** The role of whom it is given to. */
  to?: string;
  priority?: Priority;
  /** Days from today. */
  due?: number;
  status?: Status;
  instructions?: string;
  note?: string;
  hold?: string;
  confidential?: true;
  /** About nobody who is a client yet. */
  contact?: string;
}

const LINES: readonly Line[] = [
  { ago: 9, subject: 'Signed engagement letter came by post', status: 'completed' },
  { ago: 8, subject: 'Bank asks for two years of accounts', status: 'completed', to: 'Staff' },
  { ago: 8, subject: 'Wants to pay the tax in instalments', status: 'approved', instructions: 'Three months at most' },
  { ago: 7, subject: 'Asks for a discount on the yearly fee', status: 'not_approved', to: 'Manager' },
  { ago: 6, subject: 'New address of the registered office', status: 'completed', to: 'Staff' },
  {
    ago: 6,
    subject: 'Lease of a van, before it is signed',
    status: 'approved',
    instructions: 'Ask for the mileage clause',
  },
  { ago: 5, subject: 'Partner leaves the firm at the year end', confidential: true, to: 'Owner', due: 12 },
  { ago: 5, subject: 'Letter from the tax office about a missing return', to: 'Staff', priority: 'high', due: -1 },
  { ago: 4, subject: 'Copy of the loan agreement for the file', status: 'in_progress', to: 'Staff', due: 2 },
  { ago: 4, subject: 'Wants the dividend paper before Friday', to: 'Manager', due: 1, note: 'Rang twice already.' },
  { ago: 3, subject: 'Two invoices without a date', status: 'in_progress', to: 'Staff', due: 3 },
  { ago: 3, subject: 'Authority of the new bookkeeper', to: 'Staff', due: 6, hold: 'the signed form' },
  { ago: 2, subject: 'Enquiry about payroll for nine people', contact: 'Larkspur Ltd', due: 1 },
  {
    ago: 2,
    subject: 'Complaint: reminder came after the payment',
    priority: 'high',
    note: 'The payment was booked a day late.',
  },
  { ago: 1, subject: 'Budget for the second shop', to: 'Manager', due: 8 },
  { ago: 1, subject: 'Which receipts must be kept?' },
  { ago: 1, subject: 'Change of the bank account for refunds', due: 2 },
];

type Player = (role: string) => Making;

/** Lives through the days on which these lines came in; `at` sets the clock. */
export const fillInbox = async (
  making: Making,
  clients: readonly Id[],
  { today, zone, at }: { today: PlainDate; zone: string; at: (moment: Instant) => Promise<unknown> },
): Promise<void> => {
  const as: Player = (role) => ({
    ...making,
    caller: { ...making.caller, who: making.players.get(making.cast.get(role)!)! },
  });
  for (const [ago, lines] of [...Map.groupBy(LINES, (line) => line.ago)].sort(([a], [b]) => b - a)) {
    const day = workingDayBefore(today, ago);
    const made = lines.map((line) => ({ line, id: newId() }));
    await at(instantOf(day, '10:20', zone));
    const add = ({ line, id }: (typeof made)[number]) => ({ id, command: added(making, line, clients, today) });
    await decideAll(as('Manager'), items, made.map(add));
    await at(instantOf(day, '15:40', zone));
    for (const [role, mine] of Map.groupBy(made, ({ line }) => line.to ?? 'Manager'))
      await decideAll(
        as(role),
        items,
        mine.flatMap(({ line, id }) => after(line).map((command) => ({ id, command }))),
      );
  }
};

const workingDayBefore = (today: PlainDate, days: number): PlainDate => {
  let day = today;
  for (let left = days; left > 0; ) {
    day = addDays(day, -1);
    if (dayOfWeek(day) <= 5) left -= 1;
  }
  return day;
};

const added = (making: Making, line: Line, clients: readonly Id[], today: PlainDate): ItemCommand => ({
  do: 'add',
  subject: line.subject,
  details: line.details ?? '',
  client_id: line.contact ? null : clients[making.dice.whole(clients.length)]!,
  category_id: null,
  contact: line.contact ? { name: line.contact, email: 'office@larkspur.example' } : null,
  priority: line.priority ?? 'normal',
  due_on: line.due === undefined ? null : addDays(today, line.due),
  confidential: line.confidential ?? false,
  watcher_ids: [],
  tags: [],
  assignee_id: line.to ? making.cast.get(line.to)! : null,
  ...(line.note && { note: line.note }),
});

/** What became of it on the same day. */
const after = ({ status, instructions, hold }: Line): ItemCommand[] => {
  if (hold) return [{ do: 'hold', why: hold, until: null }];
  if (!status) return [];
  if (status === 'approved' || status === 'not_approved')
    return [{ do: 'decide', value: status, ...(instructions && { instructions }) }];
  return [{ do: 'set_status', status }];
};
