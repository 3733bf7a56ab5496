import { expect, test } from 'vitest';
import { TEMPLATES } from './templates.ts';

const tasks = TEMPLATES.flatMap(({ key, content }) =>
  content.steps.flatMap((step) => (step.kind === 'task' ? [{ name: `${key}.${step.key}`, step }] : [])),
);

test('WF-2 tasks end with the outcomes of the table', () => {
  const ends = tasks.flatMap(({ name, step }) => (step.outcomes ? [`${name}: ${step.outcomes.join(', ')}`] : []));
  expect(ends).toEqual([
    'new_prospect.conflict: clear, conflict',
    'new_prospect.talk: go ahead, later, no',
    'new_prospect.answer: accepted, declined',
    'add_to_waitlist.place: keep, offer, remove',
    'deactivate_prospect.papers: keep, erase',
    'client_onboarding.identity: passed, refer',
    'authorization_renewal.needed: renew, let lapse',
    'schedule_setup.room: fits, move dates',
    'employee_onboarding.month: settled, extend',
    'health_check.identity: fine, act',
    'health_check.talk: all stays, changes',
    'complaint.end: settled, goes further',
  ]);
});

test('WF-2 files are asked for, and steps may be left out, where the table says so', () => {
  expect(tasks.flatMap(({ name, step }) => (step.files_min ? [name] : []))).toEqual([
    'client_onboarding.letter',
    'client_offboarding.records',
    'employee_onboarding.contract',
    'employee_offboarding.last',
    'year_end_accounts.draft',
    'year_end_accounts.file',
    'tax_return.figures',
    'tax_return.lodge',
    'payroll_month.calc',
    'payroll_month.report',
    'complaint.find',
    'complaint.reply',
  ]);
  expect(tasks.flatMap(({ name, step }) => (step.required ? [] : [name]))).toEqual([
    'client_onboarding.call',
    'employee_offboarding.talk',
    'year_end_accounts.next',
    'complaint.learn',
  ]);
});

test('WF-2 WF-57 forms ask whom the table says, with which form and which reminders, and tell how to answer for them', () => {
  const forms = TEMPLATES.flatMap(({ key, content }) =>
    content.steps.flatMap((step) => {
      if (step.kind !== 'form') return [];
      expect(step.instructions?.length ?? 0, `${key}.${step.key}`).toBeGreaterThan(40);
      return [`${key}.${step.key} ${step.form} ${step.recipient} ${step.reminders.join()} ${step.expires_after}`];
    }),
  );
  expect(forms).toEqual([
    'add_to_waitlist.still still_wanted subject 3,7 30',
    'client_onboarding.details client_details primary_contact 3,7 30',
    'authorization_renewal.sign authorization_to_sign primary_contact 5,10 30',
    'employee_onboarding.rules policies_read subject 3 30',
    'employee_profile.ask employee_profile subject 3 30',
    'year_end_accounts.request year_end_records primary_contact 7,14 30',
    'payroll_month.changes payroll_changes primary_contact 2 10',
  ]);
});

test('WF-2 answers are written to the subject, and leaving is finished only when it is true', () => {
  const writes = tasks.flatMap(({ name, step }) =>
    (step.asks ?? []).flatMap((ask) => (ask.writes ? [`${name} ${ask.writes}`] : [])),
  );
  expect(writes).toEqual([
    'new_prospect.need service_wanted',
    'new_prospect.need source',
    'add_to_waitlist.wish service_wanted',
    'schedule_setup.team role.partner',
    'schedule_setup.team role.manager',
    'schedule_setup.team role.assignee',
    'schedule_setup.team role.reviewer',
    'schedule_setup.team role.second_reviewer',
    'employee_offboarding.last end_on',
    'employee_offboarding.last end_reason',
    'employee_profile.apply phone',
    'employee_profile.apply work_email',
    'employee_profile.apply job_title',
  ]);
  expect(tasks.filter(({ step }) => step.finish_if).map(({ name }) => name)).toEqual([
    'employee_offboarding.hand',
    'employee_offboarding.lock',
  ]);
});

test('WF-2 reviews judge what the table says, by whom it says', () => {
  const reviews = TEMPLATES.flatMap(({ key, content }) =>
    content.steps.flatMap((step) =>
      step.kind === 'review'
        ? [
            `${key}.${step.key} of ${step.of.join()} by ${step.reviewers.map((one) => one.join()).join(' then ')} ${step.at_least}`,
          ]
        : [],
    ),
  );
  expect(reviews).toEqual([
    'deactivate_prospect.sure of why,tidy by manager 0',
    'client_onboarding.accept of letter,identity by partner 1',
    'client_offboarding.ok of open,stop,records by partner 1',
    'authorization_renewal.checked of record by reviewer,manager 1',
    'schedule_setup.ok of plan by partner 1',
    'employee_offboarding.ok of hand,kit,lock by role:Manager 1',
    'employee_profile.bank of apply by role:Manager 1',
    'year_end_accounts.review of books,draft,queries by reviewer then second_reviewer 1',
    'tax_return.review of posted,codes,figures by reviewer,manager 1',
    'payroll_month.review of calc by reviewer,manager 1',
    'health_check.review of facts,identity,books by manager 1',
    'complaint.review of find,reply by partner,role:Manager 1',
  ]);
});
