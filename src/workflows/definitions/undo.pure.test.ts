import { expect, test } from 'vitest';
import { canonical } from '#ground/json.ts';
import { reverse } from '#kernel/decision/rules.ts';
import { accepted, NOW, refusal } from '#people/fields/testing.ts';
import type { WorkflowState } from './model.ts';
import { decide, evolve } from './rules.ts';
import { after, around, contentOf, factsWith, manager, published, publishing, saving, task } from './testing.ts';
import { takeBack } from './undo.ts';

const two = contentOf({ steps: [task('call'), task('file')] });

const undone = (state: WorkflowState, ...events: ReturnType<typeof accepted>['events']) =>
  takeBack(state, { do: 'undo', events: events.map((event, i) => ({ ...event, id: `e-${i}` })).reverse() }, manager);

test('PL-74 what was made is deleted, what was changed is changed back', () => {
  const make = accepted(
    decide(
      { around: around() },
      { do: 'create', id: 'w', name: 'Payroll', description: '', subject_kinds: ['client'] },
      manager,
    ),
  ).events;
  const state = make.reduce(evolve, { around: around() });
  const gone = accepted(undone(state, ...make)).events.reduce(evolve, state);
  expect(gone.workflow?.deleted_at).toBe(NOW);
  expect(gone.draft).toMatchObject({ content: null, base_version: 0, at: NOW });
  const copy = accepted(
    decide(
      { around: around() },
      { do: 'copy_template', id: 'w', template: { key: 'p', n: 1 }, content: contentOf(), as_is: true },
      manager,
    ),
  ).events;
  const copied = copy.reduce(evolve, { around: around() });
  expect(accepted(undone(copied, ...copy)).events.reduce(evolve, copied).workflow).toMatchObject({
    deleted_at: NOW,
    on: false,
    current_version: 1,
  });
  const on = published();
  const { events } = accepted(decide(on, { do: 'turn_on' }, manager));
  expect(accepted(undone(events.reduce(evolve, on), ...events)).events).toMatchObject([
    { verb: 'workflow.undone', facts: reverse(events[0]!.facts), undoes: 'e-0' },
  ]);
});

test('PL-74 taking back is refused when something was built on it, when runs exist, or when the name would stand twice', () => {
  const start = published();
  const { events } = accepted(decide(start, saving(start, two), manager));
  const later = after(start, manager, saving(start, contentOf({ steps: [task('send')] })));
  expect(refusal(undone(later, ...events)).code).toBe('moved_on');
  const archive = accepted(decide(start, { do: 'archive' }, manager)).events;
  const archived = { ...archive.reduce(evolve, start), around: around({ design: factsWith({ name: 'Payroll' }) }) };
  expect(refusal(undone(archived, ...archive)).code).toBe('name_taken');
  const copy = accepted(
    decide(
      { around: around() },
      { do: 'copy_template', id: 'w', template: { key: 'p', n: 1 }, content: contentOf(), as_is: true },
      manager,
    ),
  ).events;
  const run = {
    ...copy.reduce(evolve, { around: around() }),
    around: around({ usage: { ...around().usage, runs_ever: 1 } }),
  };
  expect(refusal(undone(run, ...copy)).code).toBe('in_use');
});

test('PL-74 publishing cannot be taken back: none of its events says until when', () => {
  const start = published();
  const state = after(start, manager, saving(start, two));
  const { events } = accepted(decide(state, publishing(state), manager));
  expect(events.map(({ verb }) => verb)).toEqual([
    'workflow.published',
    'workflow_version.made',
    'workflow_draft.published',
  ]);
  expect(events.every((event) => event.undoable_until === undefined)).toBe(true);
  expect(canonical(events.reduce(evolve, state).current!.content)).toBe(canonical(two));
});
