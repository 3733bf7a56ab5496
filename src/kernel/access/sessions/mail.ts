import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { invitationOver } from '../members/rules.ts';
import { findMember } from '../members/store.ts';
import type { Access } from './access.ts';
import { hashOf, invitationToken, sealedToken } from './tokens.ts';

/** A letter of ours to a member, ready to leave. */
export interface AccessLetter {
  to: string;
  subject: string;
  text: string;
}

/** The job's name on the queue `act`; its data is one of these. No token stands in it: the link is made when the letter is. */
export const ACCESS_MAIL = 'access.mail';
export type AccessMail =
  | { kind: 'invitation'; member_id: string; no: number }
  | { kind: 'reset'; member_id: string; part: string }
  | { kind: 'new_device'; member_id: string; device: string; address: string; at: string }
  | { kind: 'password_changed'; member_id: string; at: string };

/** The letter a job asks for, as things are now; null when it no longer makes sense (withdrawn, used, left). */
export const accessLetter = async (access: Access, desk: Desk, data: Json): Promise<AccessLetter | null> => {
  const job = data as unknown as AccessMail;
  const member = await findMember(desk, job.member_id);
  if (!member) return null;
  const at = (path: string, token: string) => `${access.publicUrl}/${path}#${token}`;
  const letter = (subject: string, ...lines: string[]) => ({
    to: member.email,
    subject,
    text: `${lines.join('\n\n')}\n`,
  });
  switch (job.kind) {
    case 'invitation': {
      if (invitationOver(member, job.no, desk.now)) return null;
      const link = at(
        'invitation',
        invitationToken(access.secret, { practice_id: desk.practice.id, member_id: member.id, no: job.no }),
      );
      return letter(
        `${desk.practice.name} invites you to Tickmark`,
        `Hello ${member.name},`,
        `${desk.practice.name} works with Tickmark and would like you to join. Open this link to choose a password:`,
        link,
        'It works once and for seven days. If you do not know the practice, leave this letter alone; nothing happens then.',
      );
    }
    case 'reset': {
      const token = sealedToken(access.secret, 'link', job.part);
      if (!(await isWaiting(access, token))) return null;
      return letter(
        'A new password for Tickmark',
        `Hello ${member.name},`,
        'Somebody, probably you, asked for a new password. Open this link to choose one:',
        at('reset', token),
        'It works once and for one hour. If it was not you, leave this letter alone; your password stays as it is.',
      );
    }
    case 'new_device':
      return letter(
        'A new device signed in to Tickmark',
        `Hello ${member.name},`,
        `Your account was used on ${job.device}${job.address ? ` from the address ${job.address}` : ''} at ${job.at} (UTC).`,
        `If it was you, all is well. If not, change your password and sign out everywhere: ${access.publicUrl}/me`,
      );
    case 'password_changed':
      return letter(
        'Your Tickmark password was changed',
        `Hello ${member.name},`,
        `The password of your account was changed at ${job.at} (UTC), and all other sessions were ended.`,
        `If it was not you, ask for a new password at once: ${access.publicUrl}/reset`,
      );
  }
};

const isWaiting = async (access: Access, token: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from auth.link where hash = ${hashOf(token)} and used_at is null`.execute(
    access.db,
  );
  return rows.length > 0;
};
