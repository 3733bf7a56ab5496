import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addDays } from '#ground/time.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { factsOf } from '#workflows/runs/store.ts';
import { reachedBetween } from './dates.ts';
import { entryOf, isWanted, launchOf } from './launching.ts';
import { keepLog } from './log.ts';
import { CAUGHT_UP_DAYS } from './model.ts';
import { type Listening, listening } from './store.ts';

/** What a trigger would have been met on before it was on: launched only when somebody asks for it, with a preview (WF-170). */

interface Existing {
  record: 'person' | 'employee';
  subject: Id;
  fact?: string;
  refers_to?: Id;
}

/** Everything a bulk act keeps of it, so that a worker that takes it over knows the same. */
interface Applying {
  do: 'apply';
  trigger: Id;
  name: string;
  as: Record<Id, { kind: SubjectKind; fact?: string; refers_to?: Id }>;
}

/** The subjects that fit the trigger as they are now, each once. */
export const applying = async (desk: Desk, subjects: SubjectsPort<Desk>, trigger: Listening): Promise<Applying> => {
  const found = new Map((await candidates(desk, trigger)).map((one) => [one.subject, one]));
  const all = [...found.values()];
  const as: Applying['as'] = {};
  for (let i = 0; i < all.length; i += CHUNK) {
    const part = all.slice(i, i + CHUNK);
    const facts = await factsOf(
      desk,
      subjects,
      part.map(({ record, subject }) => ({ subject_kind: record, subject_id: subject })),
    );
    for (const { subject, fact, refers_to } of part) {
      const known = facts.get(subject);
      if (known && isWanted({ trigger }, known, desk) && fits(trigger, known))
        as[subject] = { kind: known.kind, ...(fact && { fact }), ...(refers_to && { refers_to }) };
    }
  }
  return { do: 'apply', trigger: trigger.id, name: trigger.workflow.name, as };
};

/** One launch per subject, each kept in the trigger's log beside the rows of the bulk act; not counted by the breaker. */
export const applyBulk = (launches: AnyRoom): BulkCommand => ({
  name: 'trigger.apply',
  room: launches,
  thing_kind: 'person',
  wanted: (subject, data) => {
    const { as, workflow_id } = data as unknown as Applying & { workflow_id: Id };
    const { kind, refers_to } = as[subject]!;
    const trigger = { workflow_id } as Listening;
    return {
      id: newId(),
      command: launchOf({ trigger, subject, ...(refers_to && { refers_to }) }, { kind } as SubjectFacts),
    };
  },
  title: (data) => `Apply a trigger of ${(data as { name: string }).name}`,
  alongside: async (desk, things, outcomes, data) => {
    const { as, trigger: id } = data as unknown as Applying;
    const [trigger] = await listening(desk, { id });
    if (!trigger) return;
    await keepLog(
      desk,
      things.map((subject, i) => {
        const { kind, fact } = as[subject]!;
        const record = kind === 'employee' ? 'employee' : 'person';
        return entryOf({ trigger, record, subject, ...(fact && { fact }) }, outcomes[i]!, false);
      }),
    );
  },
});

export const dataOf = (applied: Applying, { workflow_id }: Listening): Json =>
  ({ ...applied, workflow_id }) as unknown as Json;

const fits = ({ rule }: Listening, { fields, kind }: SubjectFacts): boolean => {
  if (rule.on === 'status') return fields.status === rule.status;
  if (rule.on === 'tag') return Array.isArray(fields.tags) && fields.tags.includes(rule.tag);
  return rule.on !== 'converted' || (kind === 'client' && fields.converted_on !== undefined);
};

const candidates = async (desk: Desk, trigger: Listening): Promise<Existing[]> => {
  const { rule, workflow } = trigger;
  const { today } = desk;
  switch (rule.on) {
    case 'date':
      return reachedBetween(desk, trigger, { from: addDays(today, -CAUGHT_UP_DAYS), to: today });
    case 'authorization_ends':
      return reachedBetween(desk, trigger, { from: addDays(today, -rule.days), to: today });
    case 'run_completed':
      return completedOn(desk, rule.workflow);
    case 'form_answered':
      return answeredBy(desk, rule.form);
    default:
      return workflow.subject_kinds.includes('employee')
        ? allEmployees(desk)
        : allPersons(desk, workflow.subject_kinds);
  }
};

const allPersons = async ({ tx, practice }: Desk, kinds: readonly SubjectKind[]): Promise<Existing[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.person where practice_id = ${practice.id} and kind = any(${kinds}) and inactive_since is null
      and deleted_at is null and erased_at is null and merged_into is null order by sort_name, id`.execute(tx);
  return rows.map(({ id }) => ({ record: 'person', subject: id }));
};

const allEmployees = async ({ tx, practice }: Desk): Promise<Existing[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.employee where practice_id = ${practice.id}
      and deleted_at is null and erased_at is null and merged_into is null order by sort_name, id`.execute(tx);
  return rows.map(({ id }) => ({ record: 'employee', subject: id }));
};

const completedOn = async ({ tx, practice }: Desk, workflow: string): Promise<Existing[]> => {
  const { rows } = await sql<{ subject_kind: Existing['record']; subject_id: Id }>`
    select distinct r.subject_kind, r.subject_id from app.run r
    join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id and w.key = ${workflow}
    where r.practice_id = ${practice.id} and r.ended_how = 'completed' and r.subject_kind in ('person', 'employee')`.execute(
    tx,
  );
  return rows.map(({ subject_kind, subject_id }) => ({ record: subject_kind, subject: subject_id }));
};

const answeredBy = async ({ tx, practice }: Desk, form: string): Promise<Existing[]> => {
  const { rows } = await sql<{ subject_kind: Existing['record']; subject_id: Id }>`
    select distinct t.subject_kind, t.subject_id from app.form_sheet s
    join app.task t on t.practice_id = s.practice_id and t.id = s.task_id and t.round = s.round
    where s.practice_id = ${practice.id} and s.form = ${form} and t.state = 'done' and t.subject_kind in ('person', 'employee')`.execute(
    tx,
  );
  return rows.map(({ subject_kind, subject_id }) => ({ record: subject_kind, subject: subject_id }));
};
