import {
  CalendarMinus,
  CalendarOff,
  CalendarPlus,
  Combine,
  Eraser,
  ExternalLink,
  Link,
  Pencil,
  Play,
  RotateCcw,
  Trash2,
  UserRoundCheck,
} from 'lucide-react';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { isRefusal } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import { useWho } from '../../me/me.ts';
import { placeOf } from '../data.ts';
import type { Starting } from '../start.ts';
import { words as people } from '../words.ts';
import type { KnownEmployee } from './facts.ts';
import type { OpenEmployeeSheet } from './sheets.tsx';
import { useEmployeeVerbs } from './verbs.ts';
import { words } from './words.ts';

interface Place {
  open: OpenEmployeeSheet;
  starting: Starting;
  /** On the employee's own page: no Open, and what is rare too. */
  page?: boolean;
}

/** Why this member may not change employees: it needs the ability and all of People (PE-102). */
export const useEmployeesWhyNot = (): string | undefined => {
  const who = useWho();
  return (can(who, writes('people', 'employees.read')) ?? peopleWhole(who, 'change employees'))?.because;
};

/** The menu of an employee, in a row and on the page (PE-30, section 4). */
export const useEmployeeActs = ({ open, starting, page }: Place) => {
  const who = useWho();
  const no = useEmployeesWhyNot();
  const verbs = useEmployeeVerbs();
  return (known: KnownEmployee): Act[] => {
    const { status } = known;
    const when = (there: boolean, act: Act): Act[] => (there ? [{ why_not: no, ...act }] : []);
    return [
      ...(page
        ? []
        : [{ id: 'open', label: people.open_it, icon: <ExternalLink />, to: placeOf('employee', known.id) }]),
      ...when(true, {
        id: 'edit',
        label: people.edit,
        icon: <Pencil />,
        key: 'e',
        run: () => open({ do: 'edit', id: known.id }),
      }),
      ...(starting.startable
        ? [{ id: 'start', label: people.start, icon: <Play />, key: 's', run: () => starting.start([known]) }]
        : []),
      ...when(status === 'onboarding', {
        id: 'onboarded',
        label: words.onboarded,
        icon: <UserRoundCheck />,
        run: () => verbs.onboarded(known),
      }),
      ...when(status === 'active' || status === 'onboarding', {
        id: 'leave',
        label: words.start_leave,
        icon: <CalendarPlus />,
        run: () => open({ do: 'leave', known }),
      }),
      ...when(status === 'on_leave', {
        id: 'return',
        label: words.end_leave,
        icon: <CalendarMinus />,
        run: () => verbs.endLeave(known),
      }),
      ...when(status !== 'left', {
        id: 'last_day',
        label: words.last_day,
        icon: <CalendarOff />,
        run: () => open({ do: 'last_day', known }),
      }),
      ...when(status === 'left', {
        id: 'rehire',
        label: words.rehire,
        icon: <RotateCcw />,
        run: () => open({ do: 'rehire', known }),
      }),
      ...when(true, {
        id: 'link',
        label: known.member_id ? words.relink : words.link,
        icon: <Link />,
        run: () => open({ do: 'link', known }),
      }),
      ...when(true, { id: 'merge', label: people.merge, icon: <Combine />, run: () => open({ do: 'merge', known }) }),
      ...when(true, {
        id: 'delete',
        label: people.remove,
        icon: <Trash2 />,
        danger: true,
        run: () => remove(known, verbs.remove, open),
      }),
      ...(page && !can(who, writes('people', 'person.erase'))
        ? [
            {
              id: 'erase',
              label: people.erase,
              icon: <Eraser />,
              danger: true,
              run: () => open({ do: 'erase', known }),
            },
          ]
        : []),
    ];
  };
};

/** Only what nothing refers to goes; otherwise the sentence, with the way to a last day (PE-28). */
const remove = async (known: KnownEmployee, send: (known: KnownEmployee) => Promise<void>, open: OpenEmployeeSheet) => {
  const sure = await confirm({
    title: people.remove_title(known.name),
    consequence: people.remove_text,
    verb: people.remove,
    danger: true,
  });
  if (!sure) return;
  await send(known).catch((fault: unknown) => {
    if (isRefusal(fault) && fault.code === 'in_use' && known.status !== 'left') open({ do: 'last_day', known });
    throw fault;
  });
};
