import { plural } from '#ground/text.ts';
import type { Context, Decision, Effect, Event, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  conflict,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { refuseCadence } from '#workflows/cadence/limits.ts';
import { clientFacts, planningOf } from '#workflows/cadence/model.ts';
import { SERIES_WORK, type Series, type SeriesCommand, type SeriesRoot, type Verb } from './model.ts';
import { currentVersion, stateOf } from './state.ts';

type Of<D extends SeriesCommand['do']> = Extract<SeriesCommand, { do: D }>;

/** As many clients as are named one by one; a tag may bring any number. */
const MOST_NAMED = 5_000;

/**
 * Everything that happens to a series itself; whatever it means for its clients is the work it queues. Refuses `archived` and
 * `nothing_published` for the workflow, what the cadence's limits refuse, `ended` for any change of an ended one, and `conflict`
 * for a change made from another version than the current (CA-49 … CA-51, WF-173).
 */
export const decide = (state: SeriesRoot, command: SeriesCommand, context: Context): Decision => {
  const { series } = state;
  if (command.do === 'publish') return publish(state, command, context);
  if (command.do === 'wake') return accept([], series.ended_at ? [] : [work(series)]);
  if (series.ended_at) return command.do === 'run_out' ? accept([]) : ENDED;
  switch (command.do) {
    case 'change':
      return change(state, command, context);
    case 'set_versions':
      return setVersions(state, command, context);
    case 'pause':
      return stateOf(series) === 'paused'
        ? accept([])
        : told(state, 'series.paused', { pauses: [...series.pauses, pausedAt(context)] }, context);
    case 'resume':
      return stateOf(series) === 'active'
        ? accept([])
        : told(state, 'series.resumed', { pauses: resumed(series, command, context) }, context);
    case 'end':
      return told(state, 'series.ended', { ended_at: context.now, ended_because: 'by hand' }, context);
    case 'run_out':
      return told(state, 'series.run_out', { ended_at: context.now, ended_because: 'nothing more can come' }, context);
    default:
      return command satisfies never;
  }
};

export const evolve = (state: SeriesRoot, event: Event): SeriesRoot => ({
  ...state,
  series: changed(state.series, event),
});

const ENDED = refused('ended', 'This series has ended. Make a new one to go on.');

const publish = (
  state: SeriesRoot,
  { do: _, cadence, also_now = false, paused = false, ...rest }: Of<'publish'>,
  context: Context,
): Decision => {
  const name = rest.name.trim() || (state.workflow?.name ?? '');
  const no =
    startable(state) ??
    named(name) ??
    someClients(rest) ??
    refuseCadence(
      cadence,
      planningOf(cadence, { published_on: context.today, facts: clientFacts.parse({}), practice: state.practice }),
    );
  if (no) return no;
  const version = {
    number: 1,
    cadence,
    effective_from: null,
    after: null,
    made_by: context.who.actor,
    made_at: context.now,
  };
  const facts = creation({
    ...rest,
    name,
    published_on: context.today,
    versions: [version],
    pauses: paused ? [pausedAt(context)] : [],
  });
  const published: Event = { verb: 'series.published' satisfies Verb, thing: ref('series', state.series.id), facts };
  return accept([published], [work(state.series, { first: true, also_now })]);
};

const startable = ({ workflow }: SeriesRoot): Refusal | null => {
  if (!workflow) return notFound('There is no such workflow.');
  if (workflow.archived)
    return refused('archived', `«${workflow.name}» is archived. Restore it first, or choose another.`);
  return workflow.current_version === null
    ? refused('nothing_published', `«${workflow.name}» has no published version yet. Publish it first.`)
    : null;
};

const named = (name: string): Refusal | null => {
  const { length } = name.trim();
  return length && length <= 80 ? null : invalid(problem('/name', 'length', 'A name has 1 to 80 characters.'));
};

const someClients = ({ clients, tags }: { clients: readonly string[]; tags: readonly string[] }): Refusal | null => {
  if (clients.length > MOST_NAMED)
    return invalid(
      problem('/clients', 'too_many', `At most ${plural(MOST_NAMED, 'client', 'clients')} by name; use a tag.`),
    );
  return clients.length || tags.length
    ? null
    : invalid(problem('/clients', 'required', 'Say for which clients: by name, by tag or both.'));
};

const change = (state: SeriesRoot, { do: _, ...set }: Of<'change'>, context: Context): Decision => {
  const { series } = state;
  const no =
    (set.name === undefined ? null : named(set.name)) ??
    someClients({ clients: set.clients ?? series.clients, tags: set.tags ?? series.tags });
  return no ?? told(state, 'series.changed', set as Partial<Series>, context);
};

const setVersions = (state: SeriesRoot, { versions, based_on }: Of<'set_versions'>, context: Context): Decision => {
  const { series } = state;
  if (series.version !== based_on)
    return conflict('The series has changed since you looked. Look at the new dates, then save again.');
  const made = { made_by: context.who.actor, made_at: context.now };
  const kept = versions.map((one) => ({
    ...made,
    ...series.versions.find(({ number }) => number === one.number),
    ...one,
  }));
  return told(state, 'series.cadence_changed', { versions: kept }, context);
};

const pausedAt = ({ now }: Context) => ({ from: now, to: null, create_current: false });

const resumed = ({ pauses }: Series, { create_current }: Of<'resume'>, { now }: Context) =>
  pauses.map((pause) => (pause.to === null ? { ...pause, to: now, create_current } : pause));

const told = (state: SeriesRoot, verb: Verb, set: Partial<Series>, context: Context): Decision => {
  const facts = difference(state.series, set as never);
  if (!Object.keys(facts).length) return accept([]);
  return accept([{ verb, thing: ref('series', state.series.id), facts }], [work(state.series)]);
};

/** A round of work looks at every client once; the `first` is for whom it was published. */
const work = ({ id }: Pick<Series, 'id'>, publishing = { first: false, also_now: false }): Effect => ({
  do: 'queue',
  queue: 'bulk',
  name: SERIES_WORK,
  data: { series: id, ...publishing },
});

/** The kind of its cadence and its state, for lists. */
export const derived = (series: Series) => ({ state: stateOf(series), kind: currentVersion(series).cadence.kind });
