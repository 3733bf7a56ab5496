import { isRefusal } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { words } from './words.ts';

/**
 * Sends a record; where the address is the member's own it asks once whether that is meant (PL-36).
 * @example await askingOnce((more) => api.post('/clients', { ...body, ...more }));
 */
export const askingOnce = async <Answer>(
  send: (more: { confirm_own_email?: true }) => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await send({});
  } catch (fault) {
    if (!isRefusal(fault) || fault.code !== 'own_email') throw fault;
    const sure = await confirm({
      title: words.own_email_title,
      consequence: fault.message,
      verb: words.own_email_verb,
    });
    if (!sure) throw fault;
    return send({ confirm_own_email: true });
  }
};
