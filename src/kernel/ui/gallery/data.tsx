import {
  Building2,
  CalendarClock,
  ClipboardList,
  FileText,
  Inbox,
  Settings,
  UserRoundPlus,
  Users,
  Wallet,
  Workflow,
} from 'lucide-react';
import { addDays, addMonths } from '#ground/time.ts';
import type { ModuleLink } from '../frame/frame.tsx';
import type { RunLineData, RunPoint } from '../run-line/model.ts';

export const TODAY = '2026-11-21';
const PEOPLE = ['Ana Example', 'Bo Sample', 'Cy Specimen', 'Di Placeholder'];

export const MODULES: ModuleLink[] = [
  { id: 'inbox', label: 'Inbox', icon: <Inbox />, to: '/inbox', count: 24, letter: 'i' },
  { id: 'work', label: 'My work', icon: <ClipboardList />, to: '/my-work', count: 7, letter: 'm' },
  { id: 'prospects', label: 'Prospects', icon: <UserRoundPlus />, to: '/prospects', section: 'People', letter: 'p' },
  { id: 'clients', label: 'Clients', icon: <Building2 />, to: '/gallery', section: 'People', letter: 'c' },
  { id: 'employees', label: 'Employees', icon: <Users />, to: '/employees', section: 'People', letter: 'e' },
  { id: 'runs', label: 'Runs', icon: <Workflow />, to: '/runs', count: 112, section: 'Workflows', letter: 'r' },
  { id: 'creator', label: 'Creator', icon: <CalendarClock />, to: '/workflows', section: 'Workflows', letter: 'w' },
  {
    id: 'collections',
    label: 'Collections',
    icon: <Wallet />,
    to: '/collections',
    count: 38,
    section: 'More',
    letter: 'l',
  },
  { id: 'documents', label: 'Documents', icon: <FileText />, to: '/documents', section: 'More', letter: 'd' },
  { id: 'settings', label: 'Settings', icon: <Settings />, to: '/settings', section: 'More', letter: 's' },
];

export interface Client {
  id: string;
  name: string;
  number: string;
  state: string;
  partner: string | null;
  due: string | null;
  overdue: number;
  owed: string;
  line: RunLineData;
}

const NAMES = [
  'Harbour Café',
  'Northwind Joinery',
  'Éclair & Daughters',
  'Seven Hills Dental',
  'Juniper Landscapes',
  'Unit 9 Ceramics',
  'Unit 10 Ceramics',
  'Quayside Physiotherapy',
  'Bright Copper Plumbing',
  'Tall Pines Childcare',
  'The Old Mill Bakehouse',
  'Longreach Freight and Warehousing Holdings',
];
const STATES = [
  'in_progress',
  'outstanding',
  'approved',
  'on_hold',
  'completed',
  'not_approved',
  'waiting',
  'cancelled',
];

export const clients = (count: number): Client[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `c${at}`,
    name: NAMES[at % NAMES.length] + (at >= NAMES.length ? ` ${Math.floor(at / NAMES.length) + 1}` : ''),
    number: String(1040 + at * 7),
    state: STATES[at % STATES.length] ?? 'waiting',
    partner: at % 5 === 3 ? null : (PEOPLE[at % PEOPLE.length] ?? null),
    due: at % 6 === 5 ? null : addDays(TODAY, ((at * 13) % 40) - 9),
    overdue: at % 4 === 0 ? at % 3 : 0,
    owed: (((at * 7919) % 24000) / 7 + 120).toFixed(2),
    line: onboarding((at * 5) % 8),
  }));

const STEPS: [string, RunPoint['sign'], number | undefined, number][] = [
  ['Send engagement letter', 'envelope', undefined, -24],
  ['Signed letter is back', 'form', 0, -17],
  ['Collect identity papers', 'tick-box', 0, -14],
  ['Check for conflicts', 'review', 1, -13],
  ['Set up the ledger', 'tick-box', 0, -6],
  ['Ask for opening balances', 'phone', 0, -2],
  ['Review opening balances', 'review', 1, 3],
  ['Welcome message', 'envelope', undefined, 5],
  ['Deploy monthly job', 'job', undefined, 5],
  ['First month call', 'phone', 0, 34],
];

/** An onboarding of which `done` steps are done. */
export const onboarding = (done: number, skip = 3): RunLineData => ({
  today: TODAY,
  points: STEPS.map(([title, sign, who, day], at) => ({
    key: `s${at}`,
    title,
    sign,
    date: addDays(TODAY, day),
    state: at === skip && at < done ? 'skipped' : at < done ? 'done' : at === done ? 'live' : 'planned',
    who: who === undefined ? undefined : PEOPLE[who],
    why:
      at === 0 ? 'on the day the run starts' : `${STEPS[at]![3] - STEPS[at - 1]![3]} days after ${STEPS[at - 1]![0]}`,
  })),
});

export const held: RunLineData = {
  ...onboarding(4),
  holds: [{ from: addDays(TODAY, -11), to: addDays(TODAY, -7), reason: 'The owner was away' }],
};
export const loose: RunLineData = {
  ...onboarding(2),
  points: onboarding(2).points.map((p, at) => (at > 5 ? { ...p, date: undefined } : p)),
};
export const design: RunLineData = { ...onboarding(-1), today: addDays(TODAY, -90) };
export const year: RunLineData = {
  today: TODAY,
  from: '2026-07-01',
  to: '2027-06-30',
  points: Array.from({ length: 12 }, (_, at) => ({
    key: `m${at}`,
    title: 'Monthly bookkeeping',
    date: addDays(addMonths('2026-07-01', at), 20),
    state: at < 4 ? 'done' : at === 4 ? 'live' : 'planned',
    sign: 'job',
    who: PEOPLE[at % 2],
  })),
};
export const quarter: RunLineData = {
  today: TODAY,
  from: '2026-07-01',
  to: '2027-06-30',
  points: [1, 4, 7, 10].map((m, at) => ({
    key: `q${at}`,
    title: 'Quarterly tax return',
    date: addDays(addMonths('2026-07-01', m), 27),
    state: at < 1 ? 'done' : at === 1 ? 'live' : 'planned',
    sign: 'form',
    who: PEOPLE[2],
  })),
  holds: [{ from: '2026-12-24', to: '2027-01-10', reason: 'The practice is closed' }],
};
