import { expect, test } from 'vitest';
import type { Content } from '#workflows/definitions/content.ts';
import { contentOf, task } from '#workflows/definitions/testing.ts';
import {
  addAction,
  addTasks,
  changeStep,
  duplicateStep,
  moveStep,
  moveStepTo,
  removeStep,
  renameGroup,
  sectionsOf,
} from './edits.ts';

const design = contentOf({
  steps: [
    task('a', { group: 'Begin' }),
    task('b', { group: 'Begin', after: [] }),
    task('c', { group: 'Work', after: ['a', 'b'] }),
    task('d', { group: 'Work' }),
  ],
});
const written = ({ steps }: Content) => steps.map(({ key, group }) => `${key}:${group ?? ''}`).join(' ');

test('WF-191 a step moves one place, and at the edge of its group into the next group first', () => {
  expect(written(moveStep(design, 'a', 1))).toBe('b:Begin a:Begin c:Work d:Work');
  const over = moveStep(design, 'b', 1);
  expect(written(over)).toBe('a:Begin b:Work c:Work d:Work');
  expect(written(moveStep(over, 'b', 1))).toBe('a:Begin c:Work b:Work d:Work');
  expect(moveStep(design, 'a', -1)).toBe(design);
  expect(moveStep(design, 'd', 1)).toBe(design);
});

test('WF-191 a step is dropped before another one, into its group', () => {
  expect(written(moveStepTo(design, 'a', 3, 'Work'))).toBe('b:Begin c:Work a:Work d:Work');
  expect(written(moveStepTo(design, 'd', 0, 'Begin'))).toBe('d:Begin a:Begin b:Begin c:Work');
  expect(written(moveStepTo(design, 'd', 4, ''))).toBe('a:Begin b:Begin c:Work d:');
});

test('WF-31 what waited for a step that is taken out waits for what that step waited for', () => {
  const gone = removeStep(design, 'a');
  expect(gone.steps.map(({ after }) => after)).toEqual([[], ['b'], undefined]);
  const chain = contentOf({ steps: [task('x'), task('y'), task('z', { after: ['y'] })] });
  expect(removeStep(chain, 'y').steps[1]).toMatchObject({ key: 'z', after: ['x'] });
});

test('WF-30 new steps get keys of their own from their titles, in the group they are added to', () => {
  const { content, key } = addTasks(design, ['Call the client', 'Call the client'], 1);
  expect(written(content)).toBe('a:Begin b:Begin call_the_client:Begin call_the_client_2:Begin c:Work d:Work');
  expect(key).toBe('call_the_client_2');
  const action = addAction(design, 'convert', 3);
  expect(action.content.steps[4]).toMatchObject({
    key: 'convert_to_a_client',
    kind: 'action',
    do: 'convert',
    group: 'Work',
  });
});

test('WF-30 a duplicate stands behind its original under a key of its own', () => {
  const { content, key } = duplicateStep(design, 'c');
  expect(written(content)).toBe('a:Begin b:Begin c:Work c_2:Work d:Work');
  expect(content.steps.find((step) => step.key === key)).toMatchObject({ title: 'C (copy)', after: ['a', 'b'] });
});

test('WF-10 changing a field leaves all others, and undefined takes one away', () => {
  const changed = changeStep(design, 'c', { title: 'New', after: undefined });
  expect(changed.steps[2]).toEqual({ key: 'c', kind: 'task', title: 'New', group: 'Work', required: true });
  expect(changed.steps[0]).toBe(design.steps[0]);
});

test('WF-191 groups are read off neighbouring steps and renamed for all of them', () => {
  const sections = sectionsOf(design.steps);
  expect(sections.map(({ group, from, steps }) => [group, from, steps.length])).toEqual([
    ['Begin', 0, 2],
    ['Work', 2, 2],
  ]);
  expect(written(renameGroup(design, sections[1]!, ' Do '))).toBe('a:Begin b:Begin c:Do d:Do');
  expect(written(renameGroup(design, sections[0]!, ''))).toBe('a: b: c:Work d:Work');
});
