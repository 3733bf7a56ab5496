import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { sealedToken, unsealed } from '#kernel/access/sessions/tokens.ts';

/** A page of a public form as it was given out: its number keeps a second press from being a second answer (IN-94). */
export interface OpenedPage {
  /** Of this page alone. */
  page: string;
  form: Id;
  /** The version it shows. */
  n: number;
  opened_at: Instant;
  /** Files that were uploaded on it and are not sent yet, by id. */
  files: Record<Id, string>;
}

const LIVES_MS = 7 * 24 * 3_600_000;

export const newPage = (form: Id, n: number, now: Instant): OpenedPage => ({
  page: newId(),
  form,
  n,
  opened_at: now,
  files: {},
});

/** What its form sends back; only the installation can make it. */
export const pageToken = (secret: string, page: OpenedPage): string =>
  sealedToken(secret, 'public_form', Buffer.from(JSON.stringify(page)).toString('base64url'));

/** The page that a token is of, for 7 days; null for any other text and for one of another form. */
export const pageOfToken = (secret: string, token: string, form: Id, now: Instant): OpenedPage | null => {
  const part = token.length < 8_000 ? unsealed(secret, 'public_form', token) : null;
  if (part === null) return null;
  const page = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as OpenedPage;
  return page.form === form && addMilliseconds(page.opened_at, LIVES_MS) > now ? page : null;
};
