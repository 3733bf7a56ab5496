import { isDate } from '#ground/time.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Problem, Refusal, Who } from '#kernel/decision/model.ts';
import { invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import type { Settings, SubjectKind } from '#workflows/definitions/content.ts';
import { linkOf } from '#workflows/runs/actions.ts';
import type { Origin, SubjectFacts } from '#workflows/runs/model.ts';
import { seesSubject, subjectThing, usable } from '#workflows/runs/people.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { sayInstant } from '#workflows/runs/words.ts';
import { type Asked, workOf } from './begun.ts';
import type { Launch, LaunchedWorkflow, LaunchState } from './model.ts';

/** What must be right before a run begins, each as a question of its own. */

/** A person asks, by screen or API; everything else the practice arranged beforehand. */
export const isByHand = (origin: Origin): boolean => origin === 'hand' || origin === 'api';

/** The run asks for a member's right only when a member asks (WF-70): the ability, and the subject within reach. */
export const mayLaunch = (who: Who, subject: SubjectFacts): Refusal | null => {
  if (!seesSubject(who, subject)) return notFound();
  const thing = subjectThing(subject);
  if (subject.record === 'invoice') return can(who, writes('collections', 'collections.assign'), thing);
  return subject.record === 'employee'
    ? (can(who, reads('people', 'employees.read')) ?? can(who, writes('workflows', 'workflows.launch'), thing))
    : can(who, writes('workflows', 'workflows.launch'), thing);
};

/** Authorizations are nothing to start on (WF-71, PE-52). */
export const isSubject = (as: Launch['as']): Refusal | null =>
  as === 'authorization'
    ? refused('not_a_subject', 'Nothing is started on an authorization. Start it on its client.')
    : null;

/** Refuses now_a_client, wrong_kind (WF-74, PE-24). */
export const kindFits = (as: Launch['as'], subject: SubjectFacts, kinds: readonly SubjectKind[]): Refusal | null => {
  if (as === 'prospect' && subject.kind === 'client')
    return refused('now_a_client', `${subject.name} is a client now. Start it from Clients.`);
  if (as !== subject.kind)
    return refused('wrong_kind', `${subject.name} is ${a(subject.kind)}, not ${a(as)}. Start it from there.`);
  return kinds.includes(subject.kind)
    ? null
    : refused('wrong_kind', `This workflow is not for ${subject.kind}s. Choose another.`);
};

/** Refuses archived, nothing_published, workflow_off (WF-75). */
export const isOffered = (workflow: LaunchedWorkflow): Refusal | null => {
  if (workflow.archived_at)
    return refused('archived', `«${workflow.name}» is archived. Restore it first, or choose another.`);
  if (workflow.current_version === null)
    return refused('nothing_published', `«${workflow.name}» has no published version yet. Publish it first.`);
  return workflow.on
    ? null
    : refused('workflow_off', `«${workflow.name}» is off. Turn it on first, or choose another.`);
};

/** Inactive subjects and employees who have left take only workflows that allow it (WF-77). */
export const isActive = (subject: SubjectFacts, settings: Settings): Refusal | null =>
  subject.active || settings.allow_inactive
    ? null
    : refused('subject_inactive', `${subject.name} is no longer active, and this workflow is only for active ones.`);

/** A date that is not given is taken from the field the workflow names (WF-73). */
export const asked = ({ subject }: LaunchState, settings: Settings, launch: Launch): Asked => {
  const field = settings.run_date?.default_field;
  const proposed = field && Object.hasOwn(subject!.fields, field) ? subject!.fields[field] : null;
  return {
    period: settings.period === 'ask' ? (launch.period ?? null) : null,
    run_date: settings.run_date
      ? (launch.run_date ?? (typeof proposed === 'string' && isDate(proposed) ? proposed : null))
      : null,
    refers_to: settings.refers_to ? [...(launch.refers_to ?? [])] : [],
    people: Object.fromEntries(
      settings.people_asked.flatMap(({ key }) => {
        const id = Object.hasOwn(launch.people ?? {}, key) ? launch.people![key] : undefined;
        return id ? [[key, id]] : [];
      }),
    ),
  };
};

/** Refuses invalid per field: missing, not this client's, nobody who may see it, or not asked for (WF-76). */
export const askedFor = (state: LaunchState, settings: Settings, launch: Launch): Refusal | null => {
  const given = asked(state, settings, launch);
  const problems = [
    ...(isByHand(launch.origin) ? strange(settings, launch) : []),
    ...periodProblems(settings, given),
    ...(settings.run_date?.required && !given.run_date
      ? [problem('/run_date', 'required', `«${settings.run_date.label}» is needed.`)]
      : []),
    ...recordProblems(state, settings, given),
    ...peopleProblems(state, settings, given),
  ];
  return problems.length ? invalid(...problems) : null;
};

const strange = (settings: Settings, launch: Launch): Problem[] => {
  const unknown = (field: string) => problem(`/${field}`, 'not_asked', 'This workflow does not ask for it.');
  const people = Object.keys(launch.people ?? {}).filter(
    (key) => !settings.people_asked.some((one) => one.key === key),
  );
  return [
    ...(launch.period && settings.period === 'none' ? [unknown('period')] : []),
    ...(launch.run_date && !settings.run_date ? [unknown('run_date')] : []),
    ...(launch.refers_to?.length && !settings.refers_to ? [unknown('refers_to')] : []),
    ...people.map((key) => unknown(`people/${key}`)),
  ];
};

const periodProblems = (settings: Settings, { period }: Asked): Problem[] => {
  if (settings.period === 'none') return [];
  if (!period) return [problem('/period', 'required', 'Say which period it is for.')];
  return period.start > period.end ? [problem('/period', 'period_reversed', 'The period ends before it begins.')] : [];
};

const recordProblems = ({ records }: LaunchState, settings: Settings, { refers_to }: Asked): Problem[] => {
  if (!settings.refers_to) return [];
  if (!refers_to.length) return [problem('/refers_to', 'required', 'Choose the authorization it is about.')];
  return refers_to.some((id) => !Object.hasOwn(records, id))
    ? [problem('/refers_to', 'not_theirs', 'This authorization is not of this client.')]
    : [];
};

const peopleProblems = (state: LaunchState, settings: Settings, { people }: Asked): Problem[] =>
  settings.people_asked.flatMap(({ key, label, required }) => {
    const id = people[key];
    if (!id) return required ? [problem(`/people/${key}`, 'required', `Choose who is «${label}».`)] : [];
    return usable(workOf(state), id)
      ? []
      : [
          problem(
            `/people/${key}`,
            'not_active',
            `«${label}» must be an active member who may see ${state.subject!.name}.`,
          ),
        ];
  });

/** What makes two launches the same, whatever their origin (WF-78); a cadence's own key where there is nothing else. */
export const triggerKey = ({ period, refers_to }: Asked, { records }: LaunchState, own: string | undefined): string => {
  if (period) return `${period.start}/${period.end}`;
  const named = [...refers_to].sort().map((id) => `authorization:${id}@${records[id]?.valid_to ?? ''}`);
  return named.join(' ') || (own ?? '');
};

/** At most one open run per workflow, subject and key; «many» lifts it by hand (WF-79). */
export const isFree = (
  state: LaunchState,
  { key, launch }: { key: string; launch: Launch },
  context: Context,
): Refusal | null => {
  const many = state.content!.settings.open_runs === 'many' && isByHand(launch.origin);
  const open = many ? undefined : state.open_runs.find(({ trigger_key }) => trigger_key === key);
  if (!open) return null;
  return refused(
    'already_running',
    `Already running since ${sayInstant(open.started_at, context)}, started by ${nameOf(workOf(state), open.started_by)}.`,
    { run: open.id, url: `/runs/${open.id}`, started_at: open.started_at, started_by: open.started_by },
  );
};

/** A key that a cadence or an event launched once is theirs no more, even after the run ended (WF-80). */
export const isNew = (state: LaunchState, { key, launch }: { key: string; launch: Launch }): Refusal | null =>
  (launch.origin === 'cadence' || launch.origin === 'event') && key !== '' && state.launched_keys.includes(key)
    ? refused(
        'launched_before',
        'This was started for the same period or record before, so it is not started again by itself.',
      )
    : null;

const DEEPEST = 5;

/** What a step starts may not start what it came from, nor go on for ever (WF-61, WF-171). */
export const isNoLoop = ({ workflow, subject }: LaunchState, { parent }: Launch): Refusal | null => {
  if (!parent) return null;
  if (parent.chain.path.includes(linkOf(workflow!.id, subject!.id)))
    return refused('loop', `«${workflow!.name}» led to this itself, so it is not started again.`);
  return parent.chain.depth > DEEPEST
    ? refused('loop', `More than ${DEEPEST} workflows have started one another here, so it goes no further.`)
    : null;
};

const a = (kind: Launch['as']): string => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);
