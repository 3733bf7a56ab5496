import { newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Place } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';

/** What was done with a sandbox, in the audit of the practice the desk stands in. */
export const tell = async (desk: Desk, { caller }: Pick<Place, 'caller'>, verb: string): Promise<void> => {
  const thing = ref('practice', desk.practice.id);
  const event = { verb, thing, facts: {} };
  await record(desk, originOf(caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
};
