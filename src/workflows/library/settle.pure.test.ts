import { describe, expect, test } from 'vitest';
import { accepted } from '#people/fields/testing.ts';
import { checkList, errorsOf } from '#workflows/definitions/checklist.ts';
import type { DesignFacts, WorkflowState } from '#workflows/definitions/model.ts';
import { decide } from '#workflows/definitions/rules.ts';
import { after, around, contextAs, FACTS, factsWith } from '#workflows/definitions/testing.ts';
import { copyOrder, newerTemplate, settle } from './settle.ts';
import { TEMPLATES, templateOf } from './templates.ts';

/** The template and what it starts, copied one after the other as a practice would. */
const usedAsItIs = (key: string): WorkflowState => {
  const context = contextAs('Manager');
  let design: DesignFacts = FACTS;
  let last: WorkflowState = { around: around() };
  for (const template of copyOrder(key, design)) {
    const state: WorkflowState = { around: around({ design, keys_taken: design.workflows.map((own) => own.key) }) };
    const content = settle(template.content, design);
    last = after(state, context, {
      do: 'copy_template',
      id: `w-${template.key}`,
      template: { key: template.key, n: template.n },
      content,
      as_is: true,
    });
    const { id, key: own, name, subject_kinds, on, origin, current_version } = last.workflow!;
    design = {
      ...design,
      workflows: [
        ...design.workflows,
        {
          id,
          key: own,
          name,
          subject_kinds,
          on,
          archived: false,
          current_version: current_version ?? null,
          origin,
          starts: [],
          follows: [],
          adds_tags: [],
        },
      ],
    };
    last = { ...last, around: around({ design }) };
  }
  return last;
};

describe.each(TEMPLATES)('$key', ({ key }) => {
  test(`WF-4 ${key} used as it is finds no error, is published and on`, () => {
    const state = usedAsItIs(key);
    expect(errorsOf(checkList(state.current!.content, state.around.design, key))).toEqual([]);
    expect(state.workflow).toMatchObject({
      key,
      on: true,
      current_version: 1,
      origin: `template:${key}@${templateOf(key)!.n}`,
    });
  });

  test(`WF-4 ${key} warns of nothing but people and dates a practice may not have`, () => {
    const { current, around: facts } = usedAsItIs(key);
    const codes = checkList(current!.content, facts.design, key).map(({ code }) => code);
    expect(codes.filter((code) => code !== 'anchor_empty')).toEqual([]);
  });
});

test('WF-4 workflows that a template starts are copied along if missing, before it', () => {
  const order = (facts: DesignFacts) => copyOrder('new_prospect', facts).map(({ key }) => key);
  expect(order(FACTS)).toEqual(['add_to_waitlist', 'deactivate_prospect', 'new_prospect']);
  expect(order(factsWith({ origin: 'template:add_to_waitlist@1' }))).toEqual(['deactivate_prospect', 'new_prospect']);
  expect(order(factsWith({ origin: 'template:add_to_waitlist@1', archived: true }))).toContain('add_to_waitlist');
  expect(copyOrder('gone', FACTS)).toEqual([]);
});

test('WF-4 a copy names the practice’s roles and its own copies; what is missing stays and is found by the check list', () => {
  const facts = factsWith(
    { key: 'yearly_plan', origin: 'template:schedule_setup@1', on: false },
    { key: 'our_plan', origin: 'template:schedule_setup@1' },
  );
  const plan = settle(templateOf('health_check')!.content, facts).steps.find(({ key }) => key === 'plan');
  expect(plan).toMatchObject({ params: { workflow: 'our_plan' } });
  const review = settle(templateOf('complaint')!.content, FACTS).steps.find(({ key }) => key === 'review');
  expect(review).toMatchObject({ reviewers: [['partner', 'role:r-manager']] });
  const nobody = settle(templateOf('complaint')!.content, { ...FACTS, roles: [] });
  expect(errorsOf(checkList(nobody, { ...FACTS, roles: [] })).map(({ code }) => code)).toEqual([
    'role_missing',
    'role_missing',
  ]);
});

test('WF-4 the library is the same after it was used', () => {
  const before = structuredClone(TEMPLATES);
  for (const { key } of TEMPLATES) usedAsItIs(key);
  expect(TEMPLATES).toEqual(before);
});

test('WF-4 a newer template is offered to an older copy and to nothing else', () => {
  expect(newerTemplate('template:complaint@1')?.key).toBe('complaint');
  expect(newerTemplate('template:complaint@2')).toBeUndefined();
  expect(newerTemplate('template:gone@1')).toBeUndefined();
  expect(newerTemplate('blank')).toBeUndefined();
});

test('WF-21 every template can be published by whoever may design and change people, and by nobody less', () => {
  const content = settle(templateOf('deactivate_prospect')!.content, FACTS);
  const command = {
    do: 'copy_template',
    id: 'w',
    template: { key: 'deactivate_prospect', n: 1 },
    content,
    as_is: true,
  } as const;
  expect(accepted(decide({ around: around() }, command, contextAs('Manager'))).events.length).toBe(4);
  expect(decide({ around: around() }, command, contextAs('Staff')).yes).toBe(false);
});
