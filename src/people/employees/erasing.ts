import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import type { Place } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { forgetTraces } from '#people/fields/erasing.ts';
import type { EmployeesDoor } from './access.ts';
import { presented, type ShownEmployee } from './present.ts';
import { readEmployees } from './store.ts';

/** Erases an employee and the personal values of their events, in one transaction (PE-29). It cannot be undone. */
export const eraseEmployee = (
  { kernel, room }: EmployeesDoor,
  { practice_id, caller }: Place,
  id: Id,
  number: string,
): Promise<ShownEmployee> =>
  again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const [outcome] = await act(kernel, desk, caller, room, [{ id, command: { do: 'erase', number } }]);
      yesOrThrow(outcome!);
      await forgetTraces(desk, [ref('employee', id)], [id]);
      return presented(desk, (await readEmployees(desk, [id]))[0]!);
    }),
  );
