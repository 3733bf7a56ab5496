import type { z } from 'zod';
import type { Mailbox } from './model.ts';
import { MailboxFault, type OpenMailbox, type Place } from './port.ts';
import type { mailboxCheck } from './shapes.ts';

/** What is asked of the connector of a mailbox. */
export const placeOf = ({ host, port, security, user, folder, after }: Mailbox): Place => ({
  host,
  port,
  security,
  user,
  folder,
  changes: after !== 'leave',
});

/** Opens it as reading does, and looks for the folder that mail is moved to. Outside of any transaction; never throws a MailboxFault. */
export const checkMailbox = async (
  open: OpenMailbox,
  mailbox: Mailbox,
  secret: string,
): Promise<z.infer<typeof mailboxCheck>> => {
  try {
    const folder = await open(placeOf(mailbox), secret);
    try {
      const { messages, tells } = folder;
      const missing = mailbox.after === 'move' && !(await folder.has(mailbox.move_to ?? ''));
      return { ok: !missing, because: missing ? `There is no folder «${mailbox.move_to}».` : null, messages, tells };
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!(error instanceof MailboxFault)) throw error;
    return { ok: false, because: error.message, messages: null, tells: null };
  }
};
