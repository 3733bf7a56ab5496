import { plural } from '#ground/text.ts';

/** The editor of a workflow on the check list, publishing, and two who change one draft. */
export const publishing = {
  check_list: 'Check list',
  ready: 'Ready to publish',
  of_whole: 'The workflow as a whole',
  open_list: 'Show the check list',
  close_list: 'Hide the check list',

  publish_title: (n: number) => `Publish version ${n}`,
  publish_verb: (n: number) => `Publish version ${n}`,
  publish_anyway: 'Publish anyway',
  publish_errors: (n: number) =>
    `${plural(n, 'thing has', 'things have')} to be put right first. The check list at the foot names ${n === 1 ? 'it' : 'them'}.`,
  first_version: (steps: number) =>
    `The first version, with ${plural(steps, 'step', 'steps')}. From then on it can be turned on and started.`,
  against: (n: number) => `What changes against version ${n}`,
  running_ones: (n: number) => `${plural(n, 'run is', 'runs are')} under way`,
  new_runs_only: 'The new version is for new runs only',
  also_move: 'Also move runs that are under way',
  also_move_hint: 'What that makes of each is shown before anything moves.',
  runs_stay: (n: number, version: number) =>
    `${plural(n, 'run', 'runs')} under way ${n === 1 ? 'goes' : 'go'} on with version ${version}.`,
  note: 'Note',
  note_hint: 'Why it changed, for whoever reads the versions later.',
  turn_on: 'Turn it on as well',
  turn_on_hint: 'It is offered at the start from then on. Nothing starts by itself for what happened before.',
  nothing_to_publish: (n: number) => `Nothing differs from version ${n}.`,
  published_n: (n: number, name: string) => `Published version ${n} of «${name}»`,
  published_on: (n: number, name: string) => `Published version ${n} of «${name}» and turned it on`,

  conflict_title: 'Somebody else changed this too',
  joins: (n: number) =>
    n
      ? `${plural(n, 'part was', 'parts were')} changed by both of you. Choose which stays; everything else is joined.`
      : 'You changed different parts, so both can stay.',
  yours: 'Yours',
  theirs: 'Theirs',
  join: 'Join both',
  take_theirs: 'Drop mine, take theirs',
  dropped: 'Your changes were dropped; this is their draft',
  joined: 'Both are joined and saved',
  gone_here: 'taken out here',
  no_difference_here: 'nothing',
} as const;
