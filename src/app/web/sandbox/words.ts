import { plural } from '#ground/text.ts';

/** What the page of the sandbox says (PL-172). */
export const words = {
  title: 'Sandbox',
  lead: {
    live: 'A place to try things: your workflows, settings and roles, a clock that you move, and nothing that leaves it.',
    sandbox:
      'Nothing leaves this practice, and its clock stands until you move it. Everything that falls due on the way happens in order, as if you had lived through it. The clock never goes back.',
    demo: 'The demo lives by the real clock. Nothing leaves it: what would have been sent stands here.',
  },
  make_title: 'Make a sandbox of this practice',
  make_text:
    'It takes over workflows, settings, roles, tags and fields as they are now. Members stand in it by name, so that you see who would do what; nobody is written to.',
  with_people: 'With clients, prospects, employees and contacts',
  with_people_text:
    'Under made-up names, with addresses that reach nobody. Kind, status, dates, numbers and who looks after them stay; what people wrote in words of their own is left out.',
  make: 'Make the sandbox',
  made: 'Made the sandbox',
  made_at: 'Made',
  of_people: 'with people under made-up names',
  of_settings: 'without people',
  stages: {
    copying: 'Taking people over',
    laying: 'Laying out',
    clearing: 'Clearing',
    leaving: 'Removing',
  },
  open: 'Open the sandbox',
  remove: 'Remove',
  remove_title: 'Remove the sandbox?',
  remove_text:
    'Everything in it goes, for everybody who works in it. The practice itself is not touched. A new one can be made at any time.',
  removed: 'Removed the sandbox',
  back: 'Back to the beginning',
  reset: 'Reset',
  reset_title: 'Reset the sandbox?',
  reset_text:
    'What was done in it goes, for everybody who works in it, and its clock goes back to the moment it was made.',
  resetting: 'Going back to the beginning',
  leave: (name: string) => `Leave for ${name}`,
  stands: 'The clock stands at',
  next: 'To the next act',
  by: { hour: 'An hour', day: 'A day', week: 'A week', month: 'A month' },
  to: 'To a day',
  to_verb: 'Move',
  month_before: 'Month before',
  month_after: 'Month after',
  due: 'What wakes next',
  line: 'What wakes next, by day',
  nothing: 'Nothing is due.',
  nothing_text: 'Start a workflow, and what it waits for stands here.',
  columns: { when: 'When', what: 'What' },
  rooms: {
    run: ['run', 'runs'],
    task: ['task', 'tasks'],
    launch: ['launch', 'launches'],
    person: ['record', 'records'],
    employee: ['employee', 'employees'],
    authorization: ['authorization', 'authorizations'],
    delegation: ['deputy', 'deputies'],
    series: ['cadence', 'cadences'],
  } as Readonly<Record<string, readonly [string, string]>>,
  capture: 'What would have left',
  capture_lead: 'The newest hundred letters, as their receivers would see them. None was sent.',
  no_letters: 'No letter yet.',
  no_letters_text: 'Invitations, new passwords and news of new devices stand here once they are written.',
  link_hidden: 'The secret half of the link is left out: it would sign you in as somebody else.',
  moving: 'Moving the clock',
  moved: (woken: number) =>
    woken === 0
      ? 'Moved the clock; nothing was due'
      : `Moved the clock; ${plural(woken, 'due point', 'due points')} passed`,
  failed: (n: number) => `${n.toLocaleString('en')} of them failed; the audit says which`,
} as const;
