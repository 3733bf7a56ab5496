import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';

/** Where this installation's own mail listener stands. */
export interface MailPort {
  host: string;
  port: number;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 15_000;

/** A mail to one of our own addresses, by a real client to the real listener; answers what the listener said. */
export const testMailTo =
  ({ host, port }: MailPort) =>
  async ({ to, from }: { to: string; from: string }): Promise<string> => {
    const times = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: ANSWER_MS };
    const transport = createTransport({ host: reachable(host), port, secure: false, ignoreTLS: true, ...times });
    try {
      const { response } = await transport.sendMail({
        from,
        to,
        subject: `Test mail to ${to}`,
        text: 'This mail was sent from the settings, by the way that all mail comes in. It can be deleted.',
      });
      return response;
    } catch (error) {
      const { response, message } = error as { response?: string; message: string };
      throw new HttpRefusal(refused('test_not_taken', `The listener did not take it: ${response ?? message}`));
    } finally {
      transport.close();
    }
  };

/** Whoever listens on every address is reached at this machine's own. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** The address of the member who asks. */
export const memberAddress =
  (kernel: Kernel) =>
  async (place: Place): Promise<string> => {
    const { rows } = await atDesk(kernel, place, ({ tx, practice }) =>
      sql<{ email: string }>`
        select email from app.member where practice_id = ${practice.id} and id = ${place.caller.who.member_id ?? null}`.execute(
        tx,
      ),
    );
    if (!rows[0]) throw new HttpRefusal(notFound('Only a member can be sent a test mail.'));
    return rows[0].email;
  };
