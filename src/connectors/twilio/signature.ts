import { createHmac, timingSafeEqual } from 'node:crypto';

/** What Twilio signs with: HMAC-SHA1 over the address and the fields sorted by name, base64. */
const signatureOf = (authToken: string, url: string, fields: Readonly<Record<string, string>>): string =>
  createHmac('sha1', authToken)
    .update(
      Object.keys(fields)
        .sort()
        .reduce((text, name) => text + name + fields[name], url),
    )
    .digest('base64');

export interface SignedCall {
  /** The address as Twilio called it, with scheme, host and query: behind a proxy that is the public one. */
  url: string;
  /** The form fields of the body, every one of them, decoded. */
  fields: Readonly<Record<string, string>>;
  /** The header `X-Twilio-Signature`; null when it is missing. */
  signature: string | null;
}

/** Whether a callback truly comes from the account whose token this is (ME-74). Compared in constant time. */
export const isSignedBy = (authToken: string, { url, fields, signature }: SignedCall): boolean => {
  if (!signature) return false;
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(authToken, url, fields))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
