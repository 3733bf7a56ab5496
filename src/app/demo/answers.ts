import type { Id } from '#ground/id.ts';
import { receiveMail } from '#messages/replies/receiving.ts';
import type { Making } from './making.ts';

/** What came back to two of yesterday's letters: a question and a thank-you, as mails that answer them. */
export const answers = async (making: Making, letters: readonly Id[]): Promise<void> => {
  const { house, practice } = making;
  const words = ['Which quarter do you mean, the last one or this one?', 'Thank you, the papers are on their way.'];
  for (const [n, text] of words.entries()) {
    const mail = [
      `Message-ID: <answer-${n}-${practice}@demo-client.example>`,
      `In-Reply-To: <${letters[n]}@demo-practice.example>`,
      `From: Accounts <books${n}@demo-client.example>`,
      'To: office@demo-practice.example',
      `Subject: Re: your letter`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
    ];
    const raw = new TextEncoder().encode(mail.join('\r\n'));
    const arrived = { raw, return_path: `books${n}@demo-client.example`, to: 'office@demo-practice.example' };
    await receiveMail({ kernel: house.kernel, storage: house.files.storage }, practice, arrived);
  }
};
