import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals what a provider's account is opened with, by a key that stands outside the database (ME-78). */
export interface Seal {
  seal(secret: string): string;
  /** Throws when it was sealed under another key, or altered. */
  open(sealed: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/** `secret`: what the installation derives its keys from; the same on every node. */
export const sealing = (secret: string): Seal => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tickmark channels', 32));
  return {
    seal: (text) => {
      const iv = randomBytes(IV);
      const cipher = createCipheriv(ALGORITHM, key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV));
      decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString('utf8');
    },
  };
};
