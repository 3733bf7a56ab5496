import { plural } from '#ground/text.ts';

/** What is said where a workflow file is read in (PL-172). */
export const words = {
  title: 'Workflow from a file',
  intro:
    'A file that was exported here or in another practice, as YAML or JSON. You see first what it would do; only then it becomes a draft.',
  file: 'File',
  hint: 'At most 1 MB, schema tickmark/workflow/v1',
  choose: 'Choose a file',
  or_drop: 'or drop it here',
  drop: 'Let go to read it',
  one_file: 'Choose one file at a time.',
  reading: (name: string) => `Reading «${name}»`,
  wrong: (n: number) => `${plural(n, 'thing has', 'things have')} to be put right in the file:`,
  more: (n: number) => `and ${plural(n, 'more', 'more')}`,

  becomes_new: 'Becomes a new workflow, off, as a draft.',
  becomes_draft: (name: string) => `Becomes the draft of «${name}». What is published, and its runs, stay as they are.`,
  replaces: (name: string) => `Replaces the draft that «${name}» has now.`,
  same: (name: string) => `«${name}» is the same already. There is nothing to take over.`,
  unresolved: 'Names that are not here',
  unresolved_hint: 'Nothing is made silently: say what stands for each of them in this practice.',
  kinds: { member: 'Member', role: 'Role', tag: 'Tag', workflow: 'Workflow' },
  stands_for: (kind: string, name: string) => `${kind} «${name}»`,
  at: (title: string) => `first in «${title}»`,
  at_settings: 'in the settings',
  choose_one: 'Choose what stands for it',
  difference: 'What changes',
  check_list: 'Check list',
  check_hint: 'Errors have to be put right in the editor before publishing.',
  level: { error: 'Error', warning: 'Warning' },
  empty_list: 'Nothing to put right',
  commit: 'Make it a draft',
  unmapped: (n: number) => `${plural(n, 'name', 'names')} still to be said`,
  drafted: (name: string) => `«${name}» is a draft now`,
  other_file: 'Another file',
} as const;
