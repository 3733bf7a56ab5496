import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import type { Room } from '#kernel/loop/room.ts';
import { clientFacts } from '#workflows/cadence/model.ts';
import { clientFactsOf } from '#workflows/cadence/store.ts';
import type { Content, SubjectKind } from '#workflows/definitions/content.ts';
import { loadWorkflows } from '#workflows/definitions/store.ts';
import type { LaunchState } from '#workflows/launch/model.ts';
import { type LaunchOn, workflowByKey } from '#workflows/launch/store.ts';
import { directory } from '#workflows/runs/directory.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { seesSubject } from '#workflows/runs/people.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { formsByKey } from '#workflows/runs/sheets.ts';
import { factsOf } from '#workflows/runs/store.ts';
import type { Empty } from './cases.ts';
import type { Addressee } from './mail.ts';
import type { Subject, Values } from './model.ts';
import { formsIn, type MailPort, templatesIn } from './port.ts';

/** What a simulation reads; it writes nothing (WF-155). */
export interface Reading {
  launches: Room<LaunchState, LaunchOn>;
  subjects: SubjectsPort<Desk>;
  valuesOf: Values;
  mail: MailPort<Desk>;
}

/** The practice as it is, with the workflow that is simulated and those its steps start. */
export const emptyWorld = async (
  desk: Desk,
  { valuesOf, mail }: Pick<Reading, 'valuesOf' | 'mail'>,
  { who, root, content }: { who: Who; root: string; content: Content },
): Promise<Empty> => {
  const contents = await withStarted(desk, root, content);
  return {
    practice: desk.practice,
    directory: await directory(desk),
    who,
    root,
    contents,
    valuesOf,
    mail: await mail.of(desk, templatesIn(contents)),
    forms: await formsByKey(desk, formsIn(contents)),
  };
};

const withStarted = async (desk: Desk, root: string, content: Content): Promise<Map<string, Content>> => {
  const contents = new Map([[root, content]]);
  for (const one of contents.values()) {
    for (const key of startedBy(one)) {
      const found = contents.has(key) ? null : await current(desk, key);
      if (found) contents.set(key, found);
    }
  }
  return contents;
};

const startedBy = ({ steps }: Content): string[] =>
  steps.flatMap((step) =>
    step.kind === 'action' && step.do === 'start_workflow' ? [String(step.params.workflow)] : [],
  );

const current = async (desk: Desk, key: string): Promise<Content | null> => {
  const id = await workflowByKey(desk, key);
  return id ? ((await loadWorkflows(desk, [id])).get(id)?.current?.content ?? null) : null;
};

/** Real records that the viewer sees, each with what launching would be decided on. Throws when one is not there. */
export const realSubjects = async (
  desk: Desk,
  { launches, subjects, mail }: Reading,
  { world, ids, as, version }: { world: Empty; ids: readonly Id[]; as: SubjectKind; version: number },
): Promise<Subject[]> => {
  const record = as === 'employee' || as === 'invoice' ? as : 'person';
  const facts = await factsOf(
    desk,
    subjects,
    ids.map((subject_id) => ({ subject_kind: record, subject_id })),
  );
  const seen = ids.flatMap((id) => facts.get(id) ?? []).filter((one) => seesSubject(world.who, one));
  const missing = ids.length - seen.length;
  if (missing) {
    const why = `${missing.toLocaleString('en')} of the ${ids.length.toLocaleString('en')} records are not there, or you may not see them.`;
    throw new HttpRefusal(invalid(problem('/subjects', 'not_found', why)));
  }
  const states = new Map<Id, Map<string, LaunchState>>(seen.map(({ id }) => [id, new Map()]));
  for (const [key, content] of world.contents) {
    const workflow = await workflowByKey(desk, key);
    if (!workflow) continue;
    const root = key === world.root ? { content, version, by: world.who.member_id ?? null } : null;
    for (const [id, state] of await loaded(desk, launches, { workflow, seen, as, root }))
      states.get(id)!.set(key, state);
  }
  const addressees = await mail.addressees(
    desk,
    templatesIn(world.contents).length || formsIn(world.contents).length ? seen : [],
  );
  const dates = await clientFactsOf(desk, ids, sql`true`);
  return seen.map((one) => ({
    facts: one,
    dates: dates.get(one.id)?.facts ?? NO_DATES,
    launches: states.get(one.id)!,
    addressee: addressees.get(one.id) ?? NOBODY,
  }));
};

const NO_DATES = clientFacts.parse({});

/** Nothing is sent, or nothing is known of them. */
const NOBODY: Addressee = {
  records: {},
  reach: { subject: { email: [], sms: [] }, primary_contact: { email: [], sms: [] } },
  known: new Map(),
  zone: null,
};

const loaded = async (
  desk: Desk,
  launches: Reading['launches'],
  {
    workflow,
    seen,
    as,
    root,
  }: {
    workflow: Id;
    seen: readonly SubjectFacts[];
    as: SubjectKind;
    root: Offered | null;
  },
): Promise<[Id, LaunchState][]> => {
  const wanted = seen.map(({ id: subject }) => ({
    id: newId(),
    command: { do: 'launch' as const, origin: 'hand' as const, workflow, subject, as },
  }));
  const states = await launches.load(desk, wanted, systemWho('simulation'));
  return wanted.flatMap(({ id, command }) => {
    const state = states.get(id);
    return state ? [[command.subject, root ? asOffered(state, root) : state]] : [];
  });
};

interface Offered {
  content: Content;
  version: number;
  /** Who asks, and so would publish the draft. */
  by: Id | null;
}

/** What is simulated need not be published, nor on (WF-155). */
const asOffered = (state: LaunchState, { content, version, by }: Offered): LaunchState => {
  const { workflow } = state;
  const published = (workflow?.current_version ?? 0) >= version;
  return {
    ...state,
    content,
    workflow: workflow && {
      ...workflow,
      on: true,
      archived_at: null,
      current_version: version,
      published_by: published ? workflow.published_by : by,
    },
  };
};
