import { describe, expect, test } from 'vitest';
import { accepted } from '#people/fields/testing.ts';
import { sends } from '#workflows/definitions/actions.ts';
import { checkList, errorsOf } from '#workflows/definitions/checklist.ts';
import type { DesignFacts, WorkflowState } from '#workflows/definitions/model.ts';
import { decide } from '#workflows/definitions/rules.ts';
import { after, around, contentOf, contextAs, FACTS, factsWith } from '#workflows/definitions/testing.ts';
import { lacking } from './brought.ts';
import type { Template } from './model.ts';
import { copyOrder, newerTemplate, settle } from './settle.ts';
import { TEMPLATES, templateOf } from './templates.ts';
import { withBrought } from './testing.ts';

const lackedBy = (order: readonly Template[], facts: DesignFacts) =>
  lacking(
    order.map(({ content }) => content),
    facts,
  );

/** The template and what it starts, copied one after the other as a practice would. */
const usedAsItIs = (key: string): WorkflowState => {
  const context = contextAs('Manager');
  const order = copyOrder(key, FACTS);
  let design: DesignFacts = withBrought(FACTS, lackedBy(order, FACTS));
  let last: WorkflowState = { around: around() };
  for (const template of order) {
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
          asks: [],
          hears: [],
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

  test(`WF-4 ${key} warns of nothing but people and dates a practice may not have, and of letters nobody looks at`, () => {
    const { current, around: facts } = usedAsItIs(key);
    const codes = checkList(current!.content, facts.design, key).map(({ code }) => code);
    expect(codes.filter((code) => !['anchor_empty', 'unseen_message'].includes(code))).toEqual([]);
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
  const complaint = templateOf('complaint')!;
  const alone = { ...withBrought(FACTS, lackedBy([complaint], FACTS)), roles: [] };
  expect(errorsOf(checkList(settle(complaint.content, alone), alone)).map(({ code }) => code)).toEqual([
    'role_missing',
    'role_missing',
  ]);
});

test('WF-4 messages that the steps send are copied along if missing; the practice’s own of that name is sent as it is', () => {
  const order = copyOrder('new_prospect', FACTS);
  const names = (facts: DesignFacts) => lackedBy(order, facts).messages.map(({ name }) => name);
  expect(names(FACTS)).toEqual(['Waitlist', 'Thank you, and what happens next', 'Enquiry closed']);
  const message = {
    id: 'm-own',
    name: 'waitlist',
    channel: 'email',
    archived: false,
    usable: true,
    used_by: 0,
    sources: [],
  } as const;
  const own: DesignFacts = { ...FACTS, message_templates: [message] };
  expect(names(own)).toEqual(['Thank you, and what happens next', 'Enquiry closed']);
  const tell = settle(templateOf('add_to_waitlist')!.content, own).steps.find(({ key }) => key === 'tell');
  expect(tell).toMatchObject({ do: 'send_email', params: { template: 'm-own', to: 'subject' } });
  const archived: DesignFacts = { ...FACTS, message_templates: [{ ...message, archived: true }] };
  expect(names(archived)).toContain('Waitlist');
  const text: DesignFacts = { ...FACTS, message_templates: [{ ...message, channel: 'sms' }] };
  expect(names(text)).toContain('Waitlist');
});

test('WF-4 WF-57 forms that the steps ask with are copied along if missing, known by key and else by title', () => {
  const asking = contentOf({ steps: [{ key: 'ask', kind: 'form', title: 'Ask', form: 'client_details' }] });
  const keys = (facts: DesignFacts) => lacking([asking, asking], facts).forms.map(({ key }) => key);
  expect(keys(FACTS)).toEqual(['client_details']);
  const form = { key: 'details', title: 'Your details', archived: false, questions: [] };
  const own: DesignFacts = { ...FACTS, forms: [form] };
  expect(keys(own)).toEqual([]);
  expect(settle(asking, own).steps).toMatchObject([{ form: 'details' }]);
  expect(keys({ ...FACTS, forms: [{ ...form, key: 'client_details', title: 'Facts we need' }] })).toEqual([]);
  expect(keys({ ...FACTS, forms: [{ ...form, archived: true }] })).toEqual(['client_details']);
});

test('WF-2 every message and form that the library names is in its own libraries', () => {
  for (const template of TEMPLATES) {
    const facts = withBrought(FACTS, lackedBy([template], FACTS));
    const { steps } = settle(template.content, facts);
    for (const step of steps.filter(sends)) expect(step.params.template, template.key).toMatch(/^m-/);
  }
});

test('WF-4 the library is the same after it was used', () => {
  const before = structuredClone(TEMPLATES);
  for (const { key } of TEMPLATES) usedAsItIs(key);
  expect(TEMPLATES).toEqual(before);
});

test('WF-4 a newer template is offered to an older copy and to nothing else', () => {
  expect(newerTemplate('template:complaint@1')?.key).toBe('complaint');
  expect(newerTemplate('template:complaint@3')).toBeUndefined();
  expect(newerTemplate('template:gone@1')).toBeUndefined();
  expect(newerTemplate('blank')).toBeUndefined();
});

test('WF-21 every template can be published by whoever may design and change people, and by nobody less', () => {
  const template = templateOf('deactivate_prospect')!;
  const facts = withBrought(FACTS, lackedBy([template], FACTS));
  const content = settle(template.content, facts);
  const command = {
    do: 'copy_template',
    id: 'w',
    template: { key: 'deactivate_prospect', n: 1 },
    content,
    as_is: true,
  } as const;
  expect(accepted(decide({ around: around({ design: facts }) }, command, contextAs('Manager'))).events.length).toBe(4);
  expect(decide({ around: around() }, command, contextAs('Staff')).yes).toBe(false);
});
