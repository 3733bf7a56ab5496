import { ask, lines, on, template, toReview } from '../writing.ts';

export const complaint = template('complaint', 3, {
  name: 'Complaint',
  description:
    'Somebody is unhappy: written down the same day, acknowledged, investigated by a person who had no part in it, answered in writing after a second look, and learned from.',
  subject_kinds: ['client'],
  settings: { people_asked: [{ key: 'investigator', label: 'Investigator' }] },
  steps: [
    {
      key: 'log',
      kind: 'task',
      group: 'Begin',
      title: 'Write down who complains, about what, and what they want',
      instructions:
        'In their words, not in ours. Anything said or written that shows they are unhappy is a complaint, whatever it is called. Admit nothing and argue nothing yet. If money may be claimed, tell the partner to inform the insurer before anybody answers.',
      asks: [
        ask('who', 'Who complains', 'text'),
        ask('what', 'What about', 'text'),
        ask('since', 'Since when', 'date', { required: false }),
        ask('wanted', 'What they want', 'text', { required: false }),
        ask('how', 'How it reached us', 'choice', {
          choices: ['E-mail', 'Telephone', 'Letter', 'In person', 'Through somebody else'],
        }),
      ],
      who: ['launcher'],
      due: on('r+1b'),
    },
    {
      key: 'ack',
      kind: 'action',
      group: 'Begin',
      title: 'Send the e-mail: we have it, who answers, and by when',
      instructions:
        'Repeat the complaint in one sentence, so that they can correct you, and name the investigator and the day by which they will hear. Send the complaints procedure with it.',
      do: 'send_email',
      params: { template: 'complaint_received', to: 'primary_contact' },
      approve_first: true,
      who: ['launcher'],
    },
    {
      key: 'warn',
      kind: 'action',
      group: 'Begin',
      title: 'Tell the partner',
      do: 'notify',
      params: {
        to: ['partner'],
        text: '{{client.name}} has complained. Please do not answer on your own while it is looked into; consider whether the insurer must be told.',
      },
      after: ['log'],
    },
    {
      key: 'find',
      kind: 'task',
      group: 'Work',
      title: 'Investigate',
      instructions:
        'The investigator had no part in the work complained about. Read the file, ask those who did it, ask the client what is unclear. Write down what happened, what should have happened, and what it cost them. Attach the findings.',
      checklist: lines({
        file: 'File, letters and time records read',
        people: 'Those who did the work heard',
        client: 'Client asked about what is unclear',
        found: 'Findings separate facts from opinions, and name the cause',
      }),
      files_min: 1,
      after: ['log'],
      who: ['asked:investigator'],
      due: on('run+10b'),
    },
    {
      key: 'reply',
      kind: 'task',
      group: 'Work',
      title: 'Draft the answer',
      instructions:
        'Answer each point. Say sorry where we were wrong, and what we offer: put it right, reduce the bill, or neither and why. Say where they can go if they do not agree, and until when. Attach the draft.',
      checklist: lines({
        points: 'Every point of the complaint is answered',
        remedy: 'What we offer is clear, and somebody who may has agreed to it',
        further: 'Says where they can take it, and until when',
      }),
      files_min: 1,
      who: ['asked:investigator'],
      due: on('run+12b'),
    },
    {
      key: 'review',
      kind: 'review',
      group: 'Check',
      title: 'Second look at the findings and the answer',
      instructions: toReview(
        'Read the complaint first, then the answer, as the client will.',
        'The findings are fair to the client and to colleagues',
        'The insurer was told, if there may be a claim',
        'The answer is plain, kind and admits what is so',
      ),
      of: ['find', 'reply'],
      reviewers: [['partner', 'role:Manager']],
      due: on('run+15b'),
    },
    {
      key: 'send',
      kind: 'action',
      group: 'Close',
      title: 'Send the answer',
      instructions:
        'Put the answer that was reviewed in place of the empty line. If they wrote a letter, send a letter too. Call the day after: an answer that is talked through ends more complaints than one that is well written.',
      do: 'send_email',
      params: { template: 'complaint_answer', to: 'primary_contact' },
      approve_first: true,
      who: ['asked:investigator'],
    },
    {
      key: 'end',
      kind: 'task',
      group: 'Close',
      title: 'Record how it ended',
      instructions:
        '«Settled» when they accept, or have said nothing for two weeks after the answer. «Goes further» when they turn to an ombudsman, a professional body, a court or the insurer; keep what comes from there.',
      asks: [ask('cost', 'What it cost us', 'money', { required: false })],
      outcomes: ['settled', 'goes further'],
      who: ['asked:investigator'],
      due: on('run+30d'),
    },
    {
      key: 'learn',
      kind: 'task',
      group: 'Close',
      title: 'Decide what we change',
      instructions:
        'One thing, with a name and a date: a checklist line, a letter, a training, a limit. Tell the team without naming the client.',
      required: false,
      who: ['role:Manager'],
      due: on('r+10b'),
    },
  ],
});
