import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Id } from '#ground/id.ts';

/** 128 random bits in 22 characters. */
export const randomToken = (): string => randomBytes(16).toString('base64url');

/** What is stored of a token. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * A link's token is its public part and a seal over it by the installation's secret. So a waiting letter and a row of the
 * database hold only the public part, which opens nothing (PL-S22).
 */
export const sealedToken = (secret: string, purpose: string, part: string): string =>
  `${part}.${sealOf(secret, purpose, part)}`;

/** The public part of a token whose seal is right; null for any other text (PL-S12). */
export const unsealed = (secret: string, purpose: string, token: string): string | null => {
  const [part = '', seal = '', ...rest] = token.split('.');
  const right = Buffer.from(sealOf(secret, purpose, part));
  const given = Buffer.from(seal);
  return !rest.length && given.length === right.length && timingSafeEqual(given, right) ? part : null;
};

const sealOf = (secret: string, purpose: string, part: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${part}`).digest('base64url').slice(0, 27);

export interface Invitation {
  practice_id: Id;
  member_id: Id;
  no: number;
}

/** An invitation names its practice, member and letter, so that accepting it needs no list of tokens. */
export const invitationToken = (secret: string, { practice_id, member_id, no }: Invitation): string => {
  const part = Buffer.from(`${practice_id}${member_id}`.replaceAll('-', ''), 'hex').toString('base64url');
  return sealedToken(secret, 'invitation', `${part}~${no}`);
};

export const readInvitation = (secret: string, token: string): Invitation | null => {
  const part = unsealed(secret, 'invitation', token);
  if (!part) return null;
  const [ids = '', no = ''] = part.split('~');
  const hex = Buffer.from(ids, 'base64url').toString('hex');
  return { practice_id: uuid(hex.slice(0, 32)), member_id: uuid(hex.slice(32)), no: Number(no) };
};

const uuid = (hex: string): Id => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
