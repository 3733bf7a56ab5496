import type { Channel } from '#messages/fields/model.ts';
import type { TemplateModule } from './model.ts';

/** Wording to begin with: the messages that ready-made workflows speak of. */
export interface LibraryTemplate {
  key: string;
  channel: Channel;
  module: TemplateModule;
  name: string;
  purpose: string;
  subject: string | null;
  body: string;
}

/** The same as a practice's own, in its English or, where it speaks another language, in English. */
export const newOf = ({ key: _, subject, body, ...about }: LibraryTemplate, practice: { locale: string }) => {
  const locale = practice.locale.split('-')[0] === 'en' ? practice.locale : 'en';
  const variants = [{ locale, subject, body, text: null }];
  return { ...about, content: { default_locale: locale, signature: true, send_without_pdf: false, variants } };
};

const HELLO = '<p>Hi {{ contact.first_name | default: "there" }},</p>';
const mail = (
  key: string,
  name: string,
  { purpose, subject, paragraphs }: { purpose: string; subject: string; paragraphs: readonly string[] },
): LibraryTemplate => ({
  key,
  channel: 'email',
  module: 'workflows',
  name,
  purpose,
  subject,
  body: [HELLO, ...paragraphs.map((words) => (words.startsWith('<') ? words : `<p>${words}</p>`))].join(''),
});

export const LIBRARY: readonly LibraryTemplate[] = [
  mail('welcome', 'Welcome', {
    purpose: 'Who does what, and when: the first e-mail to a new client',
    subject: 'Welcome to {{ practice.name }}',
    paragraphs: [
      'Welcome. From today {{ specialist.name | default: "our team" }} looks after {{ client.name }}: write or call whenever something is unclear.',
      'What happens next:',
      '<ul><li>We collect what your last accountant holds, so that nothing falls between two chairs.</li><li>You get a short list of what we still need from you.</li><li>When the list is complete we tell you the first dates to expect.</li></ul>',
    ],
  }),
  mail('engagement', 'Engagement letter', {
    purpose: 'Sends the letter of engagement to be signed',
    subject: 'The letter of engagement for {{ client.name }}',
    paragraphs: [
      'The letter of engagement says what we do for {{ client.name }}, what we do not do, and what it costs.',
      'Please read it, ask about anything that is not plain, and sign it. We begin on the day it is back with us.',
    ],
  }),
  mail('records', 'Request for records', {
    purpose: 'Asks for the papers that are still missing',
    subject: 'What we still need from you',
    paragraphs: [
      'To go on with your work we still need some of your records.',
      '{% if task.due_date %}Please send them by {{ task.due_date | date: "weekday" }}.{% else %}Please send them within two weeks.{% endif %} If one of them does not exist, tell us: then we stop asking.',
    ],
  }),
  mail('deadline', 'Deadline reminder', {
    purpose: 'A week before a date that cannot be moved',
    subject: 'A date that cannot be moved',
    paragraphs: [
      '{% if task.due_date %}Your next deadline is {{ task.due_date | date: "weekday" }}.{% else %}Your next deadline is close.{% endif %} We cannot move it, and after it there may be a penalty.',
      'What we need to be in time has to reach us three working days before. If that is not possible, call us today.',
    ],
  }),
  mail('fee', 'Fee and last day to pay', {
    purpose: 'After a return is ready: what is owed, and until when',
    subject: 'Your return is ready',
    paragraphs: [
      'Your return is ready. The amount to pay is the one in the summary you approved.',
      '{% if task.due_date %}The last day to pay is {{ task.due_date | date: "weekday" }}.{% endif %} Paid later, the office adds interest from the first day.',
    ],
  }),
  mail('year_plan', 'Dates and names of the year', {
    purpose: 'After the year is planned: when what is due, and who does it',
    subject: 'Your year with {{ practice.name }}',
    paragraphs: [
      'The work for {{ client.name }} is planned for the year. {{ specialist.name | default: "Our team" }} looks after it and tells you ahead of each date what we need from you.',
      'If a date does not suit you, tell us within a week: then it is still easy to move.',
    ],
  }),
  mail('agreed', 'What we agreed', {
    purpose: 'After the annual talk; write into each line what you agreed before it leaves',
    subject: 'What we agreed',
    paragraphs: [
      'Thank you for the talk. This is what we took from it:',
      '<ul><li>What stays as it is.</li><li>What changes, and from when.</li><li>What each of us does next.</li></ul>',
      'If you remember something differently, reply to this e-mail.',
    ],
  }),
  mail('complaint_received', 'Complaint received', {
    purpose: 'The day somebody complains: we have it, and what happens next',
    subject: 'We have your complaint',
    paragraphs: [
      'Thank you for telling us. We are sorry that you have a reason to complain, and we take it seriously.',
      'Somebody who had no part in the work looks into it and answers you in writing within 15 working days. If we have misunderstood you, or you want to add something, reply to this e-mail.',
    ],
  }),
  mail('complaint_answer', 'Answer to a complaint', {
    purpose: 'The answer; write what you found and what you offer before it leaves',
    subject: 'Our answer to your complaint',
    paragraphs: [
      'We have looked into your complaint. This is what we found, what we are sorry for, and what we offer:',
      'If you do not agree, tell us. You can also take it further; we tell you where, and until when.',
    ],
  }),
  mail('closing_letter', 'Closing letter', {
    purpose: 'On the last day of service: what is finished, and what is now theirs',
    subject: 'The end of our work for {{ client.name }}',
    paragraphs: [
      'Today is the last day on which we act for {{ client.name }}. From now on every deadline is yours or your new adviser’s.',
      'Your records were handed over as agreed. Thank you for the years together; we wish you well.',
    ],
  }),
  {
    ...mail('waitlist', 'Waitlist', {
      purpose: 'Tells a prospect that they are on the list',
      subject: 'You are on our list',
      paragraphs: [],
    }),
    body: '<p>Hi {{ prospect.first_name | default: "there" }},</p><p>Thank you for asking us. We cannot take on new work today, so you are on our list, in the order in which people asked.</p><p>We write as soon as a place is free. If you find somebody else meanwhile, a short reply is enough.</p>',
  },
  {
    ...mail('next_steps', 'Thank you, and what happens next', {
      purpose: 'The first e-mail to a prospect after their enquiry',
      subject: 'Thank you for asking {{ practice.name }}',
      paragraphs: [],
    }),
    body: '<p>Hi {{ prospect.first_name | default: "there" }},</p><p>Thank you for your enquiry. {{ specialist.name | default: "One of us" }} calls you within three working days for a first conversation.</p><p>Please have to hand your last accounts and return, the name of the software you use, and any letter that worries you.</p>',
  },
  {
    ...mail('enquiry_closed', 'Enquiry closed', {
      purpose: 'A friendly goodbye to a prospect',
      subject: 'Thank you for asking us',
      paragraphs: [],
    }),
    body: '<p>Hi {{ prospect.first_name | default: "there" }},</p><p>Thank you for asking us. We have closed your enquiry, and we do not act for you: please keep an eye on your own deadlines.</p><p>You are welcome back at any time.</p>',
  },
  {
    key: 'records_sms',
    channel: 'sms',
    module: 'workflows',
    name: 'Records reminder',
    purpose: 'A short text after the request by e-mail',
    subject: null,
    body: 'Hi {{ contact.first_name | default: "there" }}, we still wait for your records. Please look at our e-mail or call us. {{ practice.name }}',
  },
];
