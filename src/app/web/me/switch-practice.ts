import { api } from '#kernel/ui/client.ts';

/** A new session id in the other practice; everything that was read here is forgotten (PL-55). */
export const switchPractice = async (practice_id: string): Promise<void> => {
  await api.post('/session/practice', { practice_id });
  window.location.assign('/');
};
