import { ask, lines, on, TODAY, template, went } from '../writing.ts';

export const newProspect = template('new_prospect', 2, {
  name: 'New prospect',
  description:
    'From the first enquiry to a yes, a no or a place on the waitlist: what they need, whether you may act, the first conversation, the proposal and the answer.',
  subject_kinds: ['prospect'],
  triggers: [{ key: 'created', on: 'created' }],
  steps: [
    {
      key: 'need',
      kind: 'task',
      group: 'Begin',
      title: 'Write down what they need',
      instructions:
        'Call or read back through what they sent. Note the services they ask for, by when they need help, and how they found you. If a deadline is close (a return, a payroll, a letter from the tax office), say so in a comment so that nobody learns of it in the first conversation.',
      asks: [
        ask('service', 'Service wanted', 'text', { writes: 'service_wanted' }),
        ask('urgency', 'How urgent is it', 'choice', {
          choices: ['A deadline within 2 weeks', 'Within 3 months', 'No hurry'],
        }),
        ask('source', 'How they found us', 'text', { writes: 'source', required: false }),
      ],
      who: ['launcher'],
      due: on('r+1b'),
    },
    {
      key: 'conflict',
      kind: 'task',
      group: 'Begin',
      title: 'Look for duplicates and conflicts of interest',
      instructions:
        'Search the name, the people behind it and their other companies among clients and prospects. A conflict is anything that would keep you from acting freely: you act for the other side of a dispute, for a competitor who would mind, or for both halves of a separating couple. When in doubt ask the partner before you answer.',
      checklist: lines({
        searched: 'Name, trading names and e-mail domain searched among clients and prospects',
        people: 'Owners, directors and close family searched',
        sides: 'No dispute, sale or separation in which we act for the other side',
        staff: 'Nobody in the practice has a personal or financial interest',
      }),
      outcomes: ['clear', 'conflict'],
      who: ['launcher'],
      due: on('r+1b'),
    },
    {
      key: 'thanks',
      kind: 'task',
      group: 'Work',
      title: 'Send the thank-you e-mail: what happens next',
      instructions:
        'Thank them for the enquiry, name the person who will look after it, offer two or three times for a first conversation, and say what they should have to hand: last accounts and return, the software they use, and any letter that worries them. Give no advice yet.',
      only_if: went('conflict', 'clear'),
      who: ['assignee', 'launcher'],
      due: TODAY,
    },
    {
      key: 'talk',
      kind: 'task',
      group: 'Work',
      title: 'Hold the first conversation',
      instructions:
        'Find out what the business does and how it is run, what it has now and why that is not enough, what it expects to pay, and who decides. Close with the next step and its date. Choose «later» if they want to come but not now: they go onto the waitlist.',
      checklist: lines({
        business: 'Business, structure, turnover, staff and software understood',
        trouble: 'Arrears, penalties or open questions with the tax office asked about',
        adviser: 'Present adviser, and the reason for leaving, asked about',
        decides: 'Who decides, and by when, is known',
      }),
      outcomes: ['go ahead', 'later', 'no'],
      only_if: went('conflict', 'clear'),
      who: ['assignee', 'launcher'],
      due: on('r+3b'),
    },
    {
      key: 'offer',
      kind: 'task',
      group: 'Work',
      title: 'Prepare and send the proposal',
      instructions:
        'Say what you will do, what you will not do, what it costs and when it is billed, what you need from them and by when, and until which day the offer stands. Have a partner read it if the fee or the risk is unusual. Attach what was sent.',
      checklist: lines({
        scope: 'Services, frequency and what is not included are written down',
        price: 'Price, billing day and what extra work costs are written down',
        valid: 'The offer names the day until which it stands',
        sent: 'Proposal sent, and a day to ask again is agreed',
      }),
      only_if: went('talk', 'go ahead'),
      who: ['assignee', 'launcher'],
      due: on('r+3b'),
    },
    {
      key: 'answer',
      kind: 'task',
      group: 'Check',
      title: 'Record the answer to the proposal',
      instructions:
        'Ask again after five business days if nothing came. Write down the reason for a no: price, timing, another practice, or no need after all. With «accepted» the prospect becomes a client.',
      asks: [ask('reason', 'What decided it', 'text', { required: false })],
      outcomes: ['accepted', 'declined'],
      only_if: went('talk', 'go ahead'),
      who: ['assignee', 'launcher'],
      due: on('r+10b'),
    },
    {
      key: 'to_client',
      kind: 'action',
      group: 'Close',
      title: 'Convert to a client',
      do: 'convert',
      only_if: went('answer', 'accepted'),
    },
    {
      key: 'to_list',
      kind: 'action',
      group: 'Close',
      title: 'Start «Add to waitlist»',
      after: ['answer'],
      do: 'start_workflow',
      params: { workflow: 'add_to_waitlist' },
      only_if: went('talk', 'later'),
    },
    {
      key: 'to_end',
      kind: 'action',
      group: 'Close',
      title: 'Start «Deactivate prospect»',
      after: ['answer'],
      do: 'start_workflow',
      params: { workflow: 'deactivate_prospect' },
      only_if: { any: [went('conflict', 'conflict'), went('talk', 'no'), went('answer', 'declined')] },
    },
  ],
});
