import { describe, expect, test } from 'vitest';
import { codeOf, contextAt, MONDAY, who } from '../items/testing.ts';
import { differencesOf } from './differing.ts';
import { triaged } from './matching.ts';
import { type Incoming, newTriageRule, type TriageCommand, type TriageRule, type TriageState } from './model.ts';
import { decide, evolve } from './rules.ts';

const THERE = { categories: new Set(['tax']), hands: new Set(['anna', 'ben']), tags: new Set(['urgent']) };
const WHEN = { senders: [], addresses: [], words: [], form_id: null, answers: [] };
const SETS = { category_id: null, assignee_id: null, due_after: null, tags: [], set_aside: false };

const rule = (name: string, when: Partial<TriageRule['when']>, sets: Partial<TriageRule['sets']>): TriageRule => ({
  id: name,
  version: 1,
  name,
  position: 0,
  on: true,
  tried: true,
  when: { ...WHEN, ...when },
  sets: { ...SETS, ...sets },
  deleted_at: null,
});
const mail = (more: Partial<Incoming> = {}): Incoming => ({
  senders: ['office@ato.example'],
  tag: null,
  subject: 'Your tax return, due soon',
  form_id: null,
  answers: {},
  ...more,
});
const matches = (when: Partial<TriageRule['when']>, one: Incoming): boolean =>
  triaged([rule('x', when, { category_id: 'tax' })], one, THERE).category_id !== null;

describe('when a rule applies', () => {
  test('IN-186 a sender is an address or a domain with all below it, and nobody who only ends like it', () => {
    expect(matches({ senders: ['office@ato.example'] }, mail())).toBe(true);
    expect(matches({ senders: ['x.example', 'ato.example'] }, mail())).toBe(true);
    expect(matches({ senders: ['ato.example'] }, mail({ senders: ['a@mail.ato.example'] }))).toBe(true);
    expect(matches({ senders: ['ato.example'] }, mail({ senders: ['a@notato.example'] }))).toBe(false);
    expect(matches({ senders: ['ato.example'] }, mail({ senders: [] }))).toBe(false);
  });

  test('IN-186 an address of ours by its tag, a word of the subject as a whole word, whatever its case and accents', () => {
    expect(matches({ addresses: ['tax'] }, mail({ tag: 'tax' }))).toBe(true);
    expect(matches({ addresses: ['tax'] }, mail())).toBe(false);
    expect(matches({ addresses: ['main'] }, mail())).toBe(true);
    expect(matches({ addresses: ['main'] }, mail({ tag: undefined }))).toBe(false);
    expect(matches({ words: ['TAX Return'] }, mail())).toBe(true);
    expect(matches({ words: ['turn'] }, mail())).toBe(false);
    expect(matches({ words: ['resume'] }, mail({ subject: 'Résumé' }))).toBe(true);
  });

  test('IN-186 an answer to a form, by what was answered; all kinds of condition that are given must hold', () => {
    const answer = mail({ tag: undefined, form_id: 'enquiry', answers: { what: ['Tax', 'Audit'], new: true, n: 3 } });
    expect(matches({ form_id: 'enquiry' }, answer)).toBe(true);
    expect(matches({ form_id: 'other' }, answer)).toBe(false);
    for (const [question, is, held] of [
      ['what', 'audit', true],
      ['what', 'Payroll', false],
      ['new', 'Yes', true],
      ['n', '3', true],
      ['gone', 'x', false],
    ] as const)
      expect(matches({ form_id: 'enquiry', answers: [{ question, is }] }, answer), `${question} ${is}`).toBe(held);
    expect(matches({ senders: ['ato.example'], words: ['lease'] }, mail())).toBe(false);
  });
});

