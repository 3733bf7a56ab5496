import type { Desk } from '#kernel/database/practice.ts';
import type { FailingCases } from '#workflows/definitions/port.ts';
import { failing, runCases } from './cases.ts';
import { emptyWorld, type Reading } from './store.ts';

/** Before a draft is published its cases are simulated in the practice as it is (WF-165). */
export const failingCases =
  (reading: Reading): FailingCases<Desk> =>
  async (desk, who, { key: root, content }) =>
    content.expect?.length ? failing(runCases(await emptyWorld(desk, reading, { who, root, content }), content)) : [];
