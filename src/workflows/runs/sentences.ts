import type { Facts, Json } from '#kernel/decision/model.ts';
import type { Judgement, Verdict } from './model.ts';
import type { Verb } from './verbs.ts';
import { countsOf, type RunDifference, sayCounts } from './version-difference.ts';
import { sayDay, sayField, sayValue } from './words.ts';

/** What a sentence must know beside the event: the title of its task, and names behind ids. */
export interface Told {
  facts: Facts;
  /** Of the task or step the event is about; the name of a file. */
  title: string;
  /** The name of a member or role by its id. */
  name(id: string): string;
}

/** What happened, as a timeline says it behind the actor's name: «Anna» «finished «Call»: go ahead». */
export const SENTENCES: Record<Verb, (told: Told) => string> = {
  'run.launched': (told) => `started it${from(told)}`,
  'run.exported': () => 'took it as a file',
  'runs.exported': ({ facts }) => `took ${Number(facts.rows?.[1] ?? 0).toLocaleString('en')} runs as a file`,
  'run.held': (told) => `put it on hold${until(told)}: ${value(told, 'reason')}`,
  'run.released': (told) =>
    after(told, 'closed_how') === 'until' ? 'let it go on, as the hold is over' : 'let it go on',
  'run.dates_moved': moved,
  'run.cancelled': (told) => `cancelled it${reason(told, 'ended_reason')}`,
  'run.restored': (told) => `brought it back${reason(told, 'because')}`,
  'run.completed': (told) =>
    after(told, 'ended_reason') === 'completed early'
      ? 'completed it early'
      : `completed it${reason(told, 'ended_reason')}`,
  'run.reopened': () => 'opened the run again',
  'run.settled': () => 'let the run go on',
  'run.undone': (told) =>
    after(told, 'ended_how') === 'undone'
      ? `took back the start of it${reason(told, 'ended_reason')}`
      : `took back a change of the run${reason(told, 'because')}`,
  'run.date_changed': (told) => `changed the run date to ${day(told, 'run_date')}`,
  'run.owner_changed': (told) => `made ${who(told, 'owner_id')} the owner`,
  'run.needs_owner': (told) => `needs an owner, as ${value(told, 'because')} is no longer here`,
  'run.step_overridden': () => 'decided ahead for a planned step',
  'run.followed': () => 'moved it to the record that took the old one in',
  'run.moved': toVersion,
  'task.ready': (told) => `made «${told.title}» ready${given(told)}${dueOn(told)}`,
  'task.not_applicable': (told) => `left out «${told.title}», as it does not apply${saw(told)}`,
  'task.set_back': (told) => `let «${told.title}» wait again`,
  'task.settled': (told) => `put «${told.title}» back to where it was`,
  'task.undone': (told) => `took back a change of «${told.title}»${reason(told, 'because')}`,
  'task.due_moved': (told) => `moved «${told.title}» from ${day(told, 'due_on', 0)} to ${day(told, 'due_on')}`,
  'task.returned': (told) => `gave «${told.title}» back${given(told)}`,
  'task.started': (told) => `started «${told.title}»`,
  'task.put_back': (told) => `put «${told.title}» back`,
  'task.finished': finished,
  'task.skipped': (told) =>
    after(told, 'skipped_how') === 'run_completed'
      ? `left out «${told.title}», as the run was completed`
      : after(told, 'skipped_how') === 'behind'
        ? `left out «${told.title}»: ${value(told, 'reason')}`
        : `skipped «${told.title}»${reason(told, 'reason')}`,
  'task.reopened': (told) => `opened «${told.title}» again${reason(told, 'reason')}`,
  'task.approved': (told) =>
    after(told, 'state') === 'done'
      ? `approved «${told.title}»`
      : `approved «${told.title}»; next it goes${given(told)}`,
  'task.handed_back': (told) => {
    const verdict = (after(told, 'verdicts') as unknown as Verdict[] | null)?.at(-1);
    return `handed «${told.title}» back${verdict?.comment ? `: ${verdict.comment}` : ''}`;
  },
  'task.withdrawn': (told) => `withdrew «${told.title}» from review`,
  'task.ticked': (told) => `ticked «${value(told, 'line')}» in «${told.title}»`,
  'task.unticked': (told) => `took the tick off «${value(told, 'line')}» in «${told.title}»`,
  'task.assigned': (told) => `gave «${told.title}»${given(told)}${reason(told, 'reason')}`,
  'task.passed_on': (told) => `passed «${told.title}» on${given(told)}`,
  'task.due_set': (told) => `set the date of «${told.title}» to ${day(told, 'due_on')}`,
  'task.due_restored': (told) => `let the date of «${told.title}» be computed again`,
  'task.freed': (told) => `freed «${told.title}» for what is decided ahead`,
  'task.added': (told) => `added «${told.title}»${given(told)}${dueOn(told)}`,
  'task.cancelled': (told) => `cancelled «${told.title}»`,
  'task.restored': (told) => `brought «${told.title}» back`,
  'task.followed': (told) => `moved «${told.title}» to the record that took the old one in`,
  'task.asked': (told) => `asks «${told.title}»${given(told)}${dueOn(told)}`,
  'task.letter_written': (told) => `wrote the letter of «${told.title}»`,
  'task.reminded': (told) => `reminds of «${told.title}»`,
  'task.needs_attention': (told) =>
    after(told, 'needs_attention')
      ? `left «${told.title}» for somebody to decide: ${value(told, 'needs_attention')}`
      : `let «${told.title}» go on`,
  'task.expired': (told) => `gave «${told.title}» to the run owner, as nobody answered`,
  'task.answered': (told) =>
    after(told, 'finished_by') ? `entered the answer to «${told.title}»` : `answered «${told.title}»`,
  'task.asked_again': (told) => `asked «${told.title}» again`,
  'task.moved': (told) => `brought «${told.title}» to the version the run follows now`,
  'task.removed': (told) => `cancelled «${told.title}»: ${value(told, 'reason')}`,
  'action.due': (told) => `began «${told.title}»`,
  'action.done': (told) => (after(told, 'finished_by') ? `did «${told.title}» by hand` : `did «${told.title}»`),
  'action.failed': (told) => `could not do «${told.title}»: ${value(told, 'needs_attention')}`,
  'action.retried': (told) => `tries «${told.title}» again`,
  'action.skipped': (told) => `skipped «${told.title}»${reason(told, 'reason')}`,
  'action.reopened': (told) => `lets «${told.title}» happen again`,
  'action.written': (told) => `wrote the message of «${told.title}»`,
  'action.late': (told) => `left «${told.title}» for somebody to decide, as it is late`,
  'action.not_sent': (told) => `did not send «${told.title}»${reason(told, 'reason')}`,
  'hold.undone': (told) => `took back a change of a hold${reason(told, 'because')}`,
  'hold.settled': () => 'put the hold back to what it was',
  'comment.made': (told) => `wrote: ${value(told, 'text')}`,
  'comment.undone': () => 'took a comment back',
  'comment.settled': () => 'put a comment back',
  'file.linked': (told) => `attached «${told.title}»${toThing(told)}`,
  'file.unlinked': (told) => `removed «${told.title}»`,
  'file.relinked': (told) => `put «${told.title}» back`,
};

