import type { Desk } from '#kernel/database/practice.ts';
import type { ConversationsPort } from '#messages/replies/model.ts';
import { subjects } from './subjects.ts';

/** Whose work a conversation is: the roles on its client, and whose it is (PL-26, PL-31). */
export const conversationsPort: ConversationsPort<Desk> = {
  about: async (desk, conversations) => {
    const clients = [...new Set(conversations.flatMap(({ client_id }) => client_id ?? []))];
    const found = clients.length ? await subjects.facts.person(desk, clients) : new Map();
    return new Map(
      conversations.map(({ id, client_id, member_id }) => {
        const subject = found.get(client_id ?? '');
        const held = Object.values(subject?.roles ?? {}) as string[];
        const about = { assigned_to: [...held, ...(member_id ? [member_id] : [])] };
        return [id, subject ? { ...about, roles_held_by: held, restricted: subject.restricted } : about];
      }),
    );
  },
};
