import { sortName } from '#ground/text.ts';
import type { SearchEntry } from '#kernel/loop/room.ts';
import { type Matched, matchKeys } from '#people/fields/matching.ts';
import { numberKey } from '#people/fields/number-key.ts';
import type { Employee, EmployeeState } from './model.ts';
import { displayName } from './status.ts';

export const matchedBy = (employee: Employee): Matched => ({
  name: displayName(employee),
  emails: employee.work_email ? [employee.work_email] : [],
  phones: employee.phone ? [employee.phone] : [],
});

const isOut = (employee: Employee): boolean => !!(employee.deleted_at || employee.erased_at || employee.merged_into);

/** Columns that are computed from the row. */
export const derived = (employee: Employee) => ({
  display_name: displayName(employee),
  sort_name: sortName(displayName(employee)),
  match_keys: [...(isOut(employee) ? [] : matchKeys(matchedBy(employee))), numberKey(employee.number)],
});

/** What the one search finds of an employee (PL-120); who sees employees at all is asked by kind (PE-102). */
export const searchEntries = ({ employee }: Pick<EmployeeState, 'employee'>) => {
  const key = { kind: 'employee', thing_id: employee.id };
  if (isOut(employee)) return { keep: [], drop: [key] };
  const exact = [employee.number, employee.work_email, employee.phone].filter((one) => one !== null);
  const entry: SearchEntry = {
    ...key,
    title: displayName(employee),
    subtitle: [employee.number, employee.job_title].filter(Boolean).join(' · '),
    url: `/employees/${employee.id}`,
    words: [...[employee.job_title, employee.team].filter((one) => one !== null), ...exact, ...employee.also_known_as],
    exact,
    module: 'people',
    about_client: false,
  };
  return { keep: [entry], drop: [] };
};
