import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { content } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import type { House } from '../house.ts';
import { templates } from '../rooms.ts';
import { type Measured, rounded } from './document.ts';
import type { Api, Subject } from './measures.ts';
import { WORDS } from './sending-practice.ts';

/** The most that one simulation is asked for. */
const AT_A_TIME = 1_000;
const DAYS = 90;

/** Asks a person, and sends three times within 90 days. */
const STEPS = (template: Id): readonly object[] => [
  {
    key: 'check',
    kind: 'task',
    title: 'Check the books',
    who: ['launcher'],
    due: { anchor: 'ready', n: 5, unit: 'day' },
  },
  ...[7, 30, 60].map((n) => ({
    key: `send_${n}`,
    kind: 'action',
    title: `Write after ${n} days`,
    do: 'send_email',
    params: { template, to: 'subject' },
    start: { anchor: 'run', n, unit: 'day' },
  })),
];

/** A workflow on all these clients over 90 days, in simulations of a thousand, the most there may be in one; writes nothing. */
export const dryRun = async (subject: Subject, api: Api, ids: readonly Id[]): Promise<Measured> => {
  const workflow = await workflowOf(subject);
  await withAddresses(subject, ids);
  const before = await written(subject.house, subject.practice);
  const began = performance.now();
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const subjects = ids.slice(from, from + AT_A_TIME);
    const { summary } = await api('/simulations', { workflow, subjects, as: 'client', horizon: DAYS });
    const { started } = summary as { started: number };
    if (started !== subjects.length) throw new Error(`only ${started} of ${subjects.length} would be started`);
  }
  const seconds = (performance.now() - began) / 1000;
  const after = await written(subject.house, subject.practice);
  if (after !== before) throw new Error('a simulation wrote something');
  return { dry_run_s: rounded(seconds, 2) };
};

const workflowOf = async ({ house, practice, caller }: Subject): Promise<Id> => {
  const [template, workflow] = [newId(), newId()];
  const place = { practice_id: practice, caller };
  const made = content.parse({ name: 'Three letters', subject_kinds: ['client'], steps: STEPS(template) });
  const copied = { do: 'copy_template', id: workflow, template: { key: 'three', n: 1 }, content: made, as_is: true };
  const outcomes = [
    await perform(house.kernel, place, templates, { id: template, command: WORDS }),
    await perform(house.kernel, place, workflows, { id: workflow, command: copied as never }),
  ];
  const no = outcomes.find((outcome) => !outcome.yes);
  if (no) throw new Error(`the workflow is not to be made: ${JSON.stringify(no)}`);
  return workflow;
};

const withAddresses = ({ house, practice }: Subject, ids: readonly Id[]): Promise<unknown> =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`
      update app.person set emails = json_build_array(json_build_object('address', 'office@' || client_number || '.example', 'label', 'work', 'primary', true))
      where practice_id = ${practice} and id = any(${ids})`.execute(tx),
  );

/** Rows of everything a run writes. */
const written = (house: House, practice: Id): Promise<string> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ n: string }>`
      select concat_ws(' ', (select count(*) from app.run), (select count(*) from app.task), (select count(*) from app.message),
        (select count(*) from app.event), (select count(*) from app.timer)) as n`.execute(tx);
    return rows[0]!.n;
  });
