import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import type { Context } from '#kernel/decision/model.ts';
import { accepted, contextAs as general } from '#people/fields/testing.ts';
import { type Content, content, type WrittenContent } from './content.ts';
import type { Around, DesignFacts, OtherWorkflow, WorkflowCommand, WorkflowState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** What the tests of designing share: a practice, its people, and commands given one after the other. */
/** A practice that keeps holidays; ids count anew in each context. */
export const contextAs = (role: BuiltIn, member = 'm-anna'): Context => {
  const context = general(role, { member });
  let made = 0;
  return {
    ...context,
    practice: { ...context.practice, holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] },
    newId: () => {
      made += 1;
      return `id-${made}`;
    },
  };
};
export const manager = contextAs('Manager');

export const FACTS: DesignFacts = {
  members: [
    { id: 'm-anna', name: 'Anna', active: true },
    { id: 'm-ben', name: 'Ben', active: true },
    { id: 'm-carl', name: 'Carl', active: false },
  ],
  roles: [
    { id: 'r-manager', name: 'Manager', active_members: 2 },
    { id: 'r-admin', name: 'Admin', active_members: 1 },
    { id: 'r-empty', name: 'Payroll', active_members: 0 },
  ],
  tags: [{ id: 't-late', name: 'late', applies_to: ['client'] }],
  custom_fields: [{ key: 'sector', label: 'Sector', kinds: ['client'], type: 'choice' }],
  workflows: [],
  message_templates: [],
  forms: [],
};

export const factsWith = (...workflows: Partial<OtherWorkflow>[]): DesignFacts => ({
  ...FACTS,
  workflows: workflows.map((own, i) => ({
    id: `w-${i}`,
    key: `other_${i}`,
    name: `Other ${i}`,
    subject_kinds: ['client'],
    on: true,
    archived: false,
    current_version: 1,
    origin: 'blank',
    starts: [],
    follows: [],
    adds_tags: [],
    asks: [],
    hears: [],
    ...own,
  })),
});

export const around = (more: Partial<Around> = {}): Around => ({
  design: FACTS,
  usage: { open_runs: 0, runs_ever: 0, cadences: [], triggers_on: 0, started_by: [], followed_by: [], default_of: [] },
  keys_taken: [],
  ...more,
});

export const contentOf = (written: Partial<WrittenContent> = {}): Content =>
  content.parse({
    name: 'Payroll',
    subject_kinds: ['client'],
    steps: [{ key: 'call', kind: 'task', title: 'Call the client' }],
    ...written,
  });

export const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task' as const,
  title: key.toUpperCase(),
  ...more,
});

/** The state after commands that are all accepted; rows count their versions as the loop does. */
export const after = (state: WorkflowState, context: Context, ...commands: WorkflowCommand[]): WorkflowState =>
  commands.reduce((now, command) => {
    const { events } = accepted(decide(now, command, context));
    const next = events.reduce(evolve, now);
    for (const row of [next.workflow, next.draft, next.current]) if (row) row.version += 1;
    return next;
  }, structuredClone(state));

export const created = (written: Partial<WrittenContent> = {}, more: Partial<Around> = {}): WorkflowState => {
  const { name, description, subject_kinds } = contentOf(written);
  return after({ around: around(more) }, contextFor(written), {
    do: 'create',
    id: 'w',
    name,
    description,
    subject_kinds,
  });
};

/** A workflow with one version, off. */
export const published = (written: Partial<WrittenContent> = {}, more: Partial<Around> = {}): WorkflowState => {
  const state = created(written, more);
  const saved = after(state, contextFor(written), {
    do: 'save_draft',
    content: contentOf(written),
    base_version: 0,
    draft_version: state.draft!.version,
  });
  return after(saved, contextFor(written), publishing(saved));
};

export const publishing = (state: WorkflowState): Extract<WorkflowCommand, { do: 'publish' }> => ({
  do: 'publish',
  note: '',
  base_version: state.workflow?.current_version ?? 0,
  draft_version: state.draft!.version,
  anyway: false,
});

export const saving = (state: WorkflowState, content: Content): Extract<WorkflowCommand, { do: 'save_draft' }> => ({
  do: 'save_draft',
  content,
  base_version: state.workflow?.current_version ?? 0,
  draft_version: state.draft!.version,
});

const contextFor = ({ subject_kinds }: Partial<WrittenContent>): Context =>
  subject_kinds?.includes('invoice') ? contextAs('AR Manager') : manager;
