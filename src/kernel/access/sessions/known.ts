import type { Context } from 'hono';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import type { Access } from './access.ts';
import { type Account, isPassword } from './accounts.ts';
import { inWords, tooMany } from './limits.ts';
import { requestOf } from './request.ts';
import { countTry, forgive } from './tries.ts';

/**
 * Checks the password of an account outside of signing in, under the same limits (PL-43): a stolen session or an invitation
 * is no place to guess. Throws 401 `wrong_password`, or 429 with the time to wait.
 */
export const mustKnow = async (
  access: Access,
  c: Context<Env>,
  account: Pick<Account, 'id' | 'email'>,
  password: string,
  because = 'The password is not right.',
): Promise<void> => {
  const wait = await countTry(access, { email: account.email, address: requestOf(c).address });
  if (wait !== null) throw tooMany(wait, `There were too many wrong tries. Try again in ${inWords(wait)}.`);
  if (!(await isPassword(access, account.id, password))) throw httpRefusal(401, 'wrong_password', because);
  await forgive(access, account.email);
};
