/** The editor of a workflow on the head of the editor: saving, acts and the run line. */
export const head = {
  saved: (at: string) => `Saved ${at}`,
  as_saved: '',
  saving: 'Saving…',
  changed: 'Not saved yet',
  unreadable: 'Cannot be saved like this',
  unreached: 'No connection. Your changes stay here and are sent when it is back.',
  draft_of: (n: number) => `Draft, from version ${n}`,
  first_draft: 'Draft, not published yet',
  published: (n: number) => `Version ${n}, as published`,

  publish: 'Publish',
  versions: 'Versions',
  discard: 'Throw the draft away',
  discard_title: 'Throw the draft away?',
  discard_text: (n: number) =>
    `What was changed since version ${n} is gone. Version ${n} stays as it is, and so do its runs.`,
  discarded: (n: number) => `The draft is gone; this is version ${n}`,
  acts: 'this workflow',

  if_starts: 'If it starts on',
  and: 'and',
  is_on: (anchor: string) => `${anchor} is on`,
  it_ends: (days: string, date: string) => `${days}, the last step ${date}`,
  no_dates: 'No step has a due date yet.',
  the_run: (name: string) => `A run of ${name}`,
  no_steps_line: 'The run line appears with the first step.',
} as const;
