import type { Desk } from '#kernel/database/practice.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { settingsOf } from '../items/settings.ts';
import type { ReadMail } from './model.ts';

/** Suspected, in a practice that wants more than a mark (IN-70). */
export const isSetAsideSpam = ({ practice }: Pick<Desk, 'practice'>, { marks }: Pick<ReadMail, 'marks'>): boolean =>
  marks.includes('spam_suspected') && !settingsOf(practice).spam_marks_only;

/** The filter never sets aside a verified sender who is a client (IN-70). */
export const isTrusted = async (
  desk: Desk,
  { verdict, from_address }: Pick<ReadMail, 'verdict' | 'from_address'>,
): Promise<boolean> => {
  if (verdict !== 'verified' || !from_address) return false;
  const address = from_address.toLowerCase();
  return !!(await holdersOf(desk, [{ id: 'sender', channel: 'email', address }])).get('sender')?.length;
};
