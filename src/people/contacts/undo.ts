import type { Context, Decision } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import type { ContactState } from './model.ts';
import { mayWrite } from './rights.ts';
import type { ContactsRoom } from './store.ts';

/** As everywhere, for whoever may change the contact; what was erased never comes back (PL-74, PE-29). */
export const takeBack = (room: ContactsRoom, state: ContactState, command: UndoCommand, context: Context): Decision =>
  state.contact.erased_at
    ? refused('erased', 'What was erased cannot come back, so nothing here can be taken back any more.')
    : (mayWrite(state, context) ?? undo(room, state, command, context));