describe('what the rules make of it', () => {
  const tax = rule('Tax', { words: ['tax'] }, { category_id: 'tax', assignee_id: 'anna' });
  const office = rule('Office', { senders: ['ato.example'] }, { assignee_id: 'ben', tags: ['urgent', 'gone'] });

  test('IN-186 of each field the first rule has it, and it is said which rule set what', () => {
    expect(triaged([tax, office], mail(), THERE)).toEqual({
      set_aside: null,
      category_id: 'tax',
      assignee_id: 'anna',
      due_after: null,
      tags: ['urgent'],
      by: [
        { rule: 'Tax', set: ['category_id', 'assignee_id'] },
        { rule: 'Office', set: ['tags'] },
      ],
    });
    expect(triaged([office, tax], mail(), THERE).assignee_id).toBe('ben');
  });

  test('IN-186 what is gone is passed over, so that the next rule has the field', () => {
    const gone = rule('Gone', { words: ['tax'] }, { assignee_id: 'left', category_id: 'old', tags: ['gone'] });
    expect(triaged([gone, office], mail(), THERE)).toMatchObject({ assignee_id: 'ben', by: [{ rule: 'Office' }] });
  });

  test('IN-186 what is set aside gets nothing else', () => {
    const aside = rule('News', { words: ['soon'] }, { set_aside: true, category_id: 'tax' });
    expect(triaged([tax, aside], mail(), THERE)).toMatchObject({ set_aside: 'News', category_id: null, by: [] });
  });

  test('IN-186 a trial says by field what a rule would change of what the others do, in its place', () => {
    const off = {
      ...rule('Later', { words: ['tax'] }, { assignee_id: 'ben', due_after: { n: 2, unit: 'days' as const } }),
      on: false,
    };
    const came = {
      incoming: mail(),
      received_on: '2026-11-23',
      category_id: 'tax',
      assignee_id: null,
      client_assignee_id: 'ben',
    };
    const around = {
      there: THERE,
      calendar: { working_days: [1, 2, 3, 4, 5], holidays: [] },
      categories: new Map([
        ['tax', { name: 'Tax letters', default_assignee_id: 'anna', due_after: { n: 1, unit: 'days' as const } }],
      ]),
      members: new Map([
        ['anna', 'Anna'],
        ['ben', 'Ben'],
      ]),
      tags: new Map([['urgent', 'Urgent']]),
    };
    expect(differencesOf([off], off, came, around)).toEqual([
      { field: 'assignee', before: 'Anna', after: 'Ben' },
      { field: 'due', before: '2026-11-24', after: '2026-11-25' },
    ]);
    // behind one that has the assignee already it changes the date alone
    expect(differencesOf([tax, off], off, came, around).map(({ field }) => field)).toEqual(['due']);
    const aside = { ...rule('News', { words: ['tax'] }, { set_aside: true }), on: false };
    expect(differencesOf([aside], aside, came, around)).toContainEqual({
      field: 'set_aside',
      before: null,
      after: 'News',
    });
    expect(differencesOf([off], off, { ...came, incoming: mail({ subject: 'Lease' }) }, around)).toEqual([]);
  });
});

describe('who makes rules, and how they are switched on', () => {
  const state = (more: Partial<TriageRule> = {}): TriageState => ({
    rule: { ...rule('Tax', { words: ['tax'] }, { category_id: 'tax' }), on: false, tried: false, ...more },
    around: { count: 1, last: 1, names: ['news'], there: THERE, forms: new Set(['enquiry']) },
  });
  const told = (one: TriageState, command: TriageCommand, by = 'olga') =>
    decide(one, command, contextAt(MONDAY, who(by)));
  const after = (one: TriageState, command: TriageCommand): TriageState => {
    const decision = told(one, command);
    if (!decision.yes) throw new Error(decision.because);
    return decision.events.reduce(evolve, one);
  };
  const ADD = {
    do: 'add' as const,
    name: 'Tax',
    when: { ...WHEN, words: ['tax'] },
    sets: { ...SETS, category_id: 'tax' },
  };
  const blank = () => state({ version: 0 });

  test('IN-186 Owners and Admins alone; a rule is made off, and on only once it was tried as it is', () => {
    for (const by of ['mark', 'anna', 'vera']) expect(told(blank(), ADD, by)).toMatchObject({ yes: false });
    expect(after(blank(), ADD).rule).toMatchObject({ on: false, tried: false, position: 1 });
    expect(codeOf(told(state(), { do: 'switch', on: true }))).toBe('not_tried');
    const on = after(after(state(), { do: 'try' }), { do: 'switch', on: true });
    expect(on.rule.on).toBe(true);
    expect(after(on, { do: 'change', name: 'Taxes' }).rule).toMatchObject({ on: true, tried: true });
    const changed = after(on, { do: 'change', when: { ...WHEN, words: ['gst'] } });
    expect(changed.rule).toMatchObject({ on: false, tried: false });
  });

  test('IN-186 a rule names at least one condition and one result, and nothing that is not there', () => {
    const errors = (more: object) => {
      const decision = told(blank(), { ...ADD, ...more });
      return decision.yes ? [] : (decision as { errors?: { code: string }[] }).errors?.map(({ code }) => code);
    };
    expect(errors({ when: WHEN, sets: SETS, name: 'NEWS' })).toEqual(['name_taken', 'no_condition', 'nothing_set']);
    expect(errors({ when: { ...ADD.when, answers: [{ question: 'a', is: 'b' }] } })).toEqual(['form_missing']);
    expect(errors({ when: { ...WHEN, form_id: 'gone' } })).toEqual(['no_such_form']);
    expect(errors({ sets: { ...SETS, category_id: 'x', assignee_id: 'vera', tags: ['x'] } })).toEqual([
      'no_such_category',
      'cannot_act',
      'no_such_tag',
    ]);
  });

  test('IN-186 no rule can name a status or a decision', () => {
    const given = { name: 'x', when: { words: ['x'] } };
    expect(newTriageRule.safeParse({ ...given, sets: { set_aside: true } }).success).toBe(true);
    for (const more of [{ status: 'completed' }, { decision: 'approved' }])
      expect(newTriageRule.safeParse({ ...given, sets: { set_aside: true, ...more } }).success).toBe(false);
  });
});
