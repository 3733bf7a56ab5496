/** What the page of the sandbox says (PL-172). */
export const words = {
  title: 'Sandbox',
  lead: 'Nothing leaves this practice, and its clock stands until you move it. Everything that falls due on the way happens in order, as if you had lived through it. The clock never goes back.',
  lead_demo: 'The demo lives by the real clock. Nothing leaves it: what would have been sent stands here.',
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
      : `Moved the clock; ${woken.toLocaleString('en')} due points passed`,
  failed: (n: number) => `${n.toLocaleString('en')} of them failed; the audit says which`,
} as const;
