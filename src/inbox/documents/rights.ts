import type { Act } from '#kernel/access/roles/model.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { DocumentClient, DocumentRoomState } from './model.ts';

/** Who may do what with documents (IN-118, IN-140). */

export const READS = reads('documents');
export const WRITES = writes('documents');
export const READS_PROFILES = reads('documents');
export const WRITES_PROFILES = writes('settings');
/** Owner, Admin and Manager. */
export const SETS_DELIVERY = writes('documents', 'inbox.update_all');
const SENDS: Act = { module: null, level: 'write', ability: 'messages.send' };

/** What a document is to whoever acts on it: theirs if they prepared it or hold a role for its client (PL-26, PL-31). */
const facts = (client: DocumentClient | null, prepared_by: string) => {
  const maker = prepared_by.startsWith('member:') ? [prepared_by.slice('member:'.length)] : [];
  if (!client) return { assigned_to: maker };
  const held = Object.values(client.roles);
  return { assigned_to: maker, roles_held_by: held, restricted: client.restricted };
};

/** Whoever writes documents, whoever prepared it (IN-118). */
export const mayWrite = ({ document, around }: DocumentRoomState, who: Who): Refusal | null =>
  can(who, WRITES, facts(around.client, document.prepared_by));

/** Its e-mail is edited by whoever writes documents, and by whoever may decide in the inbox. */
export const mayEdit = (state: DocumentRoomState, who: Who): Refusal | null => {
  const no = mayWrite(state, who);
  return no && can(who, writes('inbox')) ? no : null;
};

export const maySend = (who: Who): Refusal | null =>
  can(who, SENDS) && refused('not_allowed', 'You may not send messages. «Approve only» is still possible.');
