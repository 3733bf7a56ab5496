import type { Instant } from '#ground/time.ts';
import { queryClient } from '#kernel/ui/query.ts';

/** What every way in answers: where one stands now (PL-41). */
export interface Begun {
  at: 'open' | 'grace' | 'enrol' | 'confirm' | 'code';
  until?: Instant;
  factors?: ('code' | 'recovery_code' | 'passkey')[];
  practice_id?: string;
}

/** True while a code is still owed. */
export const owesCode = (begun: Begun): boolean => begun.at === 'code' || begun.at === 'confirm';

/** `/clients?tag=a`; anything that is no address of ours becomes the start. Pure. */
export const ownAddress = (to: string | undefined): string =>
  to?.startsWith('/') && !/^\/[/\\]/.test(to) && !to.startsWith('/sign-in') ? to : '/';

/** Where to go after signing in: set up a factor that is overdue, else to where one was going. */
export const wayIn = (begun: Begun, to = '/'): string => (begun.at === 'enrol' ? '/second-factor' : to);

/** Nothing that was read as somebody else stays. */
export const forgetAnswers = (): void => queryClient.clear();

/** The token behind the `#` of a link (PL-6, PL-45): it is in no log and no referrer. */
export const tokenOfAddress = (): string => decodeURIComponent(window.location.hash.slice(1));