const after = ({ facts }: Told, field: string): Json => facts[field]?.[1] ?? null;
const nameOf = (told: Told, field: string): string => told.name(String(after(told, field)));
const value = (told: Told, field: string): string => sayValue(after(told, field));
const reason = (told: Told, field: string): string => (after(told, field) ? `: ${value(told, field)}` : '');
const who = (told: Told, field: string): string => (after(told, field) ? nameOf(told, field) : 'nobody');

const day = ({ facts }: Told, field: string, side: 0 | 1 = 1): string => {
  const date = facts[field]?.[side];
  return typeof date === 'string' ? sayDay(date) : 'no date';
};

/** « to Anna, for Ben», « to everybody with the role Admin». */
const given = (told: Told): string => {
  if (after(told, 'assignee_id')) {
    const absent = after(told, 'for_member_id');
    return ` to ${who(told, 'assignee_id')}${absent ? `, for ${nameOf(told, 'for_member_id')}` : ''}`;
  }
  return after(told, 'pool_role_id') ? ` to everybody with the role ${nameOf(told, 'pool_role_id')}` : '';
};

/** « to «Call»»: the task that took a file. */
const toThing = (told: Told): string => {
  const [, id] = String(after(told, 'thing') ?? '').split(':');
  return id ? ` to «${told.name(id)}»` : '';
};

const dueOn = (told: Told): string => (after(told, 'due_on') ? `, due ${day(told, 'due_on')}` : '');
const until = (told: Told): string => (after(told, 'until') ? ` until ${day(told, 'until')}` : '');

const ORIGINS: Record<string, string> = {
  cadence: ', as its day had come',
  event: ' by a trigger',
  mail: ' from a mail',
  form: ' from a form',
  api: ' through the API',
  step: ' from another run',
};
const from = (told: Told): string => ORIGINS[String(after(told, 'origin'))] ?? '';

/** «moved it from version 1 to version 2: 2 steps kept, 1 changed, 1 added, 1 removed». */
function toVersion(told: Told): string {
  const difference = after(told, 'difference') as unknown as RunDifference | null;
  const from_to = `moved it from version ${sayValue(told.facts.workflow_version?.[0] ?? null)} to version ${value(told, 'workflow_version')}`;
  return difference ? `${from_to}: ${sayCounts(countsOf([difference]))}` : from_to;
}

function moved(told: Told): string {
  const spans = (after(told, 'shifts') ?? []) as { from: string; to: string }[];
  const last = spans.at(-1);
  return last ? `moved dates by the days it was held, ${sayDay(last.from)} to ${sayDay(last.to)}` : 'moved no dates';
}

function finished(told: Told): string {
  const written = Object.entries((after(told, 'written') ?? {}) as Record<string, Json>);
  const outcome = after(told, 'outcome') ? `: ${value(told, 'outcome')}` : '';
  const changes = written.map(([field, to]) => `${sayField(`subject.${field}`)} is ${sayWritten(told, field, to)} now`);
  const against = after(told, 'reason') ? `, although it was not due to be finished: ${value(told, 'reason')}` : '';
  return `finished «${told.title}»${outcome}${against}${changes.length ? `; ${changes.join(', ')}` : ''}`;
}

const sayWritten = (told: Told, field: string, to: Json): string =>
  field.startsWith('role.') ? told.name(String(to)) : sayValue(to);

const saw = (told: Told): string => {
  const judged = after(told, 'judged') as unknown as Judgement | null;
  if (!judged?.saw.length) return '';
  return ` (${judged.saw.map(({ field, value: seen, called }) => `${called ?? sayField(field)}: ${sayValue(seen)}`).join(', ')})`;
};
