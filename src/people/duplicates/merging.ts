import { sayList } from '#ground/words.ts';
import type { Context, Decision, Event, Facts, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  conflict,
  creation,
  difference,
  invalid,
  kindOf,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { type Merge, type Mergeable, type MergeBody, type MergeState, type Moved, SIDES } from './model.ts';
import { linksOf, rolesOf, waitlistOf } from './parts.ts';
import type { MetRun } from './port.ts';
import { united } from './uniting.ts';

const LIST_LIMITS: Record<string, number> = { emails: 20, phones: 20, addresses: 20, tags: 50 };

/**
 * One of two records becomes part of the other (PE-73 … PE-76). Refuses cannot_merge, conflict when either side changed since
 * the sheet was shown (PE-78), runs_meet while it is not said which of two runs goes on.
 */
export const merge = (state: MergeState, body: MergeBody, context: Context): Decision => {
  const no = cannotMerge(state) ?? stale(state, body) ?? undecided(state, body.runs);
  if (no) return no;
  const { merge: row, survivor, absorbed } = state;
  const after = united(row.kind, survivor, absorbed, body.chosen);
  after.also_known_as = [
    ...new Set([...survivor.also_known_as, ...absorbed.also_known_as, ...state.names[absorbed.id]!.words]),
  ];
  const full = tooLong(after);
  if (full) return full;
  const events: Event[] = [
    ...told(state, survivor.id, 'absorbed', difference<Mergeable>(survivor, onlyChanged(survivor, after))),
    ...told(state, absorbed.id, 'merged', { merged_into: [null, survivor.id] }),
    ...rolesOf(state, context),
    ...waitlistOf(state, context),
    ...linksOf(state, context),
  ];
  const cancelled = meetings(state.met, survivor.id).flatMap((pair) =>
    pair.filter((run) => !body.runs.includes(run.id)).map((run) => run.id),
  );
  const made: Partial<Merge> = {
    kind: row.kind,
    survivor_id: survivor.id,
    absorbed_id: absorbed.id,
    chosen: body.chosen,
    moved: events.map(movedBy),
    runs: { cancelled },
    at: context.now,
    by: context.who.actor,
  };
  return accept([
    ...events,
    { verb: 'merge.made', thing: ref('merge', row.id), ...clientOf(state), facts: creation(made) },
  ]);
};

const onlyChanged = (before: Mergeable, after: Mergeable): Partial<Mergeable> =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => value !== before[field]));

const movedBy = (event: Event): Moved => ({
  thing: event.thing,
  made: kindOf(event.thing) !== 'contact_link' && ['role_holding.begun', 'waitlist_entry.entered'].includes(event.verb),
  facts: event.facts,
});

/** A person's own timeline tells of its merge; contacts and employees have no client. */
export const clientOf = ({ merge: { kind }, survivor }: MergeState): { client_id?: string } =>
  kind === 'person' ? { client_id: survivor.id } : {};

const told = (state: MergeState, id: string, verb: string, facts: Facts): Event[] => {
  const { kind } = state.merge;
  if (!Object.keys(facts).length) return [];
  return [{ verb: `${kind}.${verb}`, thing: ref(kind, id), facts, ...(kind === 'person' ? { client_id: id } : {}) }];
};

/** Prospect with prospect, client with client, a prospect into a client, employees, contacts: nothing else (PE-73). */
export const cannotMerge = ({ survivor, absorbed, names, mixed }: MergeState): Refusal | null => {
  if (mixed) return refused('cannot_merge', 'These are records of different kinds, so they stay two.');
  if (survivor.id === absorbed.id) return refused('cannot_merge', 'A record cannot be merged with itself.');
  for (const record of [survivor, absorbed])
    if (record.erased_at || record.deleted_at || record.merged_into)
      return refused('cannot_merge', `${names[record.id]!.name} is not there any more.`);
  return survivor.kind === 'prospect' && absorbed.kind === 'client'
    ? refused(
        'cannot_merge',
        `${names[absorbed.id]!.name} is a client and ${names[survivor.id]!.name} a prospect: the client survives. Merge the other way round.`,
      )
    : null;
};

const stale = ({ survivor, absorbed, names }: MergeState, { versions }: MergeBody): Refusal | null => {
  const side = SIDES.find((one) => ({ survivor, absorbed })[one].version !== versions[one]);
  if (!side) return null;
  const record = { survivor, absorbed }[side];
  return conflict(
    `${names[record.id]!.name} was changed since the sheet was opened. Look at it as it is now; your choices are kept.`,
    {
      side,
      current_version: record.version,
    },
  );
};

/** Pairs of open runs of one workflow and trigger key, one on each side. */
export const meetings = (met: readonly MetRun[], survivor: string): [MetRun, MetRun][] =>
  met
    .filter((run) => run.subject === survivor)
    .flatMap((mine) => {
      const other = met.find(
        (run) =>
          run.subject !== survivor && run.workflow_id === mine.workflow_id && run.trigger_key === mine.trigger_key,
      );
      return other ? [[mine, other] as [MetRun, MetRun]] : [];
    });

/** Of each pair exactly one goes on (PE-76). */
const undecided = ({ met, survivor }: MergeState, kept: readonly string[]): Refusal | null => {
  const open = meetings(met, survivor.id).filter((pair) => pair.filter((run) => kept.includes(run.id)).length !== 1);
  return open.length
    ? refused(
        'runs_meet',
        `${sayList([...new Set(open.map(([run]) => `«${run.workflow}»`))])} runs on both records. Say which of the two goes on.`,
        {
          meetings: open.map((pair) => pair.map((run) => run.id)),
        },
      )
    : null;
};

const tooLong = (after: Mergeable): Refusal | null => {
  const problems = Object.entries(LIST_LIMITS).flatMap(([field, limit]) =>
    ((after[field] as unknown[] | undefined)?.length ?? 0) > limit
      ? [
          problem(
            `/chosen/${field}`,
            'too_many',
            `Together these are more than ${limit} ${field}. Keep those of one side.`,
          ),
        ]
      : [],
  );
  return problems.length ? invalid(...problems) : null;
};
