import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import type { Content, TaskStep } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { decideAll, type Making } from './making.ts';

/**
 * One day the health check is changed: the talk comes a week sooner, and the fee is compared before it. Runs under way keep
 * the first version, so that the two can be compared (WF-204).
 */
export const secondVersion = async (making: Making, id: Id): Promise<void> => {
  const { house, practice } = making;
  const content = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ content: Content }>`
      select content from app.workflow_version where practice_id = ${practice} and workflow_id = ${id} and n = 1`.execute(
      tx,
    );
    return sooner(rows[0]!.content);
  });
  const note = 'The talk comes a week sooner, and we bring the fee to it.';
  const drafted = { do: 'save_draft', content, base_version: 1, draft_version: 0 };
  for (const command of [drafted, { do: 'publish', note, base_version: 1, draft_version: 1, anyway: true }])
    for (const outcome of await decideAll(making, workflows as AnyRoom, [
      { id, command: command as unknown as Command },
    ]))
      yesOrThrow(outcome);
};

const sooner = (content: Content): Content => ({
  ...content,
  steps: content.steps.flatMap((step) => {
    if (step.key === 'talk') return [{ ...step, after: [...step.after!, FEE.key], due: { ...step.due!, n: 8 } }];
    return step.key === 'books' ? [step, FEE] : [step];
  }),
});

const FEE: TaskStep = {
  key: 'fee',
  kind: 'task',
  group: 'Work',
  title: 'Compare the fee with the work of the year',
  instructions: 'Hours against the fee, and what was done that was never agreed. Bring one number to the talk.',
  after: [],
  who: ['assignee', 'owner'],
  due: { anchor: 'ready', n: 5, unit: 'business_day', roll: 'previous' },
  required: true,
};
