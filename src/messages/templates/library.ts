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
      'Your return is ready. The amount and how to pay it stand in the attached summary.',
      '{% if task.due_date %}The last day to pay is {{ task.due_date | date: "weekday" }}.{% endif %} Paid later, the office adds interest from the first day.',
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
    key: 'records_sms',
    channel: 'sms',
    module: 'workflows',
    name: 'Records reminder',
    purpose: 'A short text after the request by e-mail',
    subject: null,
    body: 'Hi {{ contact.first_name | default: "there" }}, we still wait for your records. Please look at our e-mail or call us. {{ practice.name }}',
  },
];
